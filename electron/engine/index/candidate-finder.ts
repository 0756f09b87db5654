import type { VideoId } from '../../contract/ids.ts';
import type { PlanNode, QueryPlan } from '../../contract/plan.ts';
import { atomScores, type TermChannel } from './atom-scores.ts';
import { type CandidateWindow, defaultWindowLimits, selectWindows, type WindowLimits } from './candidate-windows.ts';
import type { IndexedVideo, IndexSource } from './index-source.ts';
import { atomsById, evaluatePlan, matchesEmptiness, positiveAtomIds, usedAtomIds } from './plan-tree.ts';
import { type IndexSnapshot, PostingCache } from './posting-cache.ts';
import { thenBlocks } from './then-blocks.ts';
import type { Turn } from './turn.ts';

export interface CandidateRequest {
  readonly plan: QueryPlan;
  /** The channels to ask for each atom, by atom id; an atom that is not in it is left out. */
  readonly channelsByAtom: ReadonlyMap<string, readonly TermChannel[]>;
  /** Only these videos; null is the whole library. */
  readonly videoIds: ReadonlySet<VideoId> | null;
}

export interface CandidateFinderOptions {
  readonly source: IndexSource;
  readonly limits?: WindowLimits;
  readonly maxCacheBytes?: number;
}

/** Stage one of a search: which few minutes of the library are worth looking at, from the index alone. */
export class CandidateFinder {
  readonly #postings: PostingCache;
  readonly #limits: WindowLimits;

  constructor({ source, limits = defaultWindowLimits, maxCacheBytes }: CandidateFinderOptions) {
    this.#postings = new PostingCache({ source, ...(maxCacheBytes === undefined ? {} : { maxBytes: maxCacheBytes }) });
    this.#limits = limits;
  }

  /** A video as it is searched now; null where there is nothing to search. */
  video(videoId: VideoId): IndexedVideo | null {
    const { space } = this.#postings.snapshot();
    return space.videos[space.indexOfVideoId(videoId)] ?? null;
  }

  /** Windows, best first; empty when the library holds nothing that was asked for. */
  async find({ plan, channelsByAtom, videoIds }: CandidateRequest, turn: Turn): Promise<CandidateWindow[]> {
    const { root } = plan;
    if (root === null) {
      return [];
    }
    const snapshot = this.#postings.snapshot();
    const { space } = snapshot;
    const scoresByAtom = await this.#scoreAtoms({ plan, root, channelsByAtom, snapshot }, turn);
    const chains: Float32Array[] = [];
    const scores = evaluatePlan(plan, {
      areActionsSure: false,
      atom: (atomId) => scoresByAtom.get(atomId) ?? null,
      not: mayBeAbsent,
      then: (parts) => {
        const chain = thenBlocks(space, parts, blocksIn(this.#limits.maxWindowSeconds, snapshot));
        chains.push(chain);
        return chain;
      },
    });
    await turn.breathe();
    if (scores === null) {
      return [];
    }
    // What lies between the parts of a "then" belongs to it, though it shows neither of them.
    const wanted = positiveAtomIds(root).flatMap((atomId) => scoresByAtom.get(atomId) ?? []);
    const isCandidate = candidateMask(matchesEmptiness(root), [...wanted, ...chains, new Float32Array(scores.length)]);
    if (videoIds !== null) {
      maskOtherVideos(isCandidate, snapshot, videoIds);
    }
    return selectWindows({ space, scores, isCandidate }, this.#limits);
  }

  async #scoreAtoms(
    request: {
      readonly plan: QueryPlan;
      readonly root: PlanNode;
      readonly channelsByAtom: CandidateRequest['channelsByAtom'];
      readonly snapshot: IndexSnapshot;
    },
    turn: Turn,
  ): Promise<Map<string, Float32Array>> {
    const { plan, root, channelsByAtom, snapshot } = request;
    const atoms = atomsById(plan);
    const scores = new Map<string, Float32Array>();
    for (const atomId of new Set(usedAtomIds(root))) {
      const atom = atoms.get(atomId);
      const channels = channelsByAtom.get(atomId) ?? [];
      if (atom !== undefined && channels.length > 0) {
        scores.set(atomId, await atomScores({ atom, channels, snapshot, postings: this.#postings, turn }));
      }
    }
    return scores;
  }
}

/**
 * "Not" over blocks. A block's value is the most of a thing that it shows at any moment, so even a full one may hold
 * moments without it: it only comes later.
 */
function mayBeAbsent(values: Float32Array): Float32Array {
  return values.map((value) => 1 - value / 2);
}

/** Blocks of the shortest step in the library that fill a window. */
function blocksIn(windowSeconds: number, { space }: IndexSnapshot): number {
  const shortest = space.videos.reduce((least, video) => Math.min(least, video.blockSeconds), windowSeconds);
  return Math.max(1, Math.floor(windowSeconds / shortest));
}

/** Blocks that show at least a little of what is asked for; all of them where the plan is content with absence. */
function candidateMask(isContentWithAbsence: boolean, curves: readonly Float32Array[]): Uint8Array {
  const mask = new Uint8Array(curves[0]?.length ?? 0);
  if (isContentWithAbsence) {
    return mask.fill(1);
  }
  for (const curve of curves) {
    for (let ordinal = 0; ordinal < mask.length; ordinal += 1) {
      if (curve[ordinal]! > 0) {
        mask[ordinal] = 1;
      }
    }
  }
  return mask;
}

function maskOtherVideos(mask: Uint8Array, { space }: IndexSnapshot, videoIds: ReadonlySet<VideoId>): void {
  for (const [index, video] of space.videos.entries()) {
    if (!videoIds.has(video.videoId)) {
      mask.fill(0, space.firstOrdinals[index], space.firstOrdinals[index + 1]);
    }
  }
}
