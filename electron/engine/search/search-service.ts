import type { CallContext, ParsedParams, Result } from '../../contract/index.ts';
import type { ChannelId } from '../../contract/channels.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { QueryPlan } from '../../contract/plan.ts';
import type { SearchHit } from '../../contract/search.ts';
import type { GroundingPolicy } from '../../../native-models/api/grounding-policy.ts';
import type { Clock } from '../base/surroundings.ts';
import type { Channel } from '../channels/channel.ts';
import type { CandidateFinder } from '../index/candidate-finder.ts';
import { usedAtomIds } from '../index/plan-tree.ts';
import { Turn } from '../index/turn.ts';
import { BlockRows } from './block-rows.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { type ChannelState, type PlanChannels, planChannels } from './plan-channels.ts';
import { rankHits } from './rank-hits.ts';
import { type FoundHit, spanHits } from './span-hits.ts';
import { type EvidencePiece, type Stretch, stretchesOf } from './stretch.ts';
import { stretchEvidence } from './stretch-evidence.ts';
import { windowEvidence } from './window-evidence.ts';

export interface QueryPlanner {
  plan(text: string): QueryPlan;
}

export interface SearchDeps {
  readonly planner: QueryPlanner;
  /** The plan without some of its atoms; what only joined them goes too. */
  readonly removeAtoms: (plan: QueryPlan, atomIds: readonly string[]) => QueryPlan;
  readonly channels: readonly Channel<unknown>[];
  /** Asked anew for every query, because models come and go. */
  readonly channelStates: () => readonly ChannelState[];
  readonly finder: CandidateFinder;
  readonly evidence: EvidenceSource;
  /** Where shots begin, from the rows of channel `shots`. */
  readonly shotEdgesOf: (rows: readonly unknown[]) => readonly number[];
  readonly policy: GroundingPolicy;
  readonly clock: Clock;
  readonly stepSeconds?: number;
  readonly maxDecodedBytes?: number;
}

/**
 * Scores below this are counted and not shown unless asked for. A score is the evidence of a span (0..1, as its
 * channels judge it) times the square of the share of the query that could be checked there.
 */
export const defaultFloor = 0.35;

export interface SearchScope {
  /** Only these videos; null is the whole library. */
  readonly videoIds: ReadonlySet<VideoId> | null;
}

type QueryParams = ParsedParams<'search.query'>;
type QueryContext = CallContext<'search.query'>;

/** Finds the moments of the library that a text describes: plan, candidates, evidence, spans, ranking. */
export class SearchService {
  readonly #deps: SearchDeps;
  readonly #blockRows: BlockRows;
  readonly #stepSeconds: number;

  constructor(deps: SearchDeps) {
    this.#deps = deps;
    this.#stepSeconds = deps.stepSeconds ?? 0.5;
    this.#blockRows = new BlockRows({
      source: deps.evidence,
      ...(deps.maxDecodedBytes === undefined ? {} : { maxBytes: deps.maxDecodedBytes }),
    });
  }

  /** Handler of `search.plan`. */
  plan({ text }: ParsedParams<'search.plan'>): Promise<QueryPlan> {
    return Promise.resolve(this.#deps.planner.plan(text));
  }

  /** Handler of `search.query`. */
  query(params: QueryParams, context: QueryContext): Promise<Result<'search.query'>> {
    return this.queryWithin(params, context, { videoIds: null });
  }

  /** The same inside some videos only: grounding in a video that is already known. Throws when aborted. */
  async queryWithin(params: QueryParams, context: QueryContext, scope: SearchScope): Promise<Result<'search.query'>> {
    const { planner, removeAtoms, channels, channelStates, finder, clock } = this.#deps;
    const startedMs = clock.monotonicMs();
    const turn = new Turn({ clock, signal: context.signal });
    await turn.breathe();
    const plan = removeAtoms(planner.plan(params.text), params.withoutAtoms);
    const states = channelStates();
    const answers = planChannels({ plan, channels, states, withoutChannels: params.withoutChannels });
    const { channelsByAtom, missingChannels } = answers;
    const windows = await finder.find({ plan, channelsByAtom, videoIds: scope.videoIds }, turn);
    const found: FoundHit[] = [];
    let doneCount = 0;
    for (const stretch of stretchesOf(windows, this.#stepSeconds)) {
      const pieces: EvidencePiece[] = [];
      for (const window of stretch.windows) {
        pieces.push(...(await this.#windowPieces({ plan, answers, window, turn })));
        doneCount += 1;
        context.onProgress({ doneCount, totalCount: windows.length });
      }
      found.push(...this.#hitsOf({ plan, answers, stretch, pieces }));
      await turn.breathe();
    }
    const ranked = rankHits(found, { limit: params.limit, floor: params.floor ?? defaultFloor });
    const hits = this.#withPresence(ranked.hits);
    const tookMs = clock.monotonicMs() - startedMs;
    return { plan, hits, weakerCount: ranked.weakerCount, missingChannels: [...missingChannels], tookMs };
  }

  /** Whether the text asks for anything that some channel here can answer; the ids of those atoms. */
  answerableAtomIds(text: string, withoutChannels: readonly ChannelId[]): readonly string[] {
    const plan = this.#deps.planner.plan(text);
    const { channels, channelStates } = this.#deps;
    return [...planChannels({ plan, channels, states: channelStates(), withoutChannels }).channelsByAtom.keys()];
  }

  #withPresence(hits: readonly FoundHit[]): SearchHit[] {
    const isOffline = new Map<number, boolean>();
    return hits.map(({ videoKey, ...hit }) => {
      const isMissing = isOffline.get(videoKey) ?? this.#deps.evidence.isOffline(videoKey);
      isOffline.set(videoKey, isMissing);
      return { ...hit, isOffline: isMissing };
    });
  }

  #windowPieces(request: {
    readonly plan: QueryPlan;
    readonly answers: PlanChannels;
    readonly window: Stretch['windows'][number];
    readonly turn: Turn;
  }): Promise<EvidencePiece[]> {
    const { plan, answers, window, turn } = request;
    const usedIds = new Set(plan.root === null ? [] : usedAtomIds(plan.root));
    return windowEvidence({
      window,
      atoms: plan.atoms.filter((atom) => usedIds.has(atom.atomId)),
      channelsByAtom: answers.channelsByAtom,
      stepSeconds: this.#stepSeconds,
      blockRows: this.#blockRows,
      source: this.#deps.evidence,
      turn,
    });
  }

  #hitsOf(request: {
    readonly plan: QueryPlan;
    readonly answers: PlanChannels;
    readonly stretch: Stretch;
    readonly pieces: readonly EvidencePiece[];
  }): FoundHit[] {
    const { plan, answers, stretch, pieces } = request;
    const evidence = stretchEvidence(plan, stretch, pieces);
    if (evidence === null) {
      return [];
    }
    const answerableIds = new Set(answers.channelsByAtom.keys());
    const shotEdgesSeconds = this.#shotEdges(stretch);
    return spanHits({ plan, answerableIds, evidence, shotEdgesSeconds, policy: this.#deps.policy });
  }

  #shotEdges({ video, windows }: Stretch): readonly number[] {
    const shots = this.#deps.channels.find((channel) => channel.id === 'shots');
    // The first shot begins and the last one ends with the video, whether or not anybody looked for cuts.
    const edges = new Set([0, video.durationSeconds]);
    if (shots !== undefined && video.channels.has('shots')) {
      const fromBlock = windows[0]!.fromBlock;
      const toBlock = windows.at(-1)!.toBlock;
      const rows = this.#blockRows.rows(shots, { video, channel: 'shots', fromBlock, toBlock });
      this.#deps.shotEdgesOf(rows).forEach((seconds) => edges.add(seconds));
    }
    return [...edges].sort((a, b) => a - b);
  }
}
