import type { TrackId, VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { FollowSummary, TrackChange, TrackEdit } from '../../electron/contract/tracks.ts';
import { packKeys } from '../../electron/contract/track-keys.ts';
import { boxAt, keyedTracks, type KeyedTrack, type SeenBox } from '../lib/track-box.ts';
import { SameRevisions } from './same-revisions.ts';
import { noFilter, passesFilter, type TrackFilter } from './track-filter.ts';
import { followPreview, TrackFollow, type FollowWish } from './track-follow.svelte.ts';
import { TrackPicks } from './track-picks.svelte.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

export interface ShownBox extends SeenBox {
  readonly track: KeyedTrack;
}

/** The tracks of the clip that is looked at: which are shown, which is selected, and how they are changed. */
export class ClipTracks {
  #videoId = $state.raw<VideoId | null>(null);
  #tracks = $state.raw<readonly KeyedTrack[]>([]);
  #isTruncated = $state.raw(false);
  #filter = $state.raw<TrackFilter>(noFilter);
  #isShown = $state.raw(true);
  #follow = $state.raw<TrackFollow | null>(null);
  #filtered = $derived(this.#tracks.filter((track) => passesFilter(track, this.#filter)));
  readonly picks = new TrackPicks(() => this.#filtered.map(({ trackId }) => trackId));
  #preview = $derived(followPreview(this.#follow, this.#tracks));
  readonly #callEngine: CallEngine;
  readonly #history: UndoHistory;
  readonly #revisions = new SameRevisions();
  /** Of the newest question; older answers are dropped. */
  #question = 0;

  constructor(callEngine: CallEngine, history: UndoHistory) {
    this.#callEngine = callEngine;
    this.#history = history;
  }

  get videoId(): VideoId | null {
    return this.#videoId;
  }

  get tracks(): readonly KeyedTrack[] {
    return this.#tracks;
  }

  /** Those that the filter lets through. */
  get filtered(): readonly KeyedTrack[] {
    return this.#filtered;
  }

  /** As they are known this moment: one that is being followed has the boxes that are not kept yet. */
  get shown(): readonly KeyedTrack[] {
    const preview = this.#preview;
    return preview === null
      ? this.#filtered
      : this.#filtered.map((track) => (track.trackId === preview.trackId ? preview : track));
  }

  /** There are more than one message holds. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /** The one that edits are about. */
  get selected(): KeyedTrack | null {
    return this.#filtered.find(({ trackId }) => trackId === this.picks.leadId) ?? null;
  }

  /** All that are selected, in the order of the list. */
  get picked(): readonly KeyedTrack[] {
    return this.#filtered.filter(({ trackId }) => this.picks.has(trackId));
  }

  get filter(): TrackFilter {
    return this.#filter;
  }

  /** What is followed just now from this window, or is paused; null without. */
  get follow(): TrackFollow | null {
    return this.#follow?.videoId === this.#videoId ? this.#follow : null;
  }

  /** Whether boxes are drawn over the picture. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Loads the tracks of a clip again whenever they change, until what is returned is called. */
  open(videoId: VideoId): () => void {
    this.#videoId = videoId;
    this.#tracks = [];
    this.picks.select(null);
    this.#filter = noFilter;
    const stop = new AbortController();
    this.#callEngine('tracks.watch', { videoId }, { signal: stop.signal, onProgress: () => void this.load() }).catch(
      () => this.load(),
    );
    return () => {
      stop.abort();
      this.#question += 1;
      this.#videoId = null;
      this.#tracks = [];
    };
  }

  /** Never rejects: without an answer, what was known stays. */
  async load(): Promise<void> {
    const videoId = this.#videoId;
    if (videoId === null) {
      return;
    }
    this.#question += 1;
    const question = this.#question;
    const answer = await this.#callEngine('tracks.list', { videoId }).catch(() => null);
    if (answer !== null && this.#question === question) {
      this.#tracks = keyedTracks(answer.set);
      this.#isTruncated = answer.isTruncated;
    }
  }

  toggleShown(): void {
    this.#isShown = !this.#isShown;
  }

  select(trackId: TrackId | null): void {
    this.picks.select(trackId);
  }

  /** Selects a track, and shows it even if the filter would hide it. */
  reveal(trackId: TrackId): void {
    if (!this.#filtered.some((track) => track.trackId === trackId)) {
      this.#filter = noFilter;
    }
    this.picks.select(trackId);
  }

  setFilter(change: Partial<TrackFilter>): void {
    this.#filter = { ...this.#filter, ...change };
  }

  /** The boxes of a frame, in the order of the tracks. */
  boxesAt(seconds: number): ShownBox[] {
    return this.#filtered.flatMap((known) => {
      const track = this.#preview?.trackId === known.trackId ? this.#preview : known;
      const seen = boxAt(track, seconds);
      return seen === null ? [] : [{ ...seen, track }];
    });
  }

  /** Selects the next box of a frame, or the one before, and says which; null where there is none. */
  cycle(seconds: number, step: 1 | -1): ShownBox | null {
    const boxes = this.boxesAt(seconds);
    const now = boxes.findIndex(({ track }) => track.trackId === this.picks.leadId);
    const next = now === -1 ? (step === 1 ? 0 : boxes.length - 1) : (now + step + boxes.length) % boxes.length;
    const found = boxes[next] ?? null;
    if (found !== null) {
      this.picks.select(found.track.trackId);
    }
    return found;
  }

  /** Changes a track of the open clip; can be undone. Answers the tracks that came of it. */
  async edit(edit: TrackEdit, title: string): Promise<readonly TrackId[]> {
    const videoId = this.#videoId;
    if (videoId === null) {
      return [];
    }
    const change = await this.#change(title, videoId, () => this.#callEngine('tracks.edit', { videoId, edit }));
    return change.after.tracks.map(({ trackId }) => trackId);
  }

  /** Deletes tracks of the open clip as one change, that can be undone as one. */
  async remove(removed: readonly KeyedTrack[], title: string): Promise<void> {
    const videoId = this.#videoId;
    if (videoId !== null && removed.length > 0) {
      const replaces = removed.map(({ trackId, revision }) => ({ trackId, revision }));
      const set = { tracks: [], keys: packKeys([]) };
      await this.#change(title, videoId, () => this.#callEngine('tracks.restore', { videoId, replaces, set }));
    }
  }

  /**
   * Follows a thing of the open clip, with its boxes shown as they come; can be undone. Answers the track as far as it
   * has come, also when it was cancelled or paused; null without an open clip. Rejects when it fails.
   */
  async followFrom(wish: Omit<FollowWish, 'videoId'>, title: string): Promise<KeyedTrack | null> {
    const videoId = this.#videoId;
    if (videoId === null || this.#follow?.isRunning === true) {
      return null;
    }
    const follow = new TrackFollow(this.#callEngine, { ...wish, videoId });
    this.#follow = follow;
    try {
      const { change, trackId } = await follow.run();
      await this.keep(videoId, change, title);
      return keyedTracks(change.after).find((track) => track.trackId === trackId) ?? null;
    } finally {
      if (!follow.isPaused) {
        this.#follow = null;
      }
    }
  }

  /** Away from a follow that is paused; its job stays in the tray. */
  leaveFollow(): void {
    this.#follow = null;
  }

  /** A paused follow that goes on, or was stopped, from the tray is no longer this window's to wait for. */
  learnFollows(follows: readonly FollowSummary[]): void {
    const followId = this.#follow?.isPaused === true ? this.#follow.summary?.followId : undefined;
    if (follows.some((one) => one.followId === followId && one.state !== 'paused')) {
      this.#follow = null;
    }
  }

  /** Makes what has been done already, by following or importing, undoable. */
  async keep(videoId: VideoId, change: TrackChange, title: string): Promise<void> {
    await this.#change(title, videoId, async () => change);
  }

  async #change(title: string, videoId: VideoId, make: () => Promise<TrackChange>): Promise<TrackChange> {
    let last: TrackChange | null = null;
    const back = async (): Promise<void> => {
      last = await this.#restore(videoId, last!);
      await this.load();
    };
    const again = async (): Promise<void> => {
      if (last === null) {
        last = await make();
        await this.load();
      } else {
        await back();
      }
    };
    await this.#history.do({ title, redo: again, undo: back });
    return last!;
  }

  async #restore(videoId: VideoId, { before, after }: TrackChange): Promise<TrackChange> {
    const replaces = after.tracks.map(({ trackId, revision }) => ({
      trackId,
      revision: this.#revisions.newestOf(trackId, revision),
    }));
    const change = await this.#callEngine('tracks.restore', { videoId, replaces, set: before });
    this.#revisions.learn(before.tracks, change.after.tracks);
    return change;
  }
}
