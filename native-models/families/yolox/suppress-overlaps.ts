/** A box in input pixels with its class. */
export interface Candidate {
  readonly classIndex: number;
  readonly score: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface SuppressionLimits {
  /** Of two boxes of one class that overlap more than this (intersection over union), the weaker is dropped. */
  readonly overlapThreshold: number;
  readonly maxDetectionCount: number;
}

/** Greedy non-maximum suppression within each class, best first. Equal scores keep the order they came in. */
export function suppressOverlaps(
  candidates: readonly Candidate[],
  { overlapThreshold, maxDetectionCount }: SuppressionLimits,
): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    if (kept.length >= maxDetectionCount) {
      break;
    }
    const isCovered = kept.some(
      (better) => better.classIndex === candidate.classIndex && overlapOf(better, candidate) > overlapThreshold,
    );
    if (!isCovered) {
      kept.push(candidate);
    }
  }
  return kept;
}

/** Intersection over union. */
function overlapOf(a: Candidate, b: Candidate): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const intersection = width * height;
  return intersection / (areaOf(a) + areaOf(b) - intersection);
}

function areaOf({ left, top, right, bottom }: Candidate): number {
  return (right - left) * (bottom - top);
}
