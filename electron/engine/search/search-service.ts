import type { CallContext, ParsedParams, Result } from '../../contract/index.ts';
import type { ChannelId } from '../../contract/channels.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { QueryPlan } from '../../contract/plan.ts';
import type { SearchHit } from '../../contract/search.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { GroundingInput, GroundingPolicy } from '../../../native-models/api/grounding-policy.ts';
import type { Clock } from '../base/surroundings.ts';
import type { Channel } from '../channels/channel.ts';
import type { CandidateFinder } from '../index/candidate-finder.ts';
import { usedAtomIds } from '../index/plan-tree.ts';
import { Turn } from '../index/turn.ts';
import { BlockRows } from './block-rows.ts';
import type { EvidenceSource } from './evidence-source.ts';
import { type ChannelState, type PlanChannels, planChannels } from './plan-channels.ts';
import {
  correctedHit,
  type CorrectedSpan,
  type KnownCorrection,
  missedHit,
  withCorrections,
} from './corrected-hits.ts';
import { curveOf } from './curve-of.ts';
import { rankHits } from './rank-hits.ts';
import { ShotEdges } from './shot-edges.ts';
import { toHit } from './span-hits.ts';
import { type QueryRun, WindowReader } from './window-reader.ts';

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
  /** The videos that a filter lets through; null lets all of them through. */
  readonly videosWhere: (filter: QueryParams['filter']) => ReadonlySet<VideoId> | null;
  /** What a person has said about moments that this text found, or missed. */
  readonly correctionsOf: (text: string) => readonly KnownCorrection[];
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

interface Question {
  readonly params: Pick<QueryParams, 'text' | 'withoutAtoms' | 'withoutChannels'>;
  readonly turn: Turn;
  readonly floor: number;
  readonly limit: number;
  readonly onProgress: QueryRun['onProgress'];
}

const mostLanes = 64;

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
    const through = this.#deps.videosWhere(params.filter);
    const named = params.videoIds === null ? null : new Set(params.videoIds);
    const videoIds = named === null || through === null ? (named ?? through) : common(named, through);
    // With parts taken away it is another query, about which nobody has said anything.
    const corrections = params.withoutAtoms.length > 0 ? [] : this.#deps.correctionsOf(params.text);
    const inScope = corrections.filter(({ videoId }) => videoIds === null || videoIds.has(videoId));
    return this.#query(params, context, { videoIds, corrections: inScope });
  }

  /** The same inside some videos only, as the engine finds it and whatever people have said. Throws when aborted. */
  queryWithin(params: QueryParams, context: QueryContext, { videoIds }: SearchScope): Promise<Result<'search.query'>> {
    return this.#query(params, context, { videoIds, corrections: [] });
  }

  /** Handler of `search.evidence`: what a query is answered from, over the whole of one video. */
  async evidence(
    params: ParsedParams<'search.evidence'>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Result<'search.evidence'>> {
    const turn = new Turn({ clock: this.#deps.clock, signal });
    const { run } = this.#runOf({ params, turn, floor: 0, limit: 1, onProgress: () => {} });
    const video = this.#deps.finder.video(params.videoId);
    if (video === null) {
      // Nothing of it has been looked at yet.
      return { fused: { startSeconds: 0, stepSeconds: 0.5, values: new Float32Array(0) }, lanes: [] };
    }
    const { stretch, evidence } = await this.#reader.readWhole(run, video);
    const { grid } = stretch;
    const shown = (values: Float32Array) => curveOf(values, grid, { from: 0, to: grid.stepCount });
    const atoms = new Map(run.atoms.map((atom) => [atom.atomId, atom]));
    return {
      fused: shown(evidence?.combined ?? new Float32Array(grid.stepCount).fill(Number.NaN)),
      lanes: (evidence?.curves ?? []).slice(0, mostLanes).map(({ atomId, channel, values }) => ({
        channel,
        atom: atoms.get(atomId)!,
        curve: shown(values),
      })),
    };
  }

  /**
   * What the policy is given for a text in a part of one video, for it to be taught by; null where the video is not
   * indexed or no channel knows anything of what is asked.
   */
  async groundingInput(
    { text, videoId, range }: { readonly text: string; readonly videoId: VideoId; readonly range: TimeRange },
    signal: AbortSignal,
  ): Promise<{ readonly plan: QueryPlan; readonly input: GroundingInput } | null> {
    const turn = new Turn({ clock: this.#deps.clock, signal });
    const params = { text, withoutAtoms: [], withoutChannels: [] };
    const { run } = this.#runOf({ params, turn, floor: 0, limit: 1, onProgress: () => {} });
    const video = this.#deps.finder.video(videoId);
    const read = video === null ? null : await this.#reader.readWhole(run, video, range);
    const evidence = read?.evidence ?? null;
    return evidence === null ? null : { plan: run.plan, input: this.#reader.inputOf(run, evidence) };
  }

  async #query(
    params: QueryParams,
    context: QueryContext,
    { videoIds, corrections }: SearchScope & { readonly corrections: readonly KnownCorrection[] },
  ): Promise<Result<'search.query'>> {
    const { clock } = this.#deps;
    const startedMs = clock.monotonicMs();
    const turn = new Turn({ clock, signal: context.signal });
    await turn.breathe();
    const { limit } = params;
    const floor = params.floor ?? defaultFloor;
    const { run, missingChannels } = this.#runOf({ params, turn, floor, limit, onProgress: context.onProgress });
    const { plan, channelsByAtom } = run;
    const windows = await this.#deps.finder.find({ plan, channelsByAtom, videoIds }, turn);
    const ranked = rankHits(withCorrections(await this.#reader.read(run, windows), corrections), run);
    const hits = await this.#hitsOf(ranked.hits, run);
    const tookMs = clock.monotonicMs() - startedMs;
    return { plan, hits, weakerCount: ranked.weakerCount, missingChannels: [...missingChannels], tookMs };
  }

  #runOf({ params, ...rest }: Question): { run: QueryRun; missingChannels: PlanChannels['missingChannels'] } {
    const { planner, removeAtoms } = this.#deps;
    const plan = removeAtoms(planner.plan(params.text), params.withoutAtoms);
    const { channelsByAtom, missingChannels } = this.#answers(plan, params.withoutChannels);
    const usedIds = new Set(plan.root === null ? [] : usedAtomIds(plan.root));
    const atoms = plan.atoms.filter((atom) => usedIds.has(atom.atomId));
    return { run: { ...rest, plan, atoms, channelsByAtom }, missingChannels };
  }

  /** The atoms of a text that some channel here can answer. */
  answerableAtomIds(text: string, withoutChannels: readonly ChannelId[]): readonly string[] {
    return [...this.#answers(this.#deps.planner.plan(text), withoutChannels).channelsByAtom.keys()];
  }

  #answers(plan: QueryPlan, withoutChannels: readonly ChannelId[]): PlanChannels {
    const { channels, channelStates } = this.#deps;
    return planChannels({ plan, channels, states: channelStates(), withoutChannels });
  }

  async #hitsOf(spans: readonly CorrectedSpan[], { plan, turn }: QueryRun): Promise<SearchHit[]> {
    const isOffline = new Map<number, boolean>();
    const hits: SearchHit[] = [];
    for (const span of spans) {
      const videoKey = span.found?.evidence.stretch.video.videoKey ?? span.correction!.videoKey;
      const isMissing = isOffline.get(videoKey) ?? this.#deps.evidence.isOffline(videoKey);
      isOffline.set(videoKey, isMissing);
      const { found } = span;
      hits.push(found === null ? missedHit(plan, span, isMissing) : correctedHit(toHit(found, isMissing), span));
      await turn.breathe();
    }
    return hits;
  }
}

function common<Id>(a: ReadonlySet<Id>, b: ReadonlySet<Id>): ReadonlySet<Id> {
  return new Set([...a].filter((id) => b.has(id)));
}
