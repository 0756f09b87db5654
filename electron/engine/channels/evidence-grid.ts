import type { Finding } from '../../contract/finding.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { ChannelEvidence, CoveringRow, EvidenceGrid, TermStrength } from './channel.ts';

/** A stretch of time and how strongly it shows something, 0..1; NaN is unknown. */
export interface ValuedSpan extends CoveringRow {
  readonly value: number;
}

/** Stored times are rounded to 0.05 ms; an overlap shorter than this is not one. */
const SLACK_SECONDS = 0.0005;

/**
 * The evidence of a step is the MAXIMUM of what touches it, so that a short event is never lost between steps; NaN
 * where nothing known touches it.
 */
export function fillGrid(grid: EvidenceGrid, spans: Iterable<ValuedSpan>): Float32Array {
  const values = new Float32Array(grid.stepCount).fill(Number.NaN);
  for (const { startSeconds, endSeconds, value } of spans) {
    if (Number.isNaN(value)) {
      continue;
    }
    const from = Math.floor((startSeconds - grid.startSeconds + SLACK_SECONDS) / grid.stepSeconds);
    const to = Math.ceil((endSeconds - grid.startSeconds - SLACK_SECONDS) / grid.stepSeconds);
    // A row of no length still belongs to the step in which it lies.
    const last = Math.min(grid.stepCount, Math.max(to, from + 1));
    for (let step = Math.max(0, from); step < last; step++) {
      const before = values[step]!;
      if (!(before >= value)) {
        values[step] = value;
      }
    }
  }
  return values;
}

export function overlaps(row: CoveringRow, range: TimeRange): boolean {
  return row.startSeconds < range.endSeconds - SLACK_SECONDS && row.endSeconds > range.startSeconds + SLACK_SECONDS;
}

/**
 * Those of the spans, in the order of their starts, that can touch a range: found by halving, because a search asks for
 * many small ranges of many spans. Spans may overlap each other; where one is out of order, all are given.
 */
export class SpanFinder<Span extends CoveringRow> {
  readonly #spans: readonly Span[];
  /** The latest end among the spans up to each; null where the spans are not in order. */
  #latestEnds: Float64Array | null | undefined;

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
  }

  near(range: TimeRange): readonly Span[] {
    this.#latestEnds ??= latestEnds(this.#spans);
    const ends = this.#latestEnds;
    if (ends === null) {
      return this.#spans;
    }
    const count = this.#spans.length;
    const from = firstIndex(count, (index) => ends[index]! > range.startSeconds);
    const to = firstIndex(count, (index) => this.#spans[index]!.startSeconds >= range.endSeconds);
    return this.#spans.slice(from, to);
  }
}

function latestEnds(spans: readonly CoveringRow[]): Float64Array | null {
  const ends = new Float64Array(spans.length);
  let latest = Number.NEGATIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  for (const [index, { startSeconds, endSeconds }] of spans.entries()) {
    if (startSeconds < previous) {
      return null;
    }
    previous = startSeconds;
    latest = Math.max(latest, endSeconds);
    ends[index] = latest;
  }
  return ends;
}

/** The first of `count` indexes for which something holds that holds for all after it; `count` when for none. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from;
}

/** The span of the highest known value inside a range; null when nothing there is known. */
export function strongestIn<Span extends ValuedSpan>(spans: Iterable<Span>, range: TimeRange): Span | null {
  let best: Span | null = null;
  for (const span of spans) {
    if (!Number.isNaN(span.value) && span.value > (best?.value ?? -1) && overlaps(span, range)) {
      best = span;
    }
  }
  return best;
}

/**
 * Moves the edges of a span to the spans that made it: the first and the last that reach half of the strongest value
 * inside. An edge moves by at most one step, because further away it was put by something else.
 */
export function refineToSpans(
  spans: readonly ValuedSpan[],
  { range, stepSeconds }: { readonly range: TimeRange; readonly stepSeconds: number },
): TimeRange {
  const level = (strongestIn(spans, range)?.value ?? 0) / 2;
  if (!(level > 0)) {
    return range;
  }
  const strong = spans.filter((span) => span.value >= level && overlaps(span, range));
  const first = strong.reduce((least, span) => Math.min(least, span.startSeconds), Number.POSITIVE_INFINITY);
  const last = strong.reduce((most, span) => Math.max(most, span.endSeconds), Number.NEGATIVE_INFINITY);
  const startSeconds = Math.max(0, within(first, range.startSeconds, stepSeconds));
  const endSeconds = within(last, range.endSeconds, stepSeconds);
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : range;
}

function within(seconds: number, edgeSeconds: number, stepSeconds: number): number {
  return Math.min(edgeSeconds + stepSeconds, Math.max(edgeSeconds - stepSeconds, seconds));
}

/** A value 0 at or below `from`, 1 at or beyond `to`, linear between; also downwards when `from` is above `to`. */
export function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Weaker evidence than this is not worth words. */
const MIN_TOLD_VALUE = 0.05;

export interface EvidenceOptions<Span> {
  readonly grid: EvidenceGrid;
  /** Words about the strongest span inside a range. */
  describe(strongest: Span, range: TimeRange): Finding | null;
}

/** Evidence whose curve, edges and words all come from the same valued spans. */
export function evidenceOf<Span extends ValuedSpan>(
  spans: readonly Span[],
  { grid, describe }: EvidenceOptions<Span>,
): ChannelEvidence {
  const finder = new SpanFinder(spans);
  return {
    values: fillGrid(grid, spans),
    describe: (range) => {
      const strongest = strongestIn(finder.near(range), range);
      return strongest !== null && strongest.value >= MIN_TOLD_VALUE ? describe(strongest, range) : null;
    },
    refine: (range) => refineToSpans(finder.near(range), { range, stepSeconds: grid.stepSeconds }),
  };
}

/** The answer of a channel to an atom that it cannot answer: unknown everywhere. */
export function unknownEvidence(grid: EvidenceGrid): ChannelEvidence {
  return evidenceOf([], { grid, describe: () => null });
}

/** Terms with the highest strength that each reached; those too weak to be worth finding are left out. */
export class TermCollector {
  readonly #strengths = new Map<string, number>();

  add(term: string, strength: number): void {
    if (strength >= MIN_TOLD_VALUE && strength > (this.#strengths.get(term) ?? 0)) {
      this.#strengths.set(term, strength);
    }
  }

  terms(): TermStrength[] {
    return Array.from(this.#strengths, ([term, strength]) => ({ term, strength }));
  }
}
