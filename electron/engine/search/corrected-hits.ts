import type { Correction } from '../../contract/corrections.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { QueryPlan } from '../../contract/plan.ts';
import type { SearchHit } from '../../contract/search.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { temporalIou } from '../base/temporal-iou.ts';
import type { FoundSpan } from './span-hits.ts';

/** What a person has said about a moment, with what a hit shows of its video. */
export interface KnownCorrection extends Correction {
  readonly videoKey: number;
  readonly title: string;
}

/** A moment to rank: found by the search, marked by a person, or both. */
export interface CorrectedSpan {
  readonly videoId: VideoId;
  readonly range: TimeRange;
  readonly score: number;
  /** Null for what only a person has found. */
  readonly found: FoundSpan | null;
  readonly correction: KnownCorrection | null;
}

/** From so much overlap on, two ranges are about the same moment. */
export const sameMomentIou = 0.5;

/**
 * What was found, with what a person has said about it for this query: their range instead of the found one, nothing
 * left of the score where they said that it is wrong, and, at the head of all, what they said was missed.
 */
export function withCorrections(
  spans: readonly FoundSpan[],
  corrections: readonly KnownCorrection[],
): readonly CorrectedSpan[] {
  const corrected = spans.map((found): CorrectedSpan => {
    const { videoId, range, score } = found;
    const correction = bestFor(found, corrections);
    if (correction === null) {
      return { videoId, range, score, found, correction };
    }
    const shown = correction.corrected ?? correction.found ?? range;
    return { videoId, range: shown, score: scoreAfter(correction, score), found, correction };
  });
  const known = new Set(corrected.map(({ correction }) => correction));
  const missed = corrections
    .filter((correction) => correction.verdict === 'missed' && !known.has(correction))
    .flatMap((correction): CorrectedSpan[] => {
      const { videoId, corrected: range } = correction;
      return range === null ? [] : [{ videoId, range, score: 1, found: null, correction }];
    });
  return [...missed, ...corrected];
}

function scoreAfter({ verdict }: KnownCorrection, score: number): number {
  return verdict === 'missed' ? 1 : verdict === 'wrong' ? 0 : score;
}

function bestFor({ videoId, range }: FoundSpan, corrections: readonly KnownCorrection[]): KnownCorrection | null {
  let best: KnownCorrection | null = null;
  let bestIou = sameMomentIou;
  for (const correction of corrections) {
    const about = correction.found ?? correction.corrected;
    const iou = correction.videoId === videoId && about !== null ? temporalIou(range, about) : 0;
    if (iou >= bestIou) {
      best = correction;
      bestIou = iou;
    }
  }
  return best;
}

/** A hit with the person's verdict on it. */
export function correctedHit(hit: SearchHit, { range, score, correction }: CorrectedSpan): SearchHit {
  if (correction === null) {
    return hit;
  }
  const isInside = hit.bestSeconds >= range.startSeconds && hit.bestSeconds < range.endSeconds;
  return {
    ...hit,
    range,
    score,
    bestSeconds: isInside ? hit.bestSeconds : middleOf(range),
    // Edges that a person has set are where they are.
    edgeUncertaintySeconds: correction.corrected === null ? hit.edgeUncertaintySeconds : 0,
    correctionId: correction.correctionId,
  };
}

/** A hit that only a person knows of: nothing is known of its evidence. */
export function missedHit(plan: QueryPlan, { range, correction }: CorrectedSpan, isOffline: boolean): SearchHit {
  const { correctionId, videoId, title } = correction!;
  return {
    hitId: `${videoId}-${correctionId}`,
    videoId,
    title,
    range,
    score: 1,
    bestSeconds: middleOf(range),
    edgeUncertaintySeconds: 0,
    reasons: [{ channel: 'names', atomId: plan.atoms[0]?.atomId ?? '', found: { code: 'marked' }, strength: 1 }],
    curve: { startSeconds: range.startSeconds, stepSeconds: 0.5, values: new Float32Array(1).fill(Number.NaN) },
    isOffline,
    correctionId,
  };
}

function middleOf({ startSeconds, endSeconds }: TimeRange): number {
  return (startSeconds + endSeconds) / 2;
}
