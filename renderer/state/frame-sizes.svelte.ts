const storageKey = 'timecue-frame';
const limits = { pageShare: [0.2, 0.75], timelinePixels: [48, 640] } as const;
const defaults = { pageShare: 0.4, timelinePixels: 240 };

type KeptItems = Pick<Storage, 'getItem' | 'setItem'>;
export type FrameSize = keyof typeof defaults;

/** How the window is divided, remembered by this browser or window. */
export class FrameSizes {
  #sizes = $state.raw<Readonly<Record<FrameSize, number>>>(defaults);
  readonly #storage: KeptItems | null;

  /** `storage` null remembers nothing. */
  constructor(storage: KeptItems | null = ownStorage()) {
    this.#storage = storage;
    this.#sizes = { ...defaults, ...remembered(storage) };
  }

  /** Share of the width that the page has beside the viewer, 0..1. */
  get pageShare(): number {
    return this.#sizes.pageShare;
  }

  get timelinePixels(): number {
    return this.#sizes.timelinePixels;
  }

  limitsOf(size: FrameSize): { readonly least: number; readonly most: number } {
    const [least, most] = limits[size];
    return { least, most };
  }

  set(size: FrameSize, value: number): void {
    this.#sizes = { ...this.#sizes, [size]: within(size, value) };
    try {
      this.#storage?.setItem(storageKey, JSON.stringify(this.#sizes));
    } catch {
      // Storage that is full or forbidden: the size holds until the window is closed.
    }
  }

  reset(size: FrameSize): void {
    this.set(size, defaults[size]);
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
