import { readFile } from 'node:fs/promises';
import type { TrackingModel } from '../../../native-models/api/tracking-model.ts';
import { EngineError } from '../../contract/errors.ts';
import type { TrackerChoice } from '../../contract/tracks.ts';
import { readFrameTimes } from '../../engine/media/frame-times.ts';
import { probeMedia } from '../../engine/media/probe.ts';
import { evalTracking, trackingText } from '../../engine/tracking/eval-tracking.ts';
import { followClip } from '../../engine/tracking/follow/follow-clip.ts';
import { meanWithInterval } from '../../engine/tracking/one-pass-scores.ts';
import { readTruth } from '../../engine/tracking/read-truth.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools } from '../open-engine.ts';
import { withTrackingModel } from '../tracking-model.ts';
import { resolveFromCaller } from '../places.ts';

export interface EvalTrackingOptions {
  readonly video: string;
  readonly truth: string;
  readonly tracker: TrackerChoice;
  readonly starts: number;
}

/** Follows every target of a file of true boxes from several start frames, and scores it; opens no library. */
export async function evalTrackingCommand(options: EvalTrackingOptions, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const tools = await mediaTools(context, true);
  const path = resolveFromCaller(options.video);
  const targets = readTruth(await textOf(resolveFromCaller(options.truth)));
  const facts = await probeMedia(path, { tools, signal });
  const range = { startSeconds: 0, endSeconds: (facts.durationSeconds ?? 3600) + 1 };
  const frameSeconds = await readFrameTimes({ path, facts, tools, range, signal });
  let trackerId = '';
  const evaluate = (model: TrackingModel | null) =>
    evalTracking({
      ...{ targets, frameSeconds, startCount: options.starts },
      ...{ width: facts.video.displayedWidth, height: facts.video.displayedHeight },
      follow: async (seed) => {
        const followed = await followClip({
          ...{ path, facts, tools, seeds: [seed], tracker: options.tracker, model, signal, onProgress: () => {} },
          ...{ isForward: true, isBackward: false, untilSeconds: null, sinceSeconds: null },
        });
        trackerId = followed.trackerId;
        return followed.keys;
      },
      onProgress: ({ doneCount, totalCount }) => {
        const detail = `${String(doneCount)} of ${String(totalCount)} starts`;
        output.progress({ label: 'following', doneShare: doneCount / totalCount, detail, remainingSeconds: null });
      },
    });
  const tracked = await (options.tracker === 'nano' ? withTrackingModel(context, evaluate) : evaluate(null));
  output.endProgress();
  const meanAuc = meanWithInterval(tracked.map(({ successAuc }) => successAuc.mean)).mean;
  output.result({ path, trackerId, meanAuc, targets: tracked }, trackingText(trackerId, tracked));
  return exitCodes.done;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}
