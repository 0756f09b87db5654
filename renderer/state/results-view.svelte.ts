import { SvelteSet } from 'svelte/reactivity';
import type { VideoId } from '../../electron/contract/ids.ts';

export const hitOrders = ['score', 'time', 'title'] as const;
export type HitOrder = (typeof hitOrders)[number];

/** How a person wants the hits of every search laid out, and which part of them is shown. */
export class ResultsView {
  #order = $state.raw<HitOrder>('score');
  #isGrouped = $state.raw(true);
  #page = $state.raw(0);
  readonly #unfolded = new SvelteSet<VideoId>();

  get order(): HitOrder {
    return this.#order;
  }

  get isGrouped(): boolean {
    return this.#isGrouped;
  }

  /** From 0. */
  get page(): number {
    return this.#page;
  }

  isUnfolded(videoId: VideoId): boolean {
    return this.#unfolded.has(videoId);
  }

  orderBy(order: HitOrder): void {
    this.#order = order;
    this.#page = 0;
  }

  group(isGrouped: boolean): void {
    this.#isGrouped = isGrouped;
    this.#page = 0;
  }

  turnTo(page: number): void {
    this.#page = page;
  }

  unfold(videoId: VideoId, isUnfolded: boolean): void {
    if (isUnfolded) {
      this.#unfolded.add(videoId);
    } else {
      this.#unfolded.delete(videoId);
    }
  }

  /** For new words: from the start, with every clip folded. The order and the grouping stay. */
  begin(): void {
    this.#page = 0;
    this.#unfolded.clear();
  }
}
