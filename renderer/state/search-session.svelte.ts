import { EngineError } from '../../electron/contract/errors.ts';
import type { CallEngine, Progress } from '../../electron/contract/index.ts';
import type { PlanAtom } from '../../electron/contract/plan.ts';
import type { SearchResult } from '../../electron/contract/search.ts';

export type SearchStatus =
  | { readonly kind: 'idle' }
  /** `previous` is what a query that only changed its chips or its floor had found before: it stays on the page. */
  | {
      readonly kind: 'running';
      readonly progress: Progress<'search.query'> | null;
      readonly previous: SearchResult | null;
    }
  | { readonly kind: 'done'; readonly result: SearchResult }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** One search box: its text, the parts of the plan taken out, its state, and at most one query under way. */
export class SearchSession {
  text = $state('');
  #status = $state.raw<SearchStatus>({ kind: 'idle' });
  #removedAtoms = $state.raw<readonly PlanAtom[]>([]);
  #isShowingWeaker = $state.raw(false);
  readonly #callEngine: CallEngine;
  #controller: AbortController | undefined;
  /** What was asked last: chips belong to it, not to what is being typed. */
  #askedText = '';

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
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

  /** Asks what stands in the box, from the start. An empty box asks nothing. */
  async submit(): Promise<void> {
    const text = this.text.trim();
    if (text === '') {
      return;
    }
    this.#askedText = text;
    this.#removedAtoms = [];
    this.#isShowingWeaker = false;
    await this.#query(null);
  }

  /** Asks again without a part of the plan. */
  async removeAtom(atom: PlanAtom): Promise<void> {
    if (!this.#removedAtoms.some(({ atomId }) => atomId === atom.atomId)) {
      this.#removedAtoms = [...this.#removedAtoms, atom];
      await this.#query(this.result);
    }
  }

  /** Asks again with a part that had been taken out. */
  async restoreAtom(atom: PlanAtom): Promise<void> {
    this.#removedAtoms = this.#removedAtoms.filter(({ atomId }) => atomId !== atom.atomId);
    await this.#query(this.result);
  }

  /** Asks again without a floor: whatever matched at all. */
  async showWeaker(): Promise<void> {
    this.#isShowingWeaker = true;
    await this.#query(this.result);
  }

  /** The same once more, after something in the library or in the corrections has changed. */
  async repeat(): Promise<void> {
    await this.#query(this.result);
  }

  /** Stops the query under way; the box is as before it. */
  stop(): void {
    this.#controller?.abort();
  }

  /** Empties the box and the page. */
  clear(): void {
    this.#controller?.abort();
    this.#controller = undefined;
    this.text = '';
    this.#askedText = '';
    this.#removedAtoms = [];
    this.#isShowingWeaker = false;
    this.#status = { kind: 'idle' };
  }

  async #query(previous: SearchResult | null): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    // A superseded query must not touch the status of the one that replaced it.
    const setStatus = (status: SearchStatus) => {
      if (this.#controller === controller) {
        this.#status = status;
      }
    };
    const params = {
      text: this.#askedText,
      withoutAtoms: this.#removedAtoms.map(({ atomId }) => atomId),
      floor: this.#isShowingWeaker ? 0 : null,
    };
    const onProgress = (progress: Progress<'search.query'>) => setStatus({ kind: 'running', progress, previous });
    setStatus({ kind: 'running', progress: null, previous });
    try {
      const result = await this.#callEngine('search.query', params, { signal: controller.signal, onProgress });
      setStatus({ kind: 'done', result });
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
