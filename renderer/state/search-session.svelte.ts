import type { ChannelId } from '../../electron/contract/channels.ts';
import { EngineError } from '../../electron/contract/errors.ts';
import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine, Progress } from '../../electron/contract/index.ts';
import type { VideoFilter } from '../../electron/contract/library.ts';
import type { PlanAtom } from '../../electron/contract/plan.ts';
import type { SearchQuery, SearchResult } from '../../electron/contract/search.ts';
import { ResultsView } from './results-view.svelte.ts';

export type SearchStatus =
  | { readonly kind: 'idle' }
  /** `previous` is what was on the page before: it stays there until the changed query is answered. */
  | {
      readonly kind: 'running';
      readonly progress: Progress<'search.query'> | null;
      readonly previous: SearchResult | null;
    }
  | { readonly kind: 'done'; readonly result: SearchResult }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** The clips that are searched, instead of all. */
export interface SearchScope {
  readonly videoIds: readonly VideoId[];
  /** The name of the only clip; null for several. */
  readonly title: string | null;
}

/** What narrows a search besides its words. Null and an empty list do not narrow. */
export interface SearchFilters {
  readonly name: string | null;
  readonly minDurationSeconds: number | null;
  readonly maxDurationSeconds: number | null;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly withoutChannels: readonly ChannelId[];
}

export const noFilters: SearchFilters = {
  name: null,
  minDurationSeconds: null,
  maxDurationSeconds: null,
  fromMs: null,
  untilMs: null,
  withoutChannels: [],
};

export const firstLimit = 100;
export const highestLimit = 200;

/** One search box: its text, what narrows it, its state, and at most one query under way. */
export class SearchSession {
  text = $state('');
  readonly view = new ResultsView();
  #status = $state.raw<SearchStatus>({ kind: 'idle' });
  #removedAtoms = $state.raw<readonly PlanAtom[]>([]);
  #isShowingWeaker = $state.raw(false);
  #scope = $state.raw<SearchScope | null>(null);
  #filters = $state.raw<SearchFilters>(noFilters);
  #limit = $state.raw(firstLimit);
  /** What was asked last: chips and filters belong to it, not to what is being typed. */
  #askedText = $state.raw('');
  #controller: AbortController | undefined;
  readonly #callEngine: CallEngine;
  readonly #onAnswer: (result: SearchResult) => void;
  readonly #onAsk: (text: string) => void;

  /** `onAsk`: a person asked new words; `onAnswer`: something has been answered. */
  constructor(
    callEngine: CallEngine,
    events: { readonly onAsk?: (text: string) => void; readonly onAnswer?: (result: SearchResult) => void } = {},
  ) {
    this.#callEngine = callEngine;
    this.#onAsk = events.onAsk ?? (() => {});
    this.#onAnswer = events.onAnswer ?? (() => {});
  }

  get status(): SearchStatus {
    return this.#status;
  }

  /** What there is to show: the answer, or the one before while a changed query runs. */
  get result(): SearchResult | null {
    if (this.#status.kind === 'done') {
      return this.#status.result;
    }
    return this.#status.kind === 'running' ? this.#status.previous : null;
  }

  get askedText(): string {
    return this.#askedText;
  }

  get removedAtoms(): readonly PlanAtom[] {
    return this.#removedAtoms;
  }

  /** The parts of the plan that take part. */
  get activeAtoms(): readonly PlanAtom[] {
    const isActive = ({ atomId }: PlanAtom) => !this.#removedAtoms.some((removed) => removed.atomId === atomId);
    return (this.result?.plan.atoms ?? []).filter(isActive);
  }

  get isShowingWeaker(): boolean {
    return this.#isShowingWeaker;
  }

  get scope(): SearchScope | null {
    return this.#scope;
  }

  get filters(): SearchFilters {
    return this.#filters;
  }

  /** Whether more hits than are shown may be had. */
  get hasMore(): boolean {
    return this.#limit < highestLimit && (this.result?.hits.length ?? 0) >= this.#limit;
  }

  /** What was asked last, whole; null before that. */
  get query(): SearchQuery | null {
    return this.#askedText === '' ? null : this.#queryOf(this.#askedText);
  }

  /** Asks what stands in the box, from the start. An empty box asks nothing. */
  async submit(): Promise<void> {
    const text = this.text.trim();
    if (text === '') {
      return;
    }
    this.#askedText = text;
    this.#removedAtoms = [];
    this.#isShowingWeaker = false;
    this.#limit = firstLimit;
    this.view.begin();
    this.#onAsk(text);
    await this.#ask();
  }

  /** Asks again without a part of the plan. */
  async removeAtom(atom: PlanAtom): Promise<void> {
    if (!this.#removedAtoms.some(({ atomId }) => atomId === atom.atomId)) {
      this.#removedAtoms = [...this.#removedAtoms, atom];
      await this.#ask();
    }
  }

  /** Asks again with a part that had been taken out. */
  async restoreAtom(atom: PlanAtom): Promise<void> {
    this.#removedAtoms = this.#removedAtoms.filter(({ atomId }) => atomId !== atom.atomId);
    await this.#ask();
  }

  /** Asks again without a floor, or with it again. */
  async showWeaker(isShowing = true): Promise<void> {
    this.#isShowingWeaker = isShowing;
    await this.#ask();
  }

  async showMore(): Promise<void> {
    this.#limit = highestLimit;
    await this.#ask();
  }

  /** Searches only inside these clips, or with null everywhere; what was asked is asked again. */
  async searchIn(scope: SearchScope | null): Promise<void> {
    this.#scope = scope;
    await this.#ask();
  }

  async filterBy(change: Partial<SearchFilters>): Promise<void> {
    this.#filters = { ...this.#filters, ...change };
    await this.#ask();
  }

  /** The words that were asked, with all their parts. */
  async askAnew(): Promise<void> {
    this.#removedAtoms = [];
    await this.#ask();
  }

  /** The same once more, after something in the library or in the corrections has changed. */
  async repeat(): Promise<void> {
    await this.#ask();
  }

  /** With every new connection: what failed for want of one is asked again. */
  async start(): Promise<void> {
    if (this.#status.kind === 'failed' && this.#status.error.code === 'disconnected') {
      await this.#ask();
    }
  }

  /** Stops the query under way; the box is as before it. */
  stop(): void {
    this.#controller?.abort();
  }

  /** Empties the box and the page. The clips that are searched and the filters stay. */
  clear(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.text = '';
    this.#askedText = '';
    this.#removedAtoms = [];
    this.#isShowingWeaker = false;
    this.#status = { kind: 'idle' };
  }

  #queryOf(text: string): SearchQuery {
    const { withoutChannels, ...filter } = this.#filters;
    return {
      text,
      limit: this.#limit,
      withoutAtoms: this.#removedAtoms.map(({ atomId }) => atomId),
      withoutChannels: [...withoutChannels],
      floor: this.#isShowingWeaker ? 0 : null,
      videoIds: this.#scope === null ? null : [...this.#scope.videoIds],
      filter: filter satisfies VideoFilter,
    };
  }

  async #ask(): Promise<void> {
    const { query, result: previous } = this;
    if (query === null) {
      return;
    }
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    // A superseded query must not touch the status of the one that replaced it.
    const setStatus = (status: SearchStatus) => {
      if (this.#controller === controller) {
        this.#status = status;
      }
    };
    const onProgress = (progress: Progress<'search.query'>) => setStatus({ kind: 'running', progress, previous });
    setStatus({ kind: 'running', progress: null, previous });
    try {
      const result = await this.#callEngine('search.query', query, { signal: controller.signal, onProgress });
      setStatus({ kind: 'done', result });
      if (this.#controller === controller) {
        this.#onAnswer(result);
      }
    } catch (error) {
      const known = error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      setStatus(statusAfter(known, previous));
    }
  }
}

/** Being stopped is no failure: what was there before is there again. */
function statusAfter(error: EngineError, previous: SearchResult | null): SearchStatus {
  if (error.code !== 'aborted') {
    return { kind: 'failed', error };
  }
  return previous === null ? { kind: 'idle' } : { kind: 'done', result: previous };
}
