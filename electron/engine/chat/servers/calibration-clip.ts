import type { ChatFrame, ChatModel, ChatVideo } from '../../../../native-models/api/chat-model.ts';
import { EngineError } from '../../../contract/errors.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import { commandDetails, startCommand } from '../../media/ffmpeg-command.ts';
import { collectBytes } from '../../media/frame-sink.ts';
import type { MediaTools } from '../../media/media-tools.ts';

export interface CalibrationEvent {
  /** What is seen, for a question. */
  readonly text: string;
  readonly colour: string;
  readonly range: TimeRange;
}

/** Lengths and pauses differ, so that no rule of thumb hits them; edges lie on frames at one and two a second. */
export const calibrationEvents: readonly CalibrationEvent[] = [
  { text: 'a red box on the grey screen', colour: 'red', range: { startSeconds: 3, endSeconds: 6 } },
  { text: 'a blue box on the grey screen', colour: 'blue', range: { startSeconds: 10, endSeconds: 12 } },
  { text: 'a green box on the grey screen', colour: 'lime', range: { startSeconds: 15, endSeconds: 20 } },
  { text: 'a yellow box on the grey screen', colour: 'yellow', range: { startSeconds: 23, endSeconds: 26 } },
];
const durationSeconds = 30;
const source = { width: 448, height: 252, durationSeconds };

/**
 * The drawn clip as a model sees it: grey, with a coloured box in the middle while each event lasts. Throws EngineError
 * `decode-failed`, `aborted`, `tool-missing`.
 */
export async function drawCalibrationClip(
  model: Pick<ChatModel, 'planVideo'>,
  { tools, signal }: { readonly tools: Pick<MediaTools, 'ffmpegPath'>; readonly signal: AbortSignal },
): Promise<ChatVideo> {
  const { width, height, frameCount, framesPerSecond } = model.planVideo(source);
  const frameBytes = 3 * width * height;
  const output = collectBytes(frameBytes * frameCount);
  // A hair before each time, so that the frame at an event's very beginning shows it and the one at its end does not.
  const boxes = calibrationEvents.map(
    ({ colour, range }) =>
      `drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih/2:color=${colour}:t=fill:enable='between(t,${range.startSeconds - 0.001},${range.endSeconds - 0.001})'`,
  );
  const outcome = await startCommand({
    executable: tools.ffmpegPath,
    inputs: [
      {
        source: `color=c=gray:s=${width}x${height}:r=${Number(framesPerSecond.toFixed(6))}`,
        options: ['-f', 'lavfi'],
      },
    ],
    outputOptions: ['-vf', boxes.join(','), '-frames:v', String(frameCount), '-pix_fmt', 'rgb24', '-f', 'rawvideo'],
    output: output.writable,
    signal,
  }).ended;
  const bytes = output.bytes();
  if (outcome.exitCode !== 0 || bytes.length !== frameBytes * frameCount) {
    throw new EngineError('decode-failed', 'The test clip could not be drawn.', { details: commandDetails(outcome) });
  }
  const frames = Array.from({ length: frameCount }, (_, index): ChatFrame => ({
    seconds: index / framesPerSecond,
    picture: { width, height, data: bytes.subarray(index * frameBytes, (index + 1) * frameBytes) },
  }));
  return { startSeconds: 0, framesPerSecond, frames };
}
