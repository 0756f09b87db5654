import type { FolderId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import {
  videoOrderSchema,
  type VideoFilter,
  type VideoOrder,
  type VideoState,
} from '../../electron/contract/library.ts';
import { z } from 'zod';
import { LibraryFolders } from './library-folders.svelte.ts';
import { LibraryPages } from './library-pages.svelte.ts';
import { LibraryPicks } from './library-picks.svelte.ts';

export type LengthRange = 'any' | 'short' | 'middle' | 'long';
export type DateRange = 'any' | 'day' | 'week' | 'month' | 'year';

export interface ClipFilter {
  readonly name: string;
  readonly folderId: FolderId | null;
  readonly state: VideoState | 'any' | 'offline';
  readonly length: LengthRange;
  readonly date: DateRange;
}

const noFilter: ClipFilter = { name: '', folderId: null, state: 'any', length: 'any', date: 'any' };

const lookSchema = z.object({
  layout: z.enum(['grid', 'list']).catch('grid'),
  order: videoOrderSchema.catch('title'),
  isDescending: z.boolean().catch(false),
  hasTree: z.boolean().catch(true),
});
type Look = z.infer<typeof lookSchema>;

/** Where the look of the page is kept for the next time. */
export type LookStore = Pick<Storage, 'getItem' | 'setItem'>;

const lookKey = 'timecue.library';
const dayMs = 86_400_000;
const daysOf: Readonly<Record<Exclude<DateRange, 'any'>, number>> = { day: 1, week: 7, month: 31, year: 366 };

/** The library as this window shows it: which clips, in which order, which are picked. */
export class LibraryBrowser {
  readonly pages: LibraryPages;
  readonly picks: LibraryPicks;
  readonly folders: LibraryFolders;
  /** The first clip in sight when the page was left. */
  topIndex = 0;
  #look = $state.raw<Look>(lookSchema.parse({}));
  #filter = $state.raw<ClipFilter>(noFilter);
  readonly #store: LookStore | null;

  constructor(callEngine: CallEngine, store: LookStore | null) {
    this.pages = new LibraryPages(callEngine);
    this.picks = new LibraryPicks(this.pages);
    this.folders = new LibraryFolders(callEngine);
    this.#store = store;
    this.#look = rememberedLook(store);
  }

  get look(): Look {
    return this.#look;
  }

  get filter(): ClipFilter {
    return this.#filter;
  }

  get isFiltered(): boolean {
    return Object.keys(noFilter).some(
      (name) => this.#filter[name as keyof ClipFilter] !== noFilter[name as keyof ClipFilter],
    );
  }

  setLook(change: Partial<Look>): void {
    this.#look = { ...this.#look, ...change };
    try {
      this.#store?.setItem(lookKey, JSON.stringify(this.#look));
    } catch {
      // Not remembered: a comfort, nothing more.
    }
    if (change.order !== undefined || change.isDescending !== undefined) {
      this.#ask();
    }
  }

  /** The same order turns around; another begins as it is mostly wanted. */
  sortBy(order: VideoOrder): void {
    const isSame = order === this.#look.order;
    const isNewestFirst = order === 'added' || order === 'modified';
    this.setLook({ order, isDescending: isSame ? !this.#look.isDescending : isNewestFirst });
  }

  narrow(change: Partial<ClipFilter>): void {
    this.#filter = { ...this.#filter, ...change };
    this.#ask();
  }

  showAll(): void {
    this.narrow(noFilter);
  }

  /** The library has changed, or is to be shown for the first time. */
  refresh(): void {
    if (this.pages.totalCount === null) {
      this.#ask();
    } else {
      this.pages.refresh();
    }
    void this.folders.refresh();
  }

  #ask(): void {
    this.topIndex = 0;
    const { order, isDescending } = this.#look;
    this.pages.ask({ order, isDescending, filter: videoFilterOf(this.#filter, Date.now()) });
  }
}

/** What the engine is asked for what a person has chosen. */
export function videoFilterOf(filter: ClipFilter, nowMs: number): VideoFilter {
  const { name, folderId, state, length, date } = filter;
  return {
    name: name.trim() === '' ? null : name.trim().slice(0, 200),
    folderId,
    states: state === 'any' || state === 'offline' ? null : [state],
    isOffline: state === 'offline' ? true : null,
    minDurationSeconds: length === 'middle' ? 60 : length === 'long' ? 600 : null,
    maxDurationSeconds: length === 'short' ? 60 : length === 'middle' ? 600 : null,
    fromMs: date === 'any' ? null : Math.max(0, nowMs - daysOf[date] * dayMs),
  };
}

function rememberedLook(store: LookStore | null): Look {
  try {
    return lookSchema.parse(JSON.parse(store?.getItem(lookKey) ?? '{}'));
  } catch {
    return lookSchema.parse({});
  }
}
