import { formatFullClockTime } from '../../contract/time/clock-time.ts';
import type { DemoCue } from './demo-scene.ts';

/** The text of a subtitle file. */
export function subtitleText(cues: readonly DemoCue[], format: 'srt' | 'vtt'): string {
  const blocks = cues.map(({ startSeconds, endSeconds, text }, index) => {
    const times = `${formatFullClockTime(startSeconds)} --> ${formatFullClockTime(endSeconds)}`;
    return format === 'srt' ? `${index + 1}\n${times.replaceAll('.', ',')}\n${text}\n` : `${times}\n${text}\n`;
  });
  return `${format === 'vtt' ? 'WEBVTT\n\n' : ''}${blocks.join('\n')}`;
}
