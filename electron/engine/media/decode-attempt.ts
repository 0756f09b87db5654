import type { RgbImage } from '../base/rgb-image.ts';
import { fileSource, startCommand } from './ffmpeg-command.ts';
import type { CommandOutcome, RunningCommand } from './ffmpeg-command.ts';
import { parseFilterTimeBase, parseFrameInfo } from './ffmpeg-log.ts';
import type { FrameInfo } from './ffmpeg-log.ts';
import { createFrameSink } from './frame-sink.ts';
import type { FrameSink } from './frame-sink.ts';
import { inputOptions, outputOptions } from './decode-plan.ts';
import type { DecodeOptionsRequest } from './decode-plan.ts';
import type { MediaTools } from './media-tools.ts';
import type { Rational } from './media-facts.ts';

/** Whole frames kept while the consumer is busy; two more may wait in pipes. */
const heldFrameCount = 3;

export interface AttemptRequest extends DecodeOptionsRequest {
  readonly path: string;
  readonly tools: MediaTools;
  readonly isBackground: boolean;
  readonly stallSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

export interface RawFrame {
  readonly info: FrameInfo;
  readonly timeBase: Rational;
  readonly image: RgbImage;
}

export interface AttemptOutcome extends CommandOutcome {
  /** Bytes of a frame that is not whole, lines without a frame, frames without a line: all 0 after a good run. */
  readonly looseEndCount: number;
}

export interface DecodeAttempt {
  /** The next frame with its time; null after the last. Rejects when the run was stopped. */
  next(): Promise<RawFrame | null>;
  /** After `next` gave null. */
  outcome(): AttemptOutcome;
  /** Kills what still runs and waits until it is gone. */
  dispose(): Promise<void>;
}

/** One run of ffmpeg over a file: the n-th line of `showinfo` belongs to the n-th frame of the pipe. */
export function startDecodeAttempt(request: AttemptRequest): DecodeAttempt {
  const { width, height } = request.plan.size;
  const infos: FrameInfo[] = [];
  let timeBase: Rational = request.facts.video.timeBase;
  let wake = () => {};
  const notify = () => wake();
  const sink = createFrameSink({ frameBytes: width * height * 3, capacity: heldFrameCount, onFrame: notify });
  const command = startFor(request, sink, (line) => {
    timeBase = parseFilterTimeBase(line) ?? timeBase;
    const info = parseFrameInfo(line);
    if (info !== null) {
      infos.push(info);
      notify();
    }
  });
  const { state, settled } = endOf(command, notify);
  sink.writable.on('finish', notify);

  const next = async (): Promise<RawFrame | null> => {
    for (;;) {
      if (state.isFailed) {
        throw state.error;
      }
      if (sink.waitingCount > 0 && infos.length > 0) {
        const data = sink.take() as Uint8Array;
        return { info: infos.shift() as FrameInfo, timeBase, image: { width, height, data } };
      }
      // Once it has ended every line has come, so a frame without a line never gets one.
      if (state.outcome !== null && (sink.waitingCount > 0 || sink.writable.writableFinished)) {
        return null;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    next,
    outcome: () => {
      if (state.outcome === null) {
        throw new Error('The run has not ended.');
      }
      return { ...state.outcome, looseEndCount: sink.partialBytes + sink.waitingCount + infos.length };
    },
    dispose: async () => {
      command.kill();
      sink.discard();
      await settled;
    },
  };
}

function startFor(request: AttemptRequest, sink: FrameSink, onLogLine: (line: string) => void): RunningCommand {
  return startCommand({
    executable: request.tools.ffmpegPath,
    inputs: [{ source: fileSource(request.path), options: inputOptions(request) }],
    outputOptions: outputOptions(request),
    output: sink.writable,
    signal: request.signal,
    isBackground: request.isBackground,
    stallSeconds: request.stallSeconds,
    isWaitingForConsumer: () => sink.isFull,
    onLogLine,
  });
}

interface EndState {
  outcome: CommandOutcome | null;
  isFailed: boolean;
  error: unknown;
}

/** Keeps how a command ended, so that a rejection is never unhandled while frames are still being taken. */
function endOf(command: RunningCommand, notify: () => void): { state: EndState; settled: Promise<void> } {
  const state: EndState = { outcome: null, isFailed: false, error: null };
  const settled = command.ended
    .then(
      (outcome) => {
        state.outcome = outcome;
      },
      (error: unknown) => {
        state.isFailed = true;
        state.error = error;
      },
    )
    .then(notify);
  return { state, settled };
}
