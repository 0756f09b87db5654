import { formatFullClockTime, parseClockTime } from '../../electron/contract/time/clock-time.ts';
import { isTimecodeUsual } from '../../electron/contract/time/frame-rate.ts';
import { frameIndexAt, frameSpanOf, frameStartSeconds } from '../../electron/contract/time/pts.ts';
import { formatTimecode } from '../../electron/contract/time/timecode.ts';
import {
  constantRate,
  frameOfTimecode,
  timecodeOfFrame,
  variableRate,
  type VideoTiming,
} from '../../electron/contract/time/video-timing.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { Units } from '../../electron/contract/settings.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';

/** What of a clip says how its frames are counted; a `VideoSummary` is one. */
export type ClipRate = Pick<VideoSummary, 'rate' | 'isVariableRate' | 'startTimecode'>;

/** In which unit times of a clip are shown. */
export interface TimeDisplay {
  readonly units: Units;
  readonly timing: VideoTiming;
}

/**
 * How the frames of a clip are counted. Without a known constant rate there is nothing to count, only the clock; a
 * start timecode that cannot be one at its rate is left out.
 */
export function timingOf(clip: ClipRate | null): VideoTiming {
  if (clip === null || clip.rate === null || clip.isVariableRate || clip.rate.num <= 0 || clip.rate.den <= 0) {
    return variableRate;
  }
  const { rate, startTimecode } = clip;
  try {
    return constantRate({ rate, startTimecode });
  } catch {
    return constantRate({ rate, startTimecode: null });
  }
}

/** Timecode becomes the clock at rates at which nobody reads one, such as 12.5. */
export function timeDisplay(units: Units, clip: ClipRate | null): TimeDisplay {
  const timing = timingOf(clip);
  const isReadable = units !== 'timecode' || (timing.kind === 'constant' && isTimecodeUsual(timing.format.rate));
  return { units, timing: isReadable ? timing : variableRate };
}

/**
 * The frame that is shown at a time (seconds from the first displayed frame), in the person's unit: `01:00:04:12`,
 * `4.480 s`, `112 f`. Where frames cannot be counted, timecode and frames become the clock: `00:00:04.480`.
 */
export function shownTime(seconds: number, { units, timing }: TimeDisplay): string {
  if (units === 'seconds') {
    return secondsText(seconds);
  }
  return timing.kind === 'variable'
    ? formatFullClockTime(seconds)
    : frameText(frameIndexAt(seconds, timing.format.rate), units, timing);
}

/** Both ends; the second is that of the first frame after the span, as in edit lists. */
export function shownSpan(range: TimeRange, { units, timing }: TimeDisplay): string {
  const { startSeconds, endSeconds } = range;
  if (units === 'seconds') {
    return `${startSeconds.toFixed(3)}–${secondsText(endSeconds)}`;
  }
  if (timing.kind === 'variable') {
    return `${formatFullClockTime(startSeconds)}–${formatFullClockTime(endSeconds)}`;
  }
  const { startFrameIndex, endFrameIndex } = frameSpanOf(range, timing.format.rate);
  const start = units === 'frames' ? String(startFrameIndex) : frameText(startFrameIndex, units, timing);
  return `${start}–${frameText(endFrameIndex, units, timing)}`;
}

/** How long a span is: `00:00:02:12`, `2.480 s`, `62 f`. */
export function shownLength(range: TimeRange, { units, timing }: TimeDisplay): string {
  const lengthSeconds = range.endSeconds - range.startSeconds;
  if (units === 'seconds') {
    return secondsText(lengthSeconds);
  }
  if (timing.kind === 'variable') {
    return formatFullClockTime(lengthSeconds);
  }
  const { startFrameIndex, endFrameIndex } = frameSpanOf(range, timing.format.rate);
  const frameCount = endFrameIndex - startFrameIndex;
  return units === 'frames' ? `${frameCount} f` : formatTimecode(frameCount, timing.format);
}

/**
 * Reads what a person typed: a timecode of this clip (`01:00:04:12`), the clock (`1:02:03.250`), seconds (`75.25 s`),
 * frames (`112 f`); a plain number is seconds, or frames where that is the person's unit. Null where it is none of them.
 */
export function readShownTime(text: string, { units, timing }: TimeDisplay): number | null {
  const match = /^\s*(\d{1,9})\s*(f?)\s*$/i.exec(text);
  if (match !== null && (match[2] !== '' || units === 'frames')) {
    return timing.kind === 'variable' ? null : frameStartSeconds(Number(match[1]), timing.format.rate);
  }
  if (timing.kind === 'constant' && /^\s*\d{1,2}[:;]\d{2}[:;]\d{2}[:;]\d{2,3}\s*$/.test(text)) {
    try {
      return frameStartSeconds(frameOfTimecode(text, timing), timing.format.rate);
    } catch {
      return null;
    }
  }
  return parseClockTime(text.replace(/\s*s\s*$/i, ''));
}

function frameText(frameIndex: number, units: Units, timing: VideoTiming & { kind: 'constant' }): string {
  return units === 'frames' ? `${frameIndex} f` : timecodeOfFrame(frameIndex, timing);
}

function secondsText(seconds: number): string {
  return `${seconds.toFixed(3)} s`;
}
