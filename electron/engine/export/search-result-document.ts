import type { VideoId } from '../../contract/ids.ts';
import type { SearchResult } from '../../contract/search.ts';

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
    plan,
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
      reasons: hit.reasons.map(({ channel, text, strength }) => ({
        channel,
        text,
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

function roundMs(seconds: number): number {
  return Number(seconds.toFixed(3));
}
