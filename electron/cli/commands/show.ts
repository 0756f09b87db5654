import { formatPreciseClockTime } from '../../contract/time/clock-time.ts';
import type { VideoDetails } from '../../engine/ingest/video-details.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { findVideo } from '../find-video.ts';
import { withEngine } from '../open-engine.ts';

/** What is known about one video, named by its path or id. */
export async function showCommand(video: string, context: CommandContext): Promise<number> {
  return withEngine(context, { mode: 'read' }, async (engine) => {
    const videoId = await findVideo(engine.view, video);
    const details = engine.describeVideo(videoId);
    context.output.result(details, detailText(details));
    return exitCodes.done;
  });
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
