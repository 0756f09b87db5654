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
import { ShotEdges } from './shot-edges.ts';
import { type FoundSpan, toHit } from './span-hits.ts';
import { WindowReader } from './window-reader.ts';

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
  readonly #reader: WindowReader;

  constructor(deps: SearchDeps) {
    const { channels, evidence: source, shotEdgesOf, policy, stepSeconds = 0.5, maxDecodedBytes } = deps;
    const blockRows = new BlockRows({
      source,
      ...(maxDecodedBytes === undefined ? {} : { maxBytes: maxDecodedBytes }),
    });
    const shots = channels.find((channel) => channel.id === 'shots') ?? null;
    const shotEdges = new ShotEdges({ shots, blockRows, shotEdgesOf });
    this.#deps = deps;
    this.#reader = new WindowReader({ source, blockRows, shotEdges, policy, stepSeconds });
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
    const { planner, removeAtoms, clock } = this.#deps;
    const startedMs = clock.monotonicMs();
    const turn = new Turn({ clock, signal: context.signal });
    await turn.breathe();
    const plan = removeAtoms(planner.plan(params.text), params.withoutAtoms);
    const { channelsByAtom, missingChannels } = this.#answers(plan, params.withoutChannels);
    const windows = await this.#deps.finder.find({ plan, channelsByAtom, videoIds: scope.videoIds }, turn);
    const floor = params.floor ?? defaultFloor;
    const usedIds = new Set(plan.root === null ? [] : usedAtomIds(plan.root));
    const atoms = plan.atoms.filter((atom) => usedIds.has(atom.atomId));
    const run = { plan, atoms, channelsByAtom, turn, onProgress: context.onProgress, floor, limit: params.limit };
    const ranked = rankHits(await this.#reader.read(run, windows), run);
    const hits = await this.#hitsOf(ranked.hits, turn);
    const tookMs = clock.monotonicMs() - startedMs;
    return { plan, hits, weakerCount: ranked.weakerCount, missingChannels: [...missingChannels], tookMs };
  }

  /** The atoms of a text that some channel here can answer. */
  answerableAtomIds(text: string, withoutChannels: readonly ChannelId[]): readonly string[] {
    return [...this.#answers(this.#deps.planner.plan(text), withoutChannels).channelsByAtom.keys()];
  }

  #answers(plan: QueryPlan, withoutChannels: readonly ChannelId[]): PlanChannels {
    const { channels, channelStates } = this.#deps;
    return planChannels({ plan, channels, states: channelStates(), withoutChannels });
  }

  async #hitsOf(spans: readonly FoundSpan[], turn: Turn): Promise<SearchHit[]> {
    const isOffline = new Map<number, boolean>();
    const hits: SearchHit[] = [];
    for (const span of spans) {
      const { videoKey } = span.evidence.stretch.video;
      const isMissing = isOffline.get(videoKey) ?? this.#deps.evidence.isOffline(videoKey);
      isOffline.set(videoKey, isMissing);
      hits.push(toHit(span, isMissing));
      await turn.breathe();
    }
    return hits;
  }
}
