/** Steps [fromStep, toStep) around one peak of a curve. */
export interface PeakSpan {
  readonly fromStep: number;
  readonly toStep: number;
  /** Highest value inside. */
  readonly peak: number;
}

export interface PeakSpanOptions {
  /** A peak below this is none. */
  readonly highValue: number;
  /** A span never reaches into steps below this, however low its peak. */
  readonly lowValue: number;
  /** A span ends where the curve falls below this share of its peak. */
  readonly peakRatio: number;
  /** Dips of up to so many steps do not end a span. */
  readonly maxDipSteps: number;
  /** Nor do up to so many unknown steps. */
  readonly maxUnknownSteps: number;
  /** A span never reaches across one of these steps: it may begin there or end there. */
  readonly barrierSteps: ReadonlySet<number>;
  readonly maxSpanCount: number;
}

/**
 * Hysteresis that takes its thresholds from each peak: the highest step not yet used opens a span, which grows both
 * ways while the curve stays above the lower threshold. That threshold is a share of the peak, or half-way between the
 * peak and the stretch's own quiet level where the curve is high everywhere but clearly higher here.
 */
export function peakSpans(values: Float32Array, options: PeakSpanOptions): PeakSpan[] {
  const isUsed = new Uint8Array(values.length);
  const quietValue = quietLevel(values);
  const order = peaksFirst(values, options.highValue);
  const spans: PeakSpan[] = [];
  for (const step of order) {
    if (isUsed[step] === 1) {
      continue;
    }
    if (spans.length === options.maxSpanCount) {
      break;
    }
    const peak = values[step]!;
    const threshold = Math.max(options.lowValue, lowerThreshold(peak, quietValue, options.peakRatio));
    const grow = { values, isUsed, threshold, options };
    const fromStep = reach(grow, step, -1);
    const toStep = reach(grow, step, 1) + 1;
    isUsed.fill(1, flank(values, fromStep, -1), flank(values, toStep - 1, 1) + 1);
    spans.push({ fromStep, toStep, peak });
  }
  return spans;
}

/** The foot of a peak: where the curve stops falling. What lies on the slope is no event of its own. */
function flank(values: Float32Array, edgeStep: number, direction: 1 | -1): number {
  let step = edgeStep;
  while (values[step + direction]! < values[step]!) {
    step += direction;
  }
  return step;
}

/** How far a peak must stand out of the quiet level, as a share of itself, for that level to count. */
const standingOutRatio = 0.3;

function lowerThreshold(peak: number, quietValue: number, peakRatio: number): number {
  const standsOut = peak - quietValue >= standingOutRatio * peak;
  return Math.max(peakRatio * peak, standsOut ? (peak + quietValue) / 2 : 0);
}

const levelCount = 256;

/** The value, to 1/256, that a fifth of the known steps stay below or at. */
function quietLevel(values: Float32Array): number {
  const counts = new Int32Array(levelCount);
  let knownCount = 0;
  for (const value of values) {
    if (!Number.isNaN(value)) {
      counts[Math.min(levelCount - 1, Math.max(0, Math.floor(value * levelCount)))]! += 1;
      knownCount += 1;
    }
  }
  let belowCount = 0;
  for (let level = 0; level < levelCount; level += 1) {
    belowCount += counts[level]!;
    if (belowCount > knownCount * 0.2) {
      return level / levelCount;
    }
  }
  return 0;
}

/** Room for this many steps beside the bits of a value in the 53 that a number keeps exactly. */
const maxStepCount = 2 ** 21;
const largestBits = 0x7f80_0000;

/**
 * Steps of at least `highValue`, highest first, earlier first among equals. The bits of floats that are not negative
 * rise as the floats do, so value and step make one number, and numbers are sorted without a comparison of ours.
 */
function peaksFirst(values: Float32Array, highValue: number): Float64Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const keys = new Float64Array(values.length);
  let count = 0;
  for (let step = 0; step < values.length; step += 1) {
    if (values[step]! >= highValue) {
      keys[count] = (largestBits - bits[step]!) * maxStepCount + step;
      count += 1;
    }
  }
  return keys
    .subarray(0, count)
    .sort()
    .map((key) => key % maxStepCount);
}

interface Growth {
  readonly values: Float32Array;
  readonly isUsed: Uint8Array;
  readonly threshold: number;
  readonly options: PeakSpanOptions;
}

/** The last step in a direction that still belongs to the span of a peak. */
function reach({ values, isUsed, threshold, options }: Growth, peakStep: number, direction: 1 | -1): number {
  let last = peakStep;
  let dipSteps = 0;
  let unknownSteps = 0;
  for (let step = peakStep + direction; step >= 0 && step < values.length; step += direction) {
    const edge = direction === 1 ? step : step + 1;
    if (isUsed[step] === 1 || options.barrierSteps.has(edge)) {
      break;
    }
    const value = values[step]!;
    if (value >= threshold) {
      last = step;
      dipSteps = 0;
      unknownSteps = 0;
      continue;
    }
    dipSteps += Number.isNaN(value) ? 0 : 1;
    unknownSteps += Number.isNaN(value) ? 1 : 0;
    if (dipSteps > options.maxDipSteps || unknownSteps > options.maxUnknownSteps) {
      break;
    }
  }
  return last;
}
