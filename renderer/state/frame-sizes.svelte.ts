const storageKey = 'timecue-frame';
const listKey = 'timecue-track-list';
const limits = { pageShare: [0.2, 0.75], timelinePixels: [48, 640], tracksPixels: [264, 480] } as const;
const defaults = { pageShare: 0.4, timelinePixels: 240, tracksPixels: 280 };

type KeptItems = Pick<Storage, 'getItem' | 'setItem'>;
export type FrameSize = keyof typeof defaults;

/** How the window is divided, remembered by this browser or window. */
export class FrameSizes {
  #sizes = $state.raw<Readonly<Record<FrameSize, number>>>(defaults);
  #isTrackListOpen = $state.raw(false);
  readonly #storage: KeptItems | null;

  /** `storage` null remembers nothing. */
  constructor(storage: KeptItems | null = ownStorage()) {
    this.#storage = storage;
    this.#sizes = { ...defaults, ...remembered(storage) };
    this.#isTrackListOpen = wasListOpen(storage);
  }

  /** Share of the width that the page has beside the viewer, 0..1. */
  get pageShare(): number {
    return this.#sizes.pageShare;
  }

  get timelinePixels(): number {
    return this.#sizes.timelinePixels;
  }

  /** Whether the tracks of the clip are listed beside its picture. */
  get isTrackListOpen(): boolean {
    return this.#isTrackListOpen;
  }

  /** Of the list of tracks beside the picture. */
  get tracksPixels(): number {
    return this.#sizes.tracksPixels;
  }

  limitsOf(size: FrameSize): { readonly least: number; readonly most: number } {
    const [least, most] = limits[size];
    return { least, most };
  }

  set(size: FrameSize, value: number): void {
    this.#sizes = { ...this.#sizes, [size]: within(size, value) };
    this.#keep(storageKey, JSON.stringify(this.#sizes));
  }

  setTrackListOpen(isOpen: boolean): void {
    this.#isTrackListOpen = isOpen;
    this.#keep(listKey, isOpen ? 'open' : 'closed');
  }

  reset(size: FrameSize): void {
    this.set(size, defaults[size]);
  }

  #keep(key: string, value: string): void {
    try {
      this.#storage?.setItem(key, value);
    } catch {
      // Storage that is full or forbidden: it holds until the window is closed.
    }
  }
}

function within(size: FrameSize, value: number): number {
  const [least, most] = limits[size];
  return Math.min(most, Math.max(least, value));
}

/** Browsers may keep nothing for us, and say so with an exception. */
function ownStorage(): KeptItems | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function wasListOpen(storage: KeptItems | null): boolean {
  try {
    return storage?.getItem(listKey) === 'open';
  } catch {
    return false;
  }
}

function remembered(storage: KeptItems | null): Partial<Record<FrameSize, number>> {
  try {
    const kept = JSON.parse(storage?.getItem(storageKey) ?? '{}') as Partial<Record<FrameSize, unknown>>;
    const sizes: Partial<Record<FrameSize, number>> = {};
    for (const size of Object.keys(defaults) as FrameSize[]) {
      const value = kept[size];
      if (typeof value === 'number' && Number.isFinite(value)) {
        sizes[size] = within(size, value);
      }
    }
    return sizes;
  } catch {
    return {};
  }
}
