import { fileSource, startCommand } from './ffmpeg-command.ts';
import type { CommandOutcome } from './ffmpeg-command.ts';
import { parseFilterTimeBase, parseFrameInfo } from './ffmpeg-log.ts';
import type { FrameInfo } from './ffmpeg-log.ts';
import { collectBytes } from './frame-sink.ts';
import type { Rational } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import { probeTimeLimitSeconds } from './run-probe.ts';

export interface FirstFrameRequest {
  readonly path: string;
  readonly tools: MediaTools;
  readonly streamIndex: number;
  readonly hardwareDecoding?: string | null;
  readonly signal?: AbortSignal | undefined;
}

export interface FirstFrame {
  /** null when nothing was decoded. */
  readonly info: FrameInfo | null;
  readonly timeBase: Rational | null;
  readonly outcome: CommandOutcome;
}

/**
 * Decodes until the first frame is out. This tells what no header does: that the file can be decoded at all, and the
 * presentation time of the first displayed frame (edit lists and frames that depend on missing ones are behind it).
 */
export async function decodeFirstFrame(request: FirstFrameRequest): Promise<FirstFrame> {
  const { hardwareDecoding = null } = request;
  let info: FrameInfo | null = null;
  let timeBase: Rational | null = null;
  const command = startCommand({
    executable: request.tools.ffmpegPath,
    inputs: [
      {
        source: fileSource(request.path),
        options: ['-copyts', '-noautorotate', ...(hardwareDecoding === null ? [] : ['-hwaccel', hardwareDecoding])],
      },
    ],
    outputOptions: [
      ...['-map', `0:${request.streamIndex}`, '-filter:v', 'showinfo=checksum=0', '-fps_mode', 'passthrough'],
      ...['-frames:v', '1', '-f', 'null'],
    ],
    output: collectBytes(0).writable,
    onLogLine: (line) => {
      timeBase ??= parseFilterTimeBase(line);
      info ??= parseFrameInfo(line);
    },
    timeLimitSeconds: probeTimeLimitSeconds,
    signal: request.signal,
  });
  const outcome = await command.ended;
  return { info, timeBase, outcome };
}
