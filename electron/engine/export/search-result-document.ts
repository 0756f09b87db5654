import type { VideoId } from '../../contract/ids.ts';
import type { QueryPlan } from '../../contract/plan.ts';
import type { SearchResult } from '../../contract/search.ts';
import { chipText } from '../../words/chip-text.ts';
import { findingText } from '../../words/finding-text.ts';
import { ignoredText } from '../../words/ignored-text.ts';
import { englishWords } from '../../words/words.ts';

export interface SearchResultDocumentRequest {
  readonly query: string;
  readonly result: SearchResult;
  /** Null for a video none of whose files the library knows. */
  readonly pathOf: (videoId: VideoId) => string | null;
}

/** The stable document of a search: `{query, plan, tookMs, weakerCount, hits}`, and what is missing. */
export function searchResultDocument({ query, result, pathOf }: SearchResultDocumentRequest) {
  const { plan, tookMs, weakerCount, missingChannels, hits } = result;
  return {
    query,
    plan: planDocument(plan),
    tookMs: Number(tookMs.toFixed(1)),
    weakerCount,
    missingChannels,
    hits: hits.map((hit) => ({
      path: pathOf(hit.videoId),
      videoId: hit.videoId,
      title: hit.title,
      startSeconds: roundMs(hit.range.startSeconds),
      endSeconds: roundMs(hit.range.endSeconds),
      score: Number(hit.score.toFixed(4)),
      bestSeconds: roundMs(hit.bestSeconds),
      edgeUncertaintySeconds: roundMs(hit.edgeUncertaintySeconds),
      isOffline: hit.isOffline,
      reasons: hit.reasons.map(({ channel, found, strength }) => ({
        channel,
        text: findingText(found, englishWords),
        strength: Number(strength.toFixed(3)),
      })),
      curve: {
        startSeconds: hit.curve.startSeconds,
        stepSeconds: hit.curve.stepSeconds,
        // JSON knows no NaN: null is unknown.
        values: [...hit.curve.values].map((value) => (Number.isNaN(value) ? null : Number(value.toFixed(3)))),
      },
    })),
  };
}

/** The plan with its parts in words as well, as the command line prints them. */
function planDocument({ atoms, ignored, ...plan }: QueryPlan) {
  return {
    ...plan,
    atoms: atoms.map((atom) => ({ ...atom, label: chipText(atom, englishWords) })),
    ignored: ignored.map(({ why, ...part }) => ({ ...part, why: ignoredText(why, englishWords) })),
  };
}

function roundMs(seconds: number): number {
  return Number(seconds.toFixed(3));
}
