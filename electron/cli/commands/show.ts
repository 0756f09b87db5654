import { realpath } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import { formatPreciseClockTime } from '../../contract/time/clock-time.ts';
import type { VideoDetails } from '../../engine/ingest/video-details.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';

/** What is known about one video, named by its path or id. */
export async function showCommand(video: string, context: CommandContext): Promise<number> {
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const videoId = engine.view.find(await realPathOr(resolveFromCaller(video))) ?? engine.view.find(video);
    if (videoId === null) {
      throw new EngineError('not-found', `${video} is not in the library. Add it: timecue index <path>`);
    }
    const details = engine.describeVideo(videoId);
    context.output.result(details, detailText(details));
    return exitCodes.done;
  });
}

/** The library knows real paths; what is offline has none any more. */
async function realPathOr(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}

function detailText(details: VideoDetails): string {
  const { summary, paths, facts, shots, cueSources, channels, pass } = details;
  const lines = [
    summary.title,
    ...paths.map(({ path, isOffline }) => `  ${path}${isOffline ? ' (offline)' : ''}`),
    `state: ${summary.state}${summary.failure === null ? '' : ` (${summary.failure.code}: ${summary.failure.message})`}`,
  ];
  if (facts !== null) {
    const { video } = facts;
    const rate =
      video.averageRate === null ? 'unknown rate' : `${(video.averageRate.num / video.averageRate.den).toFixed(3)} fps`;
    lines.push(
      `picture: ${video.displayedWidth}×${video.displayedHeight} ${video.codec}, ${rate}${video.isVariableRate ? ' (variable)' : ''}`,
      `length: ${summary.durationSeconds === null ? 'unknown' : formatPreciseClockTime(summary.durationSeconds)}`,
    );
    if (facts.startTimecode !== null) {
      lines.push(`start timecode: ${facts.startTimecode}`);
    }
    lines.push(...facts.warnings.map((warning) => `note: ${warning}`));
  }
  lines.push(
    `analysed by: ${channels.length === 0 ? 'nothing yet' : `${channels.join(', ')}${pass === 'key-frames' ? ' (quick pass)' : ''}`}`,
    `subtitles: ${cueSources.length === 0 ? 'none' : cueSources.map(({ source, language }) => (language === null ? source : `${source} (${language})`)).join(', ')}`,
    `shots: ${shots.length}`,
  );
  return lines.join('\n');
}
