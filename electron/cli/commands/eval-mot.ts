import { readFile } from 'node:fs/promises';
import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import { EngineError } from '../../contract/errors.ts';
import { createDetectorSource } from '../../engine/detector-source.ts';
import { usualSamplesPerSecond } from '../../engine/ingest/passes.ts';
import { trackClip } from '../../engine/ingest/track-clip.ts';
import { readFrameTimes } from '../../engine/media/frame-times.ts';
import { probeMedia } from '../../engine/media/probe.ts';
import { evalMot, motText } from '../../engine/tracking/eval-mot.ts';
import { joinTracklets } from '../../engine/tracking/read-tracklets.ts';
import { readTruth } from '../../engine/tracking/read-truth.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools, withEngine } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';

export interface EvalMotOptions {
  readonly video: string;
  readonly truth: string;
  /** The detector's word for what the truth has boxes of. */
  readonly class: string;
  readonly dense?: boolean;
}

/** Follows everything in a sequence as indexing does, with the library's detector, and scores it against true boxes. */
export async function evalMotCommand(options: EvalMotOptions, context: CommandContext): Promise<number> {
  const { output } = context;
  const path = resolveFromCaller(options.video);
  const truthFile = resolveFromCaller(options.truth);
  const targets = readTruth(await textOf(truthFile));
  const result = await withEngine(context, { mode: 'read' }, async (engine) => {
    const detector = (await createDetectorSource(engine)).current();
    if (detector === null) {
      throw new EngineError('model-missing', 'Following needs a detector: timecue models install yolox-nano');
    }
    return evaluate({ ...options, path, targets, detector }, context);
  });
  output.endProgress();
  output.result({ path, ...result }, motText([{ name: result.frames, scores: result.scores }]));
  return exitCodes.done;
}

interface Evaluation extends EvalMotOptions {
  readonly path: string;
  readonly targets: ReturnType<typeof readTruth>;
  readonly detector: ObjectDetector;
}

async function evaluate(
  { path, targets, detector, dense = false, class: className }: Evaluation,
  context: CommandContext,
) {
  const { output, signal } = context;
  const tools = await mediaTools(context, true);
  const facts = await probeMedia(path, { tools, signal });
  const range = { startSeconds: 0, endSeconds: (facts.durationSeconds ?? 3600) + 1 };
  const frameSeconds = await readFrameTimes({ path, facts, tools, range, signal });
  const began = performance.now();
  const rows = await trackClip({
    ...{ path, facts, tools, detector, signal },
    samplesPerSecond: dense ? null : usualSamplesPerSecond,
    onProgress: (doneSeconds) => {
      const doneShare = Math.min(1, doneSeconds / (facts.durationSeconds ?? doneSeconds));
      output.progress({ label: 'following', doneShare, detail: '', remainingSeconds: null });
    },
  });
  const seconds = (performance.now() - began) / 1000;
  const tracks = joinTracklets(rows).filter((track) => track.className === className);
  const { displayedWidth: width, displayedHeight: height } = facts.video;
  return {
    frames: dense ? 'every frame' : `${String(usualSamplesPerSecond)} a second`,
    trackCount: tracks.length,
    framesPerSecond: frameSeconds.length / seconds,
    scores: evalMot({ targets, tracks, frameSeconds, width, height }),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}
