import { videoIdSchema } from '../../electron/contract/ids.ts';
import type { AtomOf, PlanAtom, QueryPlan } from '../../electron/contract/plan.ts';
import type { SearchHit, SearchResult } from '../../electron/contract/search.ts';

/** A hit that fits the contract, with whatever a test cares about put over it. */
export function hitOf(over: Partial<SearchHit> = {}): SearchHit {
  return {
    hitId: 'hit-1',
    videoId: videoIdSchema.parse('video-1'),
    title: 'clip.mp4',
    range: { startSeconds: 1, endSeconds: 3 },
    score: 0.8,
    bestSeconds: 2,
    edgeUncertaintySeconds: 0,
    reasons: [{ channel: 'objects', atomId: 'a1', found: { code: 'spoken', text: 'good morning' }, strength: 0.9 }],
    curve: { startSeconds: 0, stepSeconds: 0.5, values: Float32Array.of(0, Number.NaN, 0.5, 1, 0.75, 0) },
    isOffline: false,
    correctionId: null,
    ...over,
  };
}

/** A part of a plan that asks for one class. */
export function thingAtom(atomId: string, className: string, over: Partial<AtomOf<'thing'>> = {}): PlanAtom {
  return {
    atomId,
    span: { start: 0, end: className.length },
    isNegated: false,
    kind: 'thing',
    classes: [className],
    noun: null,
    colour: null,
    size: null,
    place: null,
    minCount: 1,
    maxCount: null,
    ...over,
  };
}

export function planOf(text: string, atoms: readonly PlanAtom[] = [thingAtom('a1', text)]): QueryPlan {
  return {
    text,
    atoms: [...atoms],
    root: atoms.length === 0 ? null : { kind: 'all', nodes: atoms.map(({ atomId }) => ({ kind: 'atom', atomId })) },
    ignored: [],
  };
}

export function answerOf(over: Partial<SearchResult> = {}): SearchResult {
  return { plan: planOf('person'), hits: [hitOf()], weakerCount: 0, missingChannels: [], tookMs: 3, ...over };
}
