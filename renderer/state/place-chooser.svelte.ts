/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole, never changed once shown */
import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { ChoiceKind } from '../../electron/contract/host.ts';
import type { PlaceId } from '../../electron/contract/ids.ts';
import type { CallEngine, Result } from '../../electron/contract/index.ts';
import type { BrowsedEntry, ChosenPlace } from '../../electron/contract/places.ts';
import type { HostInfo } from './host-info.svelte.ts';

/** A folder or file that a person has chosen, and what they call it. */
export interface NamedChoice {
  readonly place: ChosenPlace;
  readonly title: string;
}

export interface ChoiceRequest {
  readonly what: ChoiceKind;
  /** Why the choice is asked for, when that is not clear by itself. */
  readonly note: string | null;
}

export type BrowseStatus =
  { readonly kind: 'loading' } | { readonly kind: 'open' } | { readonly kind: 'failed'; readonly error: EngineError };

/** Lets a person point at folders and files: with a dialog of the system where there is one, else with our own. */
export class PlaceChooser {
  #request = $state.raw<ChoiceRequest | null>(null);
  #folder = $state.raw<Result<'places.browse'>>({ trail: [], entries: [], isTruncated: false });
  #status = $state.raw<BrowseStatus>({ kind: 'loading' });
  #picked = $state.raw<ReadonlyMap<PlaceId, BrowsedEntry>>(new Map());
  readonly #callEngine: CallEngine;
  readonly #host: HostInfo;
  #answer: ((choices: readonly NamedChoice[]) => void) | null = null;
  #asked = 0;

  constructor(callEngine: CallEngine, host: HostInfo) {
    this.#callEngine = callEngine;
    this.#host = host;
  }

  /** What our own dialog is asked for; null while it is not open. */
  get request(): ChoiceRequest | null {
    return this.#request;
  }

  /** The folder that is looked into. */
  get folder(): Result<'places.browse'> {
    return this.#folder;
  }

  get status(): BrowseStatus {
    return this.#status;
  }

  /** Entries of the folder that are ticked. */
  get picked(): ReadonlyMap<PlaceId, BrowsedEntry> {
    return this.#picked;
  }

  get takesSeveral(): boolean {
    return this.#request?.what === 'footage-folders' || this.#request?.what === 'footage-files';
  }

  /** Whether an entry of this kind is an answer. */
  takes(kind: BrowsedEntry['kind']): boolean {
    switch (this.#request?.what) {
      case 'relink-file':
        return kind === 'file';
      case 'relink-folder':
        return kind === 'folder';
      default:
        return true;
    }
  }

  /** An empty list: the person thought better of it. Rejects when the system's dialog fails. */
  async choose(what: ChoiceKind, note: string | null = null): Promise<readonly NamedChoice[]> {
    if (this.#host.capabilities.canChoose) {
      const { places } = await this.#callEngine('host.choose', { what });
      return places.map(({ placeId, name }) => ({ place: { placeId }, title: name }));
    }
    this.cancel();
    this.#request = { what, note };
    void this.browse(null);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  /** Looks into a folder; null: the places to begin at. */
  async browse(placeId: PlaceId | null): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const what = this.#request?.what;
    const files = what === 'relink-folder' ? 'none' : what === 'model-folder' ? 'all' : 'videos';
    this.#status = { kind: 'loading' };
    try {
      const folder = await this.#callEngine('places.browse', { placeId, files });
      if (asked === this.#asked) {
        this.#folder = folder;
        this.#picked = new Map();
        this.#status = { kind: 'open' };
      }
    } catch (error) {
      if (asked === this.#asked && !isAbort(error)) {
        const known =
          error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
        this.#status = { kind: 'failed', error: known };
      }
    }
  }

  /** Ticks an entry or takes the tick away. */
  toggle(entry: BrowsedEntry): void {
    const picked = new Map(this.takesSeveral ? this.#picked : []);
    if (!this.#picked.has(entry.placeId)) {
      picked.set(entry.placeId, entry);
    } else {
      picked.delete(entry.placeId);
    }
    this.#picked = picked;
  }

  /** What the dialog would answer now: what is ticked, else the folder that is looked into. */
  get answerable(): readonly NamedChoice[] {
    const here = this.#folder.trail.at(-1);
    const chosen =
      this.#picked.size > 0 ? [...this.#picked.values()] : here !== undefined && this.takes('folder') ? [here] : [];
    return chosen.map(({ placeId, name }) => ({ place: { placeId }, title: name }));
  }

  accept(choices: readonly NamedChoice[]): void {
    const answer = this.#answer;
    this.#answer = null;
    this.#request = null;
    answer?.(choices);
  }

  cancel(): void {
    this.accept([]);
  }
}
