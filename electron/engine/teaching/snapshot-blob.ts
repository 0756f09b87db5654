import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { EvidenceSnapshot } from '../../../native-models/finetune/lesson.ts';
import { EngineError } from '../../contract/errors.ts';

/** Longer than any stretch that is kept, at the finest steps. */
const mostSteps = 20_000;
const mostBytes = 64 * 1024 * 1024;

/** Values are kept to four digits, times to a tenth of a millisecond; null is unknown. */
const values = z.array(z.number().min(0).max(1).nullable()).max(mostSteps);
const times = z.array(z.number()).max(mostSteps);
const storedSchema = z.object({
  startSeconds: z.number().nonnegative(),
  stepSeconds: z.number().positive(),
  endSeconds: z.number(),
  combined: values.min(1),
  curves: z.array(z.object({ channel: z.string(), atomId: z.string(), values })).max(1000),
  shotEdgesSeconds: times,
  barriersSeconds: times,
  refinedStarts: times,
  refinedEnds: times,
});

/** As it lies in the library: deflated JSON, which any program can read. */
export function packSnapshot(snapshot: EvidenceSnapshot): Uint8Array {
  return deflateRawSync(JSON.stringify(plainSnapshot(snapshot)));
}

/** The snapshot as plain JSON. */
export function plainSnapshot(snapshot: EvidenceSnapshot): z.input<typeof storedSchema> {
  const rounded = (numbers: Float32Array) =>
    Array.from(numbers, (value) => (Number.isNaN(value) ? null : Math.round(value * 1e4) / 1e4));
  const toTenths = (seconds: ArrayLike<number>) => Array.from(seconds, (value) => Math.round(value * 1e4) / 1e4);
  return {
    ...snapshot,
    combined: rounded(snapshot.combined),
    curves: snapshot.curves.map((curve) => ({ ...curve, values: rounded(curve.values) })),
    shotEdgesSeconds: toTenths(snapshot.shotEdgesSeconds),
    barriersSeconds: toTenths(snapshot.barriersSeconds),
    refinedStarts: toTenths(snapshot.refinedStarts),
    refinedEnds: toTenths(snapshot.refinedEnds),
  };
}

/** Throws EngineError `library-corrupt`. */
export function unpackSnapshot(blob: Uint8Array): EvidenceSnapshot {
  const stored = parse(blob);
  const stepCount = stored.combined.length;
  const lengths = [stored.refinedStarts, stored.refinedEnds, ...stored.curves.map((curve) => curve.values)];
  if (lengths.some(({ length }) => length !== stepCount)) {
    throw corrupt();
  }
  const filled = (numbers: readonly (number | null)[]) => Float32Array.from(numbers, (value) => value ?? Number.NaN);
  return {
    ...stored,
    combined: filled(stored.combined),
    curves: stored.curves.map((curve) => ({ ...curve, values: filled(curve.values) })),
    refinedStarts: Float64Array.from(stored.refinedStarts),
    refinedEnds: Float64Array.from(stored.refinedEnds),
  };
}

function parse(blob: Uint8Array): z.output<typeof storedSchema> {
  try {
    const text = inflateRawSync(blob, { maxOutputLength: mostBytes }).toString('utf8');
    return storedSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw corrupt(cause);
  }
}

function corrupt(cause?: unknown): EngineError {
  return new EngineError('library-corrupt', 'The evidence that was kept of a correction cannot be read.', { cause });
}
