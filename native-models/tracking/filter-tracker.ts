import type { SingleTargetTracker, TargetBox, TargetState, TrackerFrame } from '../api/single-target-tracker.ts';
import { ColourModel, integralImage, type PatchRectangle } from './colour-model.ts';
import { CorrelationFilter, type FilterResponse, wrapped } from './correlation-filter.ts';
import { goodLength } from './fast-fourier.ts';
import { CellFeatureExtractor } from './gradient-histograms.ts';
import { drawPatch, newPatch, type Patch, type Region } from './patch.ts';
import { ScaleFilter, vertex } from './scale-filter.ts';
import { TrackHealth } from './track-health.ts';

export interface FilterTrackerSettings {
  /** Pixels of the patch around the target, about. */
  readonly patchPixels: number;
  readonly cellSize: number;
  /** How quickly the filter, the colours and the scale forget. */
  readonly filterRate: number;
  readonly colourRate: number;
  readonly scaleRate: number;
  /** Share of the colours in where the target is; the rest is the filter's. */
  readonly colourShare: number;
  readonly regularisation: number;
}

export const defaultFilterTrackerSettings: FilterTrackerSettings = {
  patchPixels: 150 ** 2,
  cellSize: 4,
  filterRate: 0.024,
  colourRate: 0.08,
  scaleRate: 0.05,
  colourShare: 0.3,
  regularisation: 1e-3,
};

/** Smallest side that a target is followed at, in pixels of the frame. */
const smallestSide = 3;
/** Learning costs as much as finding, and frames that follow each other teach nearly the same. */
const learnEveryFrames = 2;
/** Windows that are looked at in one frame while the target is lost. */
const searchWindowsAFrame = 6;

interface Found {
  readonly centreX: number;
  readonly centreY: number;
  /** Highest value of the filter's response. */
  readonly peak: number;
  /** How much the peak stands out (average peak-to-correlation energy). */
  readonly energy: number;
  /** Mean likelihood of the target's colours inside its box, 0..1. */
  readonly colour: number;
}

/**
 * Follows one thing without a model: a correlation filter on gradients (Danelljan et al. 2014) and colour likelihoods
 * (Bertinetto et al. 2016) say together where it is, a filter over scales how large it is. When both answer weakly it is
 * lost: nothing is learnt any more, and windows around the last place, then over the whole frame, are searched until one
 * answers about as it did before.
 */
export class FilterTracker implements SingleTargetTracker {
  readonly trackerId = 'filter@1';
  readonly #settings: FilterTrackerSettings;
  #target: Target | null = null;

  constructor(settings: Partial<FilterTrackerSettings> = {}) {
    this.#settings = { ...defaultFilterTrackerSettings, ...settings };
  }

  start(frame: TrackerFrame, box: TargetBox, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    this.#target = new Target(frame, box, this.#settings);
    return Promise.resolve();
  }

  next(frame: TrackerFrame, { signal }: { readonly signal: AbortSignal }): Promise<TargetState> {
    signal.throwIfAborted();
    if (this.#target === null) {
      return Promise.reject(new Error('The tracker was not started.'));
    }
    return Promise.resolve(this.#target.next(frame));
  }

  correct(frame: TrackerFrame, box: TargetBox, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    return this.start(frame, box, { signal });
  }
}

/** All that is known of one target. Places and sizes are in pixels of the frame. */
class Target {
  readonly #settings: FilterTrackerSettings;
  readonly #extractor: CellFeatureExtractor;
  readonly #filter: CorrelationFilter;
  readonly #scaleFilter: ScaleFilter;
  readonly #colours = new ColourModel();
  readonly #health = new TrackHealth();
  readonly #patch: Patch;
  /** Size at the start, and of the region that the patch shows of it. */
  readonly #base: { readonly width: number; readonly height: number };
  readonly #region: { readonly width: number; readonly height: number };
  #centreX: number;
  #centreY: number;
  #scale = 1;
  #searchIndex = 0;
  #frameIndex = 0;

  constructor(frame: TrackerFrame, box: TargetBox, settings: FilterTrackerSettings) {
    this.#settings = settings;
    const { cellSize, patchPixels } = settings;
    const width = Math.max(smallestSide, box.width * frame.width);
    const height = Math.max(smallestSide, box.height * frame.height);
    this.#centreX = (box.x + box.width / 2) * frame.width;
    this.#centreY = (box.y + box.height / 2) * frame.height;
    this.#base = { width, height };
    const margin = (width + height) / 2;
    const zoom = Math.sqrt(patchPixels / ((width + margin) * (height + margin)));
    const columns = goodLength((zoom * (width + margin)) / cellSize);
    const rows = goodLength((zoom * (height + margin)) / cellSize);
    this.#patch = newPatch(columns * cellSize, rows * cellSize);
    this.#region = { width: this.#patch.width / zoom, height: this.#patch.height / zoom };
    this.#extractor = new CellFeatureExtractor(cellSize);
    const sigmaCells = (Math.sqrt(width * height) * zoom) / 16 / cellSize;
    this.#filter = new CorrelationFilter({
      ...{ columns, rows, regularisation: settings.regularisation },
      sigmaCells: Math.max(0.5, sigmaCells),
    });
    this.#scaleFilter = new ScaleFilter(this.#base);
    this.#learn(frame, 1);
  }

  next(frame: TrackerFrame): TargetState {
    const found = this.#health.isLost ? this.#search(frame) : this.#look(frame, this.#here(), this.#scale);
    const verdict = found === null ? null : this.#health.judge(found);
    if (found === null || verdict === null || verdict.isLost) {
      return { box: this.#box(frame), confidence: verdict?.confidence ?? 0, state: 'lost' };
    }
    this.#centreX = clamp(found.centreX, 0, frame.width);
    this.#centreY = clamp(found.centreY, 0, frame.height);
    this.#resize(frame);
    this.#frameIndex += 1;
    if (verdict.maySettle && this.#frameIndex % learnEveryFrames === 0) {
      this.#learn(frame, this.#settings.filterRate);
    }
    return { box: this.#box(frame), confidence: verdict.confidence, state: 'tracked' };
  }

  #here(): { centreX: number; centreY: number } {
    return { centreX: this.#centreX, centreY: this.#centreY };
  }

  #regionAt({ centreX, centreY }: { centreX: number; centreY: number }, scale: number): Region {
    return { centreX, centreY, width: this.#region.width * scale, height: this.#region.height * scale };
  }

  /** The target's place in the region around a middle. */
  #look(frame: TrackerFrame, around: { centreX: number; centreY: number }, scale: number): Found {
    const region = this.#regionAt(around, scale);
    drawPatch(frame, region, this.#patch);
    const response = this.#filter.respond(this.#extractor.extract(this.#patch));
    const likelihood = this.#colourResponse(response);
    const best = bestPlace(response, likelihood, this.#settings.colourShare);
    const pixelsACell = region.width / response.columns;
    return {
      centreX: around.centreX + best.dx * pixelsACell,
      centreY: around.centreY + best.dy * (region.height / response.rows),
      peak: best.peak,
      energy: best.energy,
      colour: best.colour,
    };
  }

  /** Mean likelihood of a box of the target's size at every displacement of the response. */
  #colourResponse({ columns, rows }: FilterResponse): Float32Array {
    const { width, height } = this.#patch;
    const sums = integralImage(this.#colours.likelihoods(this.#patch), width, height);
    const { target } = this.#rectangles();
    const values = new Float32Array(columns * rows);
    const { cellSize } = this.#settings;
    for (let index = 0; index < values.length; index += 1) {
      const left = target.left + wrapped(index % columns, columns) * cellSize;
      const top = target.top + wrapped(Math.floor(index / columns), rows) * cellSize;
      const x0 = clamp(left, 0, width);
      const x1 = clamp(left + target.width, 0, width);
      const y0 = clamp(top, 0, height);
      const y1 = clamp(top + target.height, 0, height);
      const line = width + 1;
      const sum = sums[y1 * line + x1]! - sums[y0 * line + x1]! - sums[y1 * line + x0]! + sums[y0 * line + x0]!;
      values[index] = sum / (target.width * target.height);
    }
    return values;
  }

  /** The inner part of the target, and the target with a little around it, in pixels of the patch. */
  #rectangles(): { target: PatchRectangle; near: PatchRectangle } {
    const { width, height } = this.#patch;
    const across = (this.#base.width / this.#region.width) * width;
    const down = (this.#base.height / this.#region.height) * height;
    const around = (x: number, y: number): PatchRectangle => ({
      left: Math.round((width - x) / 2),
      top: Math.round((height - y) / 2),
      width: Math.max(1, Math.round(x)),
      height: Math.max(1, Math.round(y)),
    });
    const inset = 0.1 * (across + down);
    return { target: around(Math.max(2, across - inset), Math.max(2, down - inset)), near: around(across, down) };
  }

  #resize(frame: TrackerFrame): void {
    const factor = this.#scaleFilter.factor(frame, this.#targetRegion());
    const smallest = smallestSide / Math.min(this.#base.width, this.#base.height);
    const largest = Math.min((2 * frame.width) / this.#base.width, (2 * frame.height) / this.#base.height);
    this.#scale = clamp(this.#scale * factor, Math.min(1, smallest), Math.max(1, largest));
  }

  #targetRegion(): Region {
    const { width, height } = this.#base;
    return { ...this.#here(), width: width * this.#scale, height: height * this.#scale };
  }

  #learn(frame: TrackerFrame, rate: number): void {
    drawPatch(frame, this.#regionAt(this.#here(), this.#scale), this.#patch);
    this.#filter.learn(this.#extractor.extract(this.#patch), rate);
    this.#colours.learn(this.#patch, { ...this.#rectangles(), rate: rate === 1 ? 1 : this.#settings.colourRate });
    this.#scaleFilter.learn(frame, this.#targetRegion(), rate === 1 ? 1 : this.#settings.scaleRate);
  }

  /** Some windows of the frame, nearer ones more often; the best of them. */
  #search(frame: TrackerFrame): Found | null {
    let best: Found | null = null;
    for (const around of this.#windows(frame)) {
      const found = this.#look(frame, around, this.#scale);
      if (best === null || found.peak * found.colour > best.peak * best.colour) {
        best = found;
      }
    }
    return best;
  }

  #windows(frame: TrackerFrame): { centreX: number; centreY: number }[] {
    const stepX = Math.max(8, (this.#region.width * this.#scale) / 2.5);
    const stepY = Math.max(8, (this.#region.height * this.#scale) / 2.5);
    const far: { centreX: number; centreY: number }[] = [];
    const columns = Math.ceil(frame.width / stepX);
    const rows = Math.ceil(frame.height / stepY);
    for (let count = 0; count < searchWindowsAFrame - 1; count += 1) {
      const index = this.#searchIndex % (columns * rows);
      // Coprime steps spread the windows of a few frames over the whole frame.
      this.#searchIndex += 7;
      far.push({
        centreX: ((index % columns) + 0.5) * (frame.width / columns),
        centreY: (Math.floor(index / columns) + 0.5) * (frame.height / rows),
      });
    }
    return [this.#here(), ...far];
  }

  #box(frame: TrackerFrame): TargetBox {
    const width = (this.#base.width * this.#scale) / frame.width;
    const height = (this.#base.height * this.#scale) / frame.height;
    return {
      x: this.#centreX / frame.width - width / 2,
      y: this.#centreY / frame.height - height / 2,
      width,
      height,
    };
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

/** The displacement in cells at which filter and colours together are highest, refined by the filter alone. */
function bestPlace({ columns, rows, values }: FilterResponse, colours: Float32Array, colourShare: number) {
  let best = 0;
  let highest = -Infinity;
  let lowest = Infinity;
  let peakValue = -Infinity;
  for (let index = 0; index < values.length; index += 1) {
    const value = (1 - colourShare) * values[index]! + colourShare * colours[index]!;
    lowest = Math.min(lowest, values[index]!);
    peakValue = Math.max(peakValue, values[index]!);
    if (value > highest) {
      highest = value;
      best = index;
    }
  }
  let energy = 0;
  for (const value of values) {
    energy += (value - lowest) ** 2;
  }
  const column = best % columns;
  const row = Math.floor(best / columns);
  const at = (x: number, y: number): number => values[((y + rows) % rows) * columns + ((x + columns) % columns)]!;
  const here = at(column, row);
  return {
    dx: wrapped(column, columns) + vertex(at(column - 1, row), here, at(column + 1, row)),
    dy: wrapped(row, rows) + vertex(at(column, row - 1), here, at(column, row + 1)),
    peak: here,
    energy: energy === 0 ? 0 : (peakValue - lowest) ** 2 / (energy / values.length),
    colour: colours[best]!,
  };
}
