import type { QueryPlan } from '../../electron/contract/plan.ts';
import { videoIdSchema } from '../../electron/contract/ids.ts';
import { searchQuerySchema } from '../../electron/contract/search.ts';
import { systemClock } from '../../electron/engine/base/surroundings.ts';
import { BaselinePolicy } from '../../native-models/policy/baseline-policy.ts';
import { CandidateFinder } from '../../electron/engine/index/candidate-finder.ts';
import { removeAtoms } from '../../electron/engine/query/remove-atoms.ts';
import type { ChannelState } from '../../electron/engine/search/plan-channels.ts';
import { type SearchDeps, SearchService } from '../../electron/engine/search/search-service.ts';
import type { FakeLibrary, FakeVideo } from './fake-library.ts';
import { plan, type PlanPart } from './plans.ts';

interface Asked {
  readonly withoutAtoms?: string[];
  readonly withoutChannels?: ('objects' | 'speech')[];
  readonly floor?: number;
  readonly limit?: number;
  readonly videoIds?: readonly string[];
  readonly states?: readonly ChannelState[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { doneCount: number; totalCount: number }) => void;
}

/** A search over a library in memory that nobody has corrected, unless `deps` say otherwise. */
export function serviceOf(library: FakeLibrary, query: QueryPlan, deps: Partial<SearchDeps> = {}): SearchService {
  return new SearchService({
    planner: { plan: () => query },
    removeAtoms,
    channels: library.channels,
    channelStates: () => statesOf(library),
    finder: new CandidateFinder({ source: library }),
    evidence: library,
    shotEdgesOf: () => [],
    policy: new BaselinePolicy(),
    videosWhere: () => null,
    correctionsOf: () => [],
    clock: systemClock,
    ...deps,
  });
}

function statesOf(library: FakeLibrary, states: readonly ChannelState[] = []): ChannelState[] {
  return library.channels.map(
    ({ id }) => states.find(({ channel }) => channel === id) ?? { channel: id, state: 'ready', cardId: null },
  );
}

export function search(library: FakeLibrary, part: PlanPart, asked: Asked = {}) {
  const query = plan(part);
  const params = searchQuerySchema.parse({
    text: query.text,
    limit: asked.limit ?? 50,
    withoutAtoms: asked.withoutAtoms ?? [],
    withoutChannels: asked.withoutChannels ?? [],
    floor: asked.floor ?? null,
  });
  const videoIds = asked.videoIds?.map((videoId) => videoIdSchema.parse(videoId)) ?? null;
  const context = { signal: asked.signal ?? new AbortController().signal, onProgress: asked.onProgress ?? (() => {}) };
  const channelStates = () => statesOf(library, asked.states);
  return serviceOf(library, query, { channelStates }).queryWithin(params, context, {
    videoIds: videoIds === null ? null : new Set(videoIds),
  });
}

export const spansOf = ({ hits }: Awaited<ReturnType<typeof search>>) =>
  hits.map(({ videoId, range }) => [videoId, range.startSeconds, range.endSeconds]);

type Rows = FakeVideo['rows']['objects'];

export function video(name: string, durationSeconds: number, objects: Rows): FakeVideo {
  const names = [{ startSeconds: 0, endSeconds: durationSeconds, words: { [name]: 1 } }];
  return { name, durationSeconds, rows: { objects: objects ?? [], names } };
}
