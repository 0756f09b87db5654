import type { TrackId, VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { TrackChange, TrackEdit } from '../../electron/contract/tracks.ts';
import { boxAt, keyedTracks, type KeyedTrack, type SeenBox } from '../lib/track-box.ts';
import { SameRevisions } from './same-revisions.ts';
import type { UndoHistory } from './undo-history.svelte.ts';

export interface TrackFilter {
  /** Null shows all. */
  readonly label: string | null;
  /** 0..1; tracks that are never so sure are hidden. */
  readonly leastConfidence: number;
  /** In the label or the id. */
  readonly text: string;
}

export interface ShownBox extends SeenBox {
  readonly track: KeyedTrack;
}

const noFilter: TrackFilter = { label: null, leastConfidence: 0, text: '' };

/** The tracks of the clip that is looked at: which are shown, which is selected, and how they are changed. */
export class ClipTracks {
  #videoId = $state.raw<VideoId | null>(null);
  #tracks = $state.raw<readonly KeyedTrack[]>([]);
  #isTruncated = $state.raw(false);
  #selectedId = $state.raw<TrackId | null>(null);
  #filter = $state.raw<TrackFilter>(noFilter);
  #isShown = $state.raw(true);
  #filtered = $derived(this.#tracks.filter((track) => passes(track, this.#filter)));
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

  /** There are more than one message holds. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  get selected(): KeyedTrack | null {
    return this.#tracks.find(({ trackId }) => trackId === this.#selectedId) ?? null;
  }

  get filter(): TrackFilter {
    return this.#filter;
  }

  /** Whether boxes are drawn over the picture. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Loads the tracks of a clip again whenever they change, until what is returned is called. */
  open(videoId: VideoId): () => void {
    this.#videoId = videoId;
    this.#tracks = [];
    this.#selectedId = null;
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
    this.#selectedId = trackId;
  }

  setFilter(change: Partial<TrackFilter>): void {
    this.#filter = { ...this.#filter, ...change };
  }

  /** The boxes of a frame, in the order of the tracks. */
  boxesAt(seconds: number): ShownBox[] {
    return this.#filtered.flatMap((track) => {
      const seen = boxAt(track, seconds);
      return seen === null ? [] : [{ ...seen, track }];
    });
  }

  /** Selects the next box of a frame, or the one before, and says which; null where there is none. */
  cycle(seconds: number, step: 1 | -1): ShownBox | null {
    const boxes = this.boxesAt(seconds);
    const now = boxes.findIndex(({ track }) => track.trackId === this.#selectedId);
    const next = now === -1 ? (step === 1 ? 0 : boxes.length - 1) : (now + step + boxes.length) % boxes.length;
    const found = boxes[next] ?? null;
    if (found !== null) {
      this.#selectedId = found.track.trackId;
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

function passes({ label, trackId, keys }: KeyedTrack, filter: TrackFilter): boolean {
  const text = filter.text.trim().toLowerCase();
  return (
    (filter.label === null || filter.label === label) &&
    (text === '' || label.toLowerCase().includes(text) || trackId.toLowerCase().includes(text)) &&
    (filter.leastConfidence === 0 || keys.some(({ confidence }) => confidence >= filter.leastConfidence))
  );
}
