import { EngineError } from '../../../contract/errors.ts';
import type { Seed, TrackKey } from '../../../contract/tracks.ts';
import type { TrackingModel } from '../../../../native-models/api/tracking-model.ts';
import type { SingleTargetTracker } from '../../../../native-models/api/single-target-tracker.ts';
import { longSideFor } from './decode-size.ts';
import { frameCounter, frameSecondsAt, framesOfPass, type FeedSource } from './frame-feed.ts';
import type { FollowRequest, FromFollowWorker, TrackerModule } from './follow-messages.ts';
import { followPasses, secondsOfPasses, type FollowPass } from './follow-passes.ts';

export interface FollowSurroundings extends TrackerModule {
  readonly model: TrackingModel | null;
  readonly post: (message: FromFollowWorker) => void;
  readonly signal: AbortSignal;
}

/** How often boxes are told. */
const tellEveryMs = 100;

/**
 * Follows a thing through all passes of a request and tells every frame's box. Throws what the decoder and the tracker
 * throw; `bad-request` for a box by hand that no frame can show.
 */
export async function followThing(request: FollowRequest, around: FollowSurroundings): Promise<void> {
  const { post, signal, createTracker, model } = around;
  const bare = { ...request, signal };
  const seeds = await seedsAtFrames(request.seeds, bare);
  const sinceSeconds = Math.max(0, request.sinceSeconds ?? 0);
  const untilSeconds = request.untilSeconds ?? Infinity;
  const countOf = await frameCounter(bare, request.isForward ? untilSeconds : seeds.at(-1)!.timeSeconds);
  const passes = followPasses({ ...request, seeds, sinceSeconds, untilSeconds });
  const source: FeedSource = { ...bare, longSidePixels: longSideFor(seeds, request.facts) };
  const tracker = await createTracker(request.tracker, model);
  const totalSeconds = secondsOfPasses(passes, request.facts.durationSeconds);
  const byHand = seeds.map((seed) => keyByHand(seed, countOf));
  post({ kind: 'planned', byHand, passes, totalSeconds, trackerId: tracker.trackerId });
  for (const [passIndex, pass] of passes.entries()) {
    const before = request.resume.find((one) => one.passIndex === passIndex);
    if (before?.from === null) continue;
    const rest = before === undefined ? pass : { ...pass, seed: before.from };
    const tell = keyTeller((keys) => post({ kind: 'keys', passIndex, keys }));
    for await (const key of keysOfPass(rest, { source, tracker, countOf })) tell.push(key);
    tell.flush();
    post({ kind: 'pass-done', passIndex });
  }
}

/** Each at the time of the frame that is shown then, rising, one a frame: the later one said counts. */
async function seedsAtFrames(seeds: readonly Seed[], source: Omit<FeedSource, 'longSidePixels'>): Promise<Seed[]> {
  const placed = new Map<number, Seed>();
  for (const { timeSeconds, box } of seeds) {
    if (!(
      box.width > 0 &&
      box.height > 0 &&
      box.x < 1 &&
      box.y < 1 &&
      box.x + box.width > 0 &&
      box.y + box.height > 0
    )) {
      throw new EngineError('bad-request', 'A box to follow must lie in the picture and have a width and a height.');
    }
    const frameSeconds = await frameSecondsAt(timeSeconds, source);
    placed.set(frameSeconds, { timeSeconds: frameSeconds, box });
  }
  return [...placed.values()].sort((a, b) => a.timeSeconds - b.timeSeconds);
}

function keyByHand({ timeSeconds, box }: Seed, countOf: (seconds: number) => number): TrackKey {
  const frameIndex = countOf(timeSeconds);
  return { timeSeconds, frameIndex, box, confidence: 1, state: 'tracked', isByHand: true };
}

interface PassParts {
  readonly source: FeedSource;
  readonly tracker: SingleTargetTracker;
  readonly countOf: (timeSeconds: number) => number;
}

/** A key for every frame after that of the seed. */
async function* keysOfPass(pass: FollowPass, { source, tracker, countOf }: PassParts): AsyncGenerator<TrackKey> {
  const { signal } = source;
  let isStarted = false;
  for await (const { timeSeconds, image } of framesOfPass(pass, source)) {
    signal.throwIfAborted();
    if (!isStarted) {
      await tracker.start(image, pass.seed.box, { signal });
      isStarted = true;
      continue;
    }
    const { box, confidence, state } = await tracker.next(image, { signal });
    yield { timeSeconds, frameIndex: countOf(timeSeconds), box, confidence, state, isByHand: false };
  }
}

/** Gathers boxes, so that they cross to the other thread ten times a second. */
function keyTeller(tell: (keys: readonly TrackKey[]) => void) {
  let waiting: TrackKey[] = [];
  let toldMs = performance.now();
  const flush = (): void => {
    toldMs = performance.now();
    if (waiting.length > 0) tell(waiting);
    waiting = [];
  };
  return {
    push(key: TrackKey): void {
      waiting.push(key);
      if (performance.now() - toldMs >= tellEveryMs) flush();
    },
    flush,
  };
}
