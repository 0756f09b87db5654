import { smooth } from '../../../native-models/policy/baseline-policy.ts';
import { type PeakSpan, peakSpans } from '../../../native-models/policy/peak-spans.ts';

export interface ThenCurve {
  /** From the beginning of the first part to the end of the last: the value of the chain; elsewhere 0. */
  readonly values: Float32Array;
  /** Steps at which a chain begins or ends: no span may cross them. */
  readonly barrierSteps: readonly number[];
}

/** A part that comes this much later halves nothing yet, but chains with shorter waits win. */
const waitScaleSeconds = 120;
const maxWaitSeconds = 240;

/**
 * "First this, then that": finds the events of each part, then by dynamic programming over events in the order of time
 * the best chain that ends with each event of the last part. Every part begins after the one before it began and ends
 * no earlier. A chain's value is the geometric mean of its events, lowered by long waits; chains do not overlap, better
 * ones first. Steps that no part knows are unknown.
 */
export function thenCurve(parts: readonly Float32Array[], stepSeconds: number): ThenCurve {
  const length = parts[0]?.length ?? 0;
  const values = new Float32Array(length).map((_, step) =>
    parts.every((part) => Number.isNaN(part[step]!)) ? Number.NaN : 0,
  );
  const known = parts.filter((part) => part.some((value) => !Number.isNaN(value)));
  const barrierSteps: number[] = [];
  const taken: Chain[] = [];
  for (const chain of bestChains(known, stepSeconds)) {
    if (taken.some((other) => chain.fromStep < other.toStep && other.fromStep < chain.toStep)) {
      continue;
    }
    taken.push(chain);
    values.fill(chain.value, chain.fromStep, chain.toStep);
    barrierSteps.push(chain.fromStep, chain.toStep);
  }
  return { values, barrierSteps };
}

interface Chain {
  readonly fromStep: number;
  readonly toStep: number;
  readonly value: number;
}

/** The best way to reach one event: the product of levels and waits, and where it began. */
interface Link {
  readonly event: PeakSpan;
  readonly fromStep: number;
  readonly product: number;
}

function bestChains(parts: readonly Float32Array[], stepSeconds: number): Chain[] {
  let links: Link[] = eventsOf(parts[0], stepSeconds).map((event) => ({
    event,
    fromStep: event.fromStep,
    product: event.peak,
  }));
  for (const part of parts.slice(1)) {
    links = eventsOf(part, stepSeconds).flatMap((event) => bestLink(links, event, stepSeconds) ?? []);
  }
  return links
    .map(({ event, fromStep, product }) => ({
      fromStep,
      toStep: event.toStep,
      value: Math.pow(product, 1 / parts.length),
    }))
    .sort((a, b) => b.value - a.value || a.toStep - a.fromStep - (b.toStep - b.fromStep) || a.fromStep - b.fromStep);
}

function bestLink(links: readonly Link[], event: PeakSpan, stepSeconds: number): Link | null {
  let best: Link | null = null;
  for (const link of links) {
    const waitSeconds = Math.max(0, event.fromStep - link.event.toStep) * stepSeconds;
    const isInOrder = link.event.fromStep < event.fromStep && link.event.toStep <= event.toStep;
    if (!isInOrder || waitSeconds > maxWaitSeconds) {
      continue;
    }
    const product = link.product * event.peak * Math.exp(-waitSeconds / waitScaleSeconds);
    // Of equal chains the one that began last is the tightest.
    if (best === null || product > best.product || (product === best.product && link.fromStep > best.fromStep)) {
      best = { event, fromStep: link.fromStep, product };
    }
  }
  return best;
}

function eventsOf(part: Float32Array | undefined, stepSeconds: number): PeakSpan[] {
  return part === undefined
    ? []
    : peakSpans(smooth(part, new Set()), {
        highValue: 0.2,
        lowValue: 0.1,
        peakRatio: 0.55,
        maxDipSteps: Math.round(1.5 / stepSeconds),
        maxUnknownSteps: Math.round(4 / stepSeconds),
        barrierSteps: new Set(),
        maxSpanCount: 128,
      });
}
