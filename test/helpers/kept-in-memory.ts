import { correctionIdSchema, savedSearchIdSchema } from '../../electron/contract/ids.ts';
import type { Correction } from '../../electron/contract/corrections.ts';
import { EngineError } from '../../electron/contract/errors.ts';
import type { Handlers } from '../../electron/contract/index.ts';
import type { SearchMemory } from '../../electron/contract/search.ts';
import type { SelectionItem, ShownSelection } from '../../electron/contract/selection.ts';

type KeptMethods =
  | 'search.memory'
  | 'search.suggest'
  | 'search.remember'
  | 'search.forgetRecent'
  | 'search.save'
  | 'search.removeSaved'
  | 'selection.watch'
  | 'selection.get'
  | 'selection.replace'
  | 'corrections.save'
  | 'corrections.remove'
  | 'corrections.list';

/** Waits until the call is aborted, as long calls do. */
export function untilAborted(signal: AbortSignal, begin: () => void): Promise<Record<string, never>> {
  begin();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve({}), { once: true }));
}

/** Searches, spans and verdicts of a person, kept as the engine keeps them, for as long as a test lasts. */
export class KeptInMemory {
  memory: SearchMemory = { saved: [], recent: [] };
  selection: ShownSelection = { revision: 0, items: [] };
  corrections: readonly Correction[] = [];
  readonly #watchers = new Set<(shown: ShownSelection) => void>();
  #nextId = 1;

  /** What the selection becomes by somebody else's hand. */
  replaceSelection(items: readonly SelectionItem[]): ShownSelection {
    const shown = items.map((item) => ({ ...item, title: `${item.videoId}.mp4`, isOffline: false }));
    this.selection = { revision: this.selection.revision + 1, items: shown };
    for (const push of this.#watchers) {
      push(this.selection);
    }
    return this.selection;
  }

  get handlers(): Pick<Handlers, KeptMethods> {
    return { ...this.#searchHandlers(), ...this.#selectionHandlers(), ...this.#correctionHandlers() };
  }

  #searchHandlers(): Pick<Handlers, KeptMethods & `search.${string}`> {
    const become = (memory: Partial<SearchMemory>) => (this.memory = { ...this.memory, ...memory });
    return {
      'search.memory': async () => this.memory,
      'search.suggest': async ({ text }) => ({
        suggestions: [
          ...this.memory.saved.map((saved) => ({ text: saved.text, kind: 'saved' as const })),
          ...this.memory.recent.map((recent) => ({ text: recent.text, kind: 'recent' as const })),
          { text: 'two people at a table', kind: 'example' as const },
        ].filter((suggestion) => suggestion.text.startsWith(text)),
      }),
      'search.remember': async ({ text }) => {
        const others = this.memory.recent.filter((recent) => recent.text !== text);
        return become({ recent: [{ text, askedAtMs: 1 }, ...others] });
      },
      'search.forgetRecent': async () => become({ recent: [] }),
      'search.save': async ({ text, name }) =>
        become({
          saved: [...this.memory.saved, { savedSearchId: this.#id(savedSearchIdSchema), name, text, savedAtMs: 1 }],
        }),
      'search.removeSaved': async ({ savedSearchId }) =>
        become({ saved: this.memory.saved.filter((saved) => saved.savedSearchId !== savedSearchId) }),
    };
  }

  #selectionHandlers(): Pick<Handlers, KeptMethods & `selection.${string}`> {
    return {
      'selection.watch': (_params, { signal, onProgress }) => {
        this.#watchers.add(onProgress);
        signal.addEventListener('abort', () => this.#watchers.delete(onProgress), { once: true });
        return untilAborted(signal, () => onProgress(this.selection));
      },
      'selection.get': async () => this.selection,
      'selection.replace': async ({ revision, items }) => {
        if (revision !== this.selection.revision) {
          throw new EngineError('conflict', 'Another window was faster.');
        }
        return this.replaceSelection(items);
      },
    };
  }

  #correctionHandlers(): Pick<Handlers, KeptMethods & `corrections.${string}`> {
    const without = (correctionId: string) => this.corrections.filter((other) => other.correctionId !== correctionId);
    return {
      'corrections.save': async (params) => {
        const same = this.corrections.find(
          ({ text, videoId, found }) =>
            text === params.text &&
            videoId === params.videoId &&
            JSON.stringify(found) === JSON.stringify(params.found),
        );
        const kept = { ...params, correctionId: this.#id(correctionIdSchema), changedAtMs: 1 };
        this.corrections = [...(same === undefined ? this.corrections : without(same.correctionId)), kept];
        return kept;
      },
      'corrections.remove': async ({ correctionId }) => {
        this.corrections = without(correctionId);
        return {};
      },
      'corrections.list': async ({ text }) => ({
        corrections: this.corrections.filter((correction) => text === null || correction.text === text),
      }),
    };
  }

  #id<T>(schema: { parse(value: string): T }): T {
    this.#nextId += 1;
    return schema.parse(`id-${this.#nextId}`);
  }
}
