import type { ChannelId } from '../../contract/channels.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { CallContext, ParsedParams } from '../../contract/index.ts';
import { searchQuerySchema, type SearchHit, type SearchResult } from '../../contract/search.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { bestIou, coveredSeconds, spansF1, unionIou } from '../grounding/metrics.ts';
import { type GroundingReport, reportOf } from './grounding-report.ts';
import type { AbsentOutcome } from './absent-queries.ts';
import type { GroundingManifestEntry } from './grounding-manifest.ts';
import { defaultFloor, type SearchScope } from './search-service.ts';

export { parseAbsentQueries } from './absent-queries.ts';
export { parseGroundingManifest } from './grounding-manifest.ts';
export { type GroundingReport, groundingText } from './grounding-report.ts';

/** What the measurement needs of the search; `SearchService` has it. */
export interface GroundingSearch {
  queryWithin(
    params: ParsedParams<'search.query'>,
    context: CallContext<'search.query'>,
    scope: SearchScope,
  ): Promise<SearchResult>;
  answerableAtomIds(text: string, withoutChannels: readonly ChannelId[]): readonly string[];
}

/** `whole-video` answers every query with the video from its first frame to its last; the others ask the search. */
export const groundingPolicies = ['whole-video', 'baseline', 'learned'] as const;
export type GroundingBaseline = (typeof groundingPolicies)[number];

export interface EvalGroundingRequest {
  readonly entries: readonly GroundingManifestEntry[];
  /** Null where the library does not have the file. */
  readonly videoIdOf: (file: string) => VideoId | null;
  readonly search: GroundingSearch;
  readonly baseline: GroundingBaseline;
  readonly withoutChannels: readonly ChannelId[];
  /** What never happens, by file; none when left out. */
  readonly absentByFile?: ReadonlyMap<string, readonly string[]>;
  readonly signal: AbortSignal;
}

/** One text in one file, with all the moments of the file that it describes. */
export interface GroundingCase {
  readonly file: string;
  readonly text: string;
  readonly truth: readonly TimeRange[];
  readonly durationSeconds: number;
}

export interface GroundingOutcome extends GroundingCase {
  /** Spans inside the right video, best first, with their scores. */
  readonly predicted: readonly (TimeRange & { readonly score: number })[];
  /** IoU of the best span with the true moment it fits best. */
  readonly iou: number;
  /** Of all shown spans together with all true moments together. */
  readonly unionIou: number;
  /** Over several spans, paired at IoU 0.5. */
  readonly f1: number;
  /** Whether no span was good enough to be shown. */
  readonly isNothingShown: boolean;
  /** Whether the moments cover at least 80 % of the clip, so that answering "the whole clip" is nearly right. */
  readonly isNearlyWholeClip: boolean;
  /** From 1: where the right clip stands among the clips of a search over the library; null when it is not found. */
  readonly clipRank: number | null;
  /** Atoms of the plan that some channel here can answer. */
  readonly answerableAtomCount: number;
}

const wholeClipShare = 0.8;
const maxHitCount = 200;

/**
 * Measures spans inside the right video and retrieval of that video from the whole library. Spans are ranked without
 * floor for IoU and recall; only those that a person would be shown count for union IoU and F1.
 */
export async function evalGrounding(request: EvalGroundingRequest): Promise<GroundingReport> {
  const { entries, videoIdOf, baseline, withoutChannels } = request;
  const outcomes: GroundingOutcome[] = [];
  const missingFiles: string[] = [];
  for (const entry of entries.filter(({ queries }) => queries.length > 0)) {
    const videoId = videoIdOf(entry.file);
    if (videoId === null) {
      missingFiles.push(entry.file);
      continue;
    }
    for (const groundingCase of casesOf(entry)) {
      outcomes.push(await runCase(request, groundingCase, videoId));
    }
  }
  return reportOf({ baseline, withoutChannels, missingFiles, outcomes, absent: await absentOutcomes(request) });
}

async function absentOutcomes(request: EvalGroundingRequest): Promise<AbsentOutcome[]> {
  const { absentByFile = new Map<string, readonly string[]>(), videoIdOf, baseline } = request;
  const outcomes: AbsentOutcome[] = [];
  for (const [file, texts] of absentByFile) {
    const videoId = videoIdOf(file);
    for (const text of videoId === null ? [] : texts) {
      const hits = await hitsFor(request, text, new Set([videoId!]));
      // The whole video is the answer of that policy to everything.
      const scores = baseline === 'whole-video' ? [1] : hits.map(({ score }) => score);
      const shownCount = scores.filter((score) => score >= defaultFloor).length;
      outcomes.push({ file, text, shownCount, bestScore: scores[0] ?? null });
    }
  }
  return outcomes;
}

/** Queries of the same text in one file are one query with several moments. */
export function casesOf({ file, durationSeconds, queries }: GroundingManifestEntry): GroundingCase[] {
  const truthByText = new Map<string, TimeRange[]>();
  for (const { text, startSeconds, endSeconds } of queries) {
    truthByText.set(text, [...(truthByText.get(text) ?? []), { startSeconds, endSeconds }]);
  }
  const lastSeconds = Math.max(...queries.map((query) => query.endSeconds));
  return [...truthByText].map(([text, truth]) => ({
    file,
    text,
    truth,
    durationSeconds: durationSeconds ?? lastSeconds,
  }));
}

async function runCase(
  request: EvalGroundingRequest,
  groundingCase: GroundingCase,
  videoId: VideoId,
): Promise<GroundingOutcome> {
  const { search, baseline, withoutChannels } = request;
  const { text, truth, durationSeconds } = groundingCase;
  const within = await hitsFor(request, text, new Set([videoId]));
  const wholeVideo = [{ startSeconds: 0, endSeconds: durationSeconds, score: 1 }];
  const predicted = baseline === 'whole-video' ? wholeVideo : within.map(({ range, score }) => ({ ...range, score }));
  const shown = predicted.filter(({ score }) => score >= defaultFloor);
  return {
    ...groundingCase,
    predicted,
    iou: bestIou(predicted[0], truth),
    unionIou: unionIou(shown, truth),
    f1: spansF1(shown, truth, 0.5),
    isNothingShown: shown.length === 0,
    isNearlyWholeClip: coveredSeconds(truth) >= wholeClipShare * durationSeconds,
    clipRank: rankOf(await hitsFor(request, text, null), videoId),
    answerableAtomCount: search.answerableAtomIds(text, withoutChannels).length,
  };
}

async function hitsFor(
  { search, withoutChannels, signal }: EvalGroundingRequest,
  text: string,
  videoIds: ReadonlySet<VideoId> | null,
): Promise<readonly SearchHit[]> {
  const params = searchQuerySchema.parse({ text, limit: maxHitCount, withoutChannels, floor: 0 });
  const { hits } = await search.queryWithin(params, { signal, onProgress: () => {} }, { videoIds });
  return hits;
}

function rankOf(hits: readonly SearchHit[], videoId: VideoId): number | null {
  const clips = [...new Set(hits.map((hit) => hit.videoId))];
  const index = clips.indexOf(videoId);
  return index === -1 ? null : index + 1;
}
