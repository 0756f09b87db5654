import type { EvidenceCurve } from '../../contract/search.ts';
import type { EvidenceGrid } from '../channels/channel.ts';
import { highestIn } from './stretch.ts';

const maxCurveSteps = 4096;

/** Steps [from, to) of a curve as it is shown; of very many with wider steps, each holding the maximum of what it joins. */
export function curveOf(
  values: Float32Array,
  { startSeconds, stepSeconds }: Pick<EvidenceGrid, 'startSeconds' | 'stepSeconds'>,
  { from, to }: { readonly from: number; readonly to: number },
): EvidenceCurve {
  const factor = Math.max(1, Math.ceil((to - from) / maxCurveSteps));
  return {
    startSeconds: startSeconds + from * stepSeconds,
    stepSeconds: stepSeconds * factor,
    values: Float32Array.from({ length: Math.ceil((to - from) / factor) }, (_, index) =>
      highestIn(values, { from: from + index * factor, to: Math.min(to, from + (index + 1) * factor) }),
    ),
  };
}
