import { EngineError } from '../../contract/errors.ts';
import { commandDetails, fileSource, startCommand } from './ffmpeg-command.ts';
import { collectBytes } from './frame-sink.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';

export interface EmbeddedSubtitlesRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  /** One of `facts.subtitles`. */
  readonly streamIndex: number;
  readonly tools: MediaTools;
  readonly signal?: AbortSignal | undefined;
}

/** Text of 120,000 cues is 6.5 MB. */
const limitBytes = 64 * 1024 * 1024;

/**
 * Reads a subtitle stream of letters as WebVTT, its times counted from the first displayed frame. Beyond 64 MB it is
 * cut after a whole cue. Reads the whole file, because subtitles lie between the pictures.
 *
 * Throws EngineError `codec-unknown` for pictures of letters, which cannot be read as text, `not-found` for another
 * stream, `decode-failed`, `decode-stalled`, `aborted`.
 */
export async function readEmbeddedSubtitles(request: EmbeddedSubtitlesRequest): Promise<string> {
  const { facts, streamIndex, tools, path, signal } = request;
  const stream = facts.subtitles.find((each) => each.streamIndex === streamIndex);
  if (stream === undefined) {
    throw new EngineError('not-found', `Stream ${streamIndex} is not one of subtitles.`);
  }
  if (!stream.isText) {
    const message = `These subtitles are pictures of letters (${stream.codec ?? 'unknown format'}), not text.`;
    throw new EngineError('codec-unknown', message, { details: { streamIndex } });
  }
  let stop = () => {};
  const collector = collectBytes(limitBytes, () => stop());
  const command = startCommand({
    executable: tools.ffmpegPath,
    // The first cue may come late, and what comes before it is not read by anybody.
    inputs: [{ source: fileSource(path), options: ['-vn', '-an', '-dn'] }],
    outputOptions: [
      ...['-map', `0:${streamIndex}`, '-c:s', 'webvtt', '-avoid_negative_ts', 'disabled'],
      // ffmpeg counts from the start of the earliest stream.
      ...['-output_ts_offset', (-facts.video.startOffsetSeconds).toFixed(6), '-f', 'webvtt'],
    ],
    output: collector.writable,
    isBackground: true,
    signal,
  });
  stop = command.kill;
  const outcome = await command.ended;
  const text = collector.bytes().toString('utf8');
  if (collector.isOverflowing) {
    return text.slice(0, text.lastIndexOf('\n\n') + 1);
  }
  if (outcome.exitCode !== 0) {
    throw new EngineError('decode-failed', 'The subtitles in the file could not be read.', {
      details: commandDetails(outcome),
    });
  }
  return text;
}
