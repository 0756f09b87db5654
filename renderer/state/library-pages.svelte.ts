/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole, never changed once shown */
import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { VideoFilter, VideoOrder, VideoSummary } from '../../electron/contract/library.ts';

export interface LibraryQuery {
  readonly order: VideoOrder;
  readonly isDescending: boolean;
  readonly filter: VideoFilter;
}

/** Clips that are asked for together. */
const pageLength = 100;
const mostPagesKept = 24;
/** So many together that reading the answer holds up no frame of the page. */
const windowLength = 200;
/** What is scrolled past is not fetched: the pages in sight come next. */
const mostUnderWay = 2;

interface Page {
  readonly videos: readonly VideoSummary[];
  /** Which state of the library it shows; an older one is still shown until the new one is there. */
  readonly age: number;
}

/** The clips of a query, fetched in pages as they come into sight, and anew when the library has changed. */
export class LibraryPages {
  #pages = $state.raw<ReadonlyMap<number, Page>>(new Map());
  #totalCount = $state.raw<number | null>(null);
  #error = $state.raw<EngineError | null>(null);
  readonly #callEngine: CallEngine;
  #query: LibraryQuery = { order: 'title', isDescending: false, filter: {} };
  /** Rises with every change of the library or the query. */
  #age = 0;
  #queryAge = 0;
  #wanted = { first: 0, end: 1 };
  readonly #underWay = new Set<number>();
  /** Pages that could not be had; tried again when something changes. */
  readonly #failed = new Set<number>();
  readonly #indexes = $derived.by(() => {
    const indexes = new Map<VideoId, number>();
    for (const [page, { videos }] of this.#pages) {
      videos.forEach(({ videoId }, offset) => indexes.set(videoId, page * pageLength + offset));
    }
    return indexes;
  });

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  /** Of all that the query lets through; null until that is known. */
  get totalCount(): number | null {
    return this.#totalCount;
  }

  /** Why the clips could not be had; null when they could. */
  get error(): EngineError | null {
    return this.#error;
  }

  get query(): LibraryQuery {
    return this.#query;
  }

  /** Null while it is fetched. */
  videoAt(index: number): VideoSummary | null {
    return this.#pages.get(Math.floor(index / pageLength))?.videos[index % pageLength] ?? null;
  }

  /** Where a clip is among those that are kept, or null. */
  indexOf(videoId: VideoId): number | null {
    return this.#indexes.get(videoId) ?? null;
  }

  /** The cells [first, end) are in sight: their clips are fetched. */
  want(first: number, end: number): void {
    this.#wanted = { first, end: Math.max(end, first + 1) };
    this.#fetchWanted();
  }

  /** What was shown stays until the first page of the new answer is there. */
  ask(query: LibraryQuery): void {
    this.#query = query;
    this.#age += 1;
    this.#queryAge = this.#age;
    this.#wanted = { first: 0, end: 1 };
    this.#failed.clear();
    this.#fetchWanted();
  }

  /** The library has changed: what is in sight is fetched again, the rest when it comes into sight. */
  refresh(): void {
    this.#age += 1;
    this.#failed.clear();
    this.#fetchWanted();
  }

  /** The clips [first, end), also those that are not kept. */
  async between(first: number, end: number, signal?: AbortSignal): Promise<VideoSummary[]> {
    const found: VideoSummary[] = [];
    for (let offset = first; offset < end; offset += windowLength) {
      const limit = Math.min(windowLength, end - offset);
      const window = { ...this.#query, offset, limit };
      const { videos } = await this.#callEngine('library.list', window, signal === undefined ? {} : { signal });
      found.push(...videos);
    }
    return found;
  }

  #fetchWanted(): void {
    const last = Math.floor((this.#wanted.end - 1) / pageLength);
    for (let page = Math.floor(this.#wanted.first / pageLength); page <= last; page += 1) {
      const isFresh = this.#pages.get(page)?.age === this.#age;
      if (!isFresh && !this.#failed.has(page) && !this.#underWay.has(page) && this.#underWay.size < mostUnderWay) {
        void this.#fetch(page);
      }
    }
  }

  async #fetch(page: number): Promise<void> {
    const age = this.#age;
    this.#underWay.add(page);
    try {
      const window = { ...this.#query, offset: page * pageLength, limit: pageLength };
      const { videos, totalCount } = await this.#callEngine('library.list', window);
      if (age >= this.#queryAge) {
        this.#keep(page, { videos, age }, totalCount);
      }
    } catch (error) {
      if (age >= this.#queryAge && !isAbort(error)) {
        this.#error =
          error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      }
      this.#failed.add(page);
    } finally {
      this.#underWay.delete(page);
    }
    // The library, the query or what is in sight may have changed meanwhile.
    this.#fetchWanted();
  }

  #keep(page: number, fresh: Page, totalCount: number): void {
    const pages = new Map([...this.#pages].filter(([, { age }]) => age >= this.#queryAge));
    pages.set(page, fresh);
    const middle = Math.floor(this.#wanted.first / pageLength);
    const byDistance = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const far of byDistance.slice(0, Math.max(0, pages.size - mostPagesKept))) {
      pages.delete(far);
    }
    this.#pages = pages;
    this.#totalCount = totalCount;
    this.#error = null;
  }
}
