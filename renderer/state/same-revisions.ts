import type { TrackId } from '../../electron/contract/ids.ts';

interface Revised {
  readonly trackId: TrackId;
  readonly revision: number;
}

/**
 * Undoing gives a track a new revision though it is as it was at an older one. This remembers which is which, so that the
 * step before can be undone too, while a change from another window is still noticed.
 */
export class SameRevisions {
  readonly #newer = new Map<string, number>();

  /** `now` are the tracks of `then`, put back. */
  learn(then: readonly Revised[], now: readonly Revised[]): void {
    for (const { trackId, revision } of now) {
      const old = then.find((other) => other.trackId === trackId);
      if (old !== undefined && old.revision < revision) {
        this.#newer.set(`${trackId} ${old.revision}`, revision);
      }
    }
  }

  newestOf(trackId: TrackId, revision: number): number {
    const newer = this.#newer.get(`${trackId} ${revision}`);
    return newer === undefined ? revision : this.newestOf(trackId, newer);
  }
}
