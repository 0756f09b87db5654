import { bestTarget, cosineOf } from '../../../native-models/families/nanotrack/postprocess.ts';
import { contextSide, drawWindow, meanColour } from '../../../native-models/families/nanotrack/preprocess.ts';
import type {
  SingleTargetTracker,
  TargetBox,
  TargetState,
  TrackerFrame,
} from '../../../native-models/api/single-target-tracker.ts';
import type { TrackingModel } from '../../../native-models/api/tracking-model.ts';

interface CallOptions {
  readonly signal: AbortSignal;
}

/** The target in pixels of the frame. */
interface Target {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The network's own score stays near 1 when the target is gone. What tells is how like the template the found place is:
 * the cosine of their features, between these two, times the score.
 */
const strangerCosine = 0.5;
const sameCosine = 0.9;
const lostBelow = 0.25;
const lostFrameCount = 4;
const foundFrom = 0.55;
/** Windows that are looked at in one frame while the target is lost. */
const searchWindowsAFrame = 4;
const smallestSide = 4;

/**
 * Follows one thing with a siamese network (NanoTrack). Size and place are the network's; whether it is still the target
 * is judged by its appearance. Lost, the windows around and over the whole frame are searched for it.
 */
export class NanoTracker implements SingleTargetTracker {
  readonly trackerId: string;
  readonly #model: TrackingModel;
  #target: Target | null = null;
  #features = new Float32Array(0);
  #weakCount = 0;
  #isLost = false;
  #searchIndex = 0;

  constructor(model: TrackingModel) {
    this.trackerId = model.modelId;
    this.#model = model;
  }

  async start(frame: TrackerFrame, box: TargetBox, options: CallOptions): Promise<void> {
    options.signal.throwIfAborted();
    const target = {
      centreX: (box.x + box.width / 2) * frame.width,
      centreY: (box.y + box.height / 2) * frame.height,
      width: Math.max(smallestSide, box.width * frame.width),
      height: Math.max(smallestSide, box.height * frame.height),
    };
    this.#features = await this.#embed(frame, target, options);
    this.#target = target;
    this.#weakCount = 0;
    this.#isLost = false;
  }

  correct(frame: TrackerFrame, box: TargetBox, options: CallOptions): Promise<void> {
    return this.start(frame, box, options);
  }

  async next(frame: TrackerFrame, options: CallOptions): Promise<TargetState> {
    options.signal.throwIfAborted();
    const before = this.#target;
    if (before === null) {
      throw new Error('The tracker was not started.');
    }
    const found = this.#isLost ? await this.#search(frame, before, options) : await this.#look(frame, before, options);
    this.#judge(found.confidence);
    if (this.#isLost) {
      return { box: boxOf(frame, before), confidence: found.confidence, state: 'lost' };
    }
    this.#target = found.target;
    return { box: boxOf(frame, found.target), confidence: found.confidence, state: 'tracked' };
  }

  #judge(confidence: number): void {
    if (this.#isLost) {
      this.#isLost = confidence < foundFrom;
      this.#weakCount = 0;
      return;
    }
    this.#weakCount = confidence < lostBelow ? this.#weakCount + 1 : 0;
    this.#isLost = this.#weakCount >= lostFrameCount;
  }

  /** Where the network sees the target around a place, and how like it that is. */
  async #look(frame: TrackerFrame, around: Target, options: CallOptions) {
    const { parameters } = this.#model;
    const { templateSize, searchSize, channelOrder, contextAmount } = parameters;
    const scale = templateSize / contextSide(around, contextAmount);
    const window = { centreX: around.centreX, centreY: around.centreY, side: searchSize / scale };
    const pixels = drawWindow(frame, window, { size: searchSize, channelOrder, mean: meanColour(frame) });
    const answer = await this.#model.locate({ features: this.#features, pixels }, options);
    const size = { width: around.width * scale, height: around.height * scale };
    const best = bestTarget(answer, size, parameters);
    const mix = (old: number, fresh: number, limit: number): number =>
      clamp(old + best.rate * (fresh / scale - old), smallestSide, limit);
    const target = {
      centreX: clamp(around.centreX + best.x / scale, 0, frame.width),
      centreY: clamp(around.centreY + best.y / scale, 0, frame.height),
      width: mix(around.width, best.width, 2 * frame.width),
      height: mix(around.height, best.height, 2 * frame.height),
    };
    const likeness = cosineOf(this.#features, await this.#embed(frame, target, options));
    const appearance = clamp((likeness - strangerCosine) / (sameCosine - strangerCosine), 0, 1);
    return { target, confidence: best.score * appearance };
  }

  #embed(frame: TrackerFrame, { centreX, centreY, width, height }: Target, options: CallOptions) {
    const { templateSize, channelOrder, contextAmount } = this.#model.parameters;
    const window = { centreX, centreY, side: contextSide({ width, height }, contextAmount) };
    const pixels = drawWindow(frame, window, { size: templateSize, channelOrder, mean: meanColour(frame) });
    return this.#model.embed(pixels, options) as Promise<Float32Array<ArrayBuffer>>;
  }

  /** The best of some windows: the last place, then others spread over the frame by and by. */
  async #search(frame: TrackerFrame, last: Target, options: CallOptions) {
    let best = await this.#look(frame, last, options);
    const side = 2 * contextSide(last, this.#model.parameters.contextAmount);
    const columns = Math.max(1, Math.ceil((1.5 * frame.width) / side));
    const rows = Math.max(1, Math.ceil((1.5 * frame.height) / side));
    for (let count = 1; count < searchWindowsAFrame; count += 1) {
      const index = this.#searchIndex % (columns * rows);
      this.#searchIndex += 7;
      const around = {
        ...last,
        centreX: ((index % columns) + 0.5) * (frame.width / columns),
        centreY: (Math.floor(index / columns) + 0.5) * (frame.height / rows),
      };
      const found = await this.#look(frame, around, options);
      best = found.confidence > best.confidence ? found : best;
    }
    return best;
  }
}

function boxOf(frame: TrackerFrame, { centreX, centreY, width, height }: Target): TargetBox {
  return {
    x: (centreX - width / 2) / frame.width,
    y: (centreY - height / 2) / frame.height,
    width: width / frame.width,
    height: height / frame.height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
