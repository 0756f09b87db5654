/* eslint-disable svelte/prefer-svelte-reactivity -- sets are replaced as a whole, never changed once shown */
import type { TrackId } from '../../electron/contract/ids.ts';
import type { PickMode } from './library-picks.svelte.ts';

/** Which tracks are selected, and which one of them the keyboard stands on. */
export class TrackPicks {
  #ids = $state.raw<readonly TrackId[]>([]);
  #active = $state.raw<{ readonly index: number; readonly trackId: TrackId | null }>({ index: 0, trackId: null });
  #anchorId: TrackId | null = null;
  readonly #order: () => readonly TrackId[];

  /** `order`: those that are shown, in the order of the list. What is not shown is not selected. */
  constructor(order: () => readonly TrackId[]) {
    this.#order = order;
  }

  /** In the order of the list. */
  readonly ids: readonly TrackId[] = $derived.by(() => {
    const picked = new Set(this.#ids);
    return picked.size === 0 ? [] : this.#order().filter((trackId) => picked.has(trackId));
  });

  readonly #picked: ReadonlySet<TrackId> = $derived(new Set(this.ids));

  /** The one that edits are about; null without a selection. */
  readonly leadId: TrackId | null = $derived.by(() => {
    const { trackId } = this.#active;
    if (trackId !== null && this.#picked.has(trackId)) {
      return trackId;
    }
    return this.#ids.findLast((id) => this.#picked.has(id)) ?? null;
  });

  /** Of the list; follows its track when the list changes, and stays where it was when that one is gone. */
  readonly activeIndex: number = $derived.by(() => {
    const { index, trackId } = this.#active;
    const order = this.#order();
    const found = trackId === null ? -1 : order.indexOf(trackId);
    return Math.max(0, Math.min(found === -1 ? index : found, order.length - 1));
  });

  has(trackId: TrackId): boolean {
    return this.#picked.has(trackId);
  }

  /** This one alone; null none. */
  select(trackId: TrackId | null): void {
    this.#ids = trackId === null ? [] : [trackId];
    if (trackId !== null) {
      this.#anchorId = trackId;
      this.#active = { index: Math.max(0, this.#order().indexOf(trackId)), trackId };
    }
  }

  /** `extend` takes all from where the last picking began. */
  pick(index: number, mode: PickMode): void {
    const trackId = this.#order()[index];
    if (trackId === undefined) {
      return;
    }
    if (mode === 'only') {
      this.select(trackId);
      return;
    }
    this.#active = { index, trackId };
    if (mode === 'toggle') {
      this.#anchorId = trackId;
      this.#ids = this.#picked.has(trackId) ? this.ids.filter((id) => id !== trackId) : [...this.ids, trackId];
    } else if (mode === 'extend') {
      const order = this.#order();
      const from = this.#anchorId === null ? index : Math.max(0, order.indexOf(this.#anchorId));
      this.#ids = order.slice(Math.min(from, index), Math.max(from, index) + 1);
    }
  }

  pickAll(): void {
    this.#ids = this.#order();
  }
}
