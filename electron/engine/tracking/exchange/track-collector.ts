import type { FilePlace, LeftOut, LeftOutWhy } from '../../../contract/left-out.ts';
import { trackLabelSchema, type Track, type TrackKey } from '../../../contract/tracks.ts';
import type { ExchangeTrack, ReadTracks } from './exchange-track.ts';

const mostTracks = 10_000;
const mostKeysOfTrack = 200_000;
const mostKeys = 400_000;
const mostLeftOut = 1000;

interface Gathered {
  label: string;
  readonly origin: Track['origin'];
  readonly trackerId: string | null;
  readonly keys: Map<number, TrackKey>;
}

/** Gathers what a file says, and what of it could not be taken and why. */
export class TrackCollector {
  readonly #tracks = new Map<string, Gathered>();
  readonly #leftOut: LeftOut[] = [];
  #keyCount = 0;
  #unsaidCount = 0;

  leaveOut(where: FilePlace, why: LeftOutWhy, count?: number): void {
    const told = { where, why, ...(count === undefined ? {} : { count }) };
    if (this.#leftOut.length < mostLeftOut - 1) this.#leftOut.push(told);
    else this.#unsaidCount += 1;
  }

  /** Makes known what a track is called; false when it cannot be taken. */
  begin(name: string, where: FilePlace, about: Omit<ExchangeTrack, 'keys'>): boolean {
    const known = this.#tracks.get(name);
    if (known !== undefined) return true;
    const label = trackLabelSchema.safeParse(about.label);
    if (!label.success) {
      this.leaveOut(where, 'label');
      return false;
    }
    if (this.#tracks.size >= mostTracks) {
      this.leaveOut(where, 'too-many-tracks', mostTracks);
      return false;
    }
    this.#tracks.set(name, { ...about, label: label.data, keys: new Map() });
    return true;
  }

  /** The later of two keys of one frame counts, and is told. */
  add(name: string, where: FilePlace, key: TrackKey): void {
    const track = this.#tracks.get(name);
    if (track === undefined) return;
    if (this.#keyCount >= mostKeys || track.keys.size >= mostKeysOfTrack) {
      this.leaveOut(where, 'too-many-boxes');
      return;
    }
    if (track.keys.has(key.frameIndex)) this.leaveOut(where, 'same-frame');
    else this.#keyCount += 1;
    track.keys.set(key.frameIndex, key);
  }

  result(finish: (keys: readonly TrackKey[], name: string) => readonly TrackKey[] = (keys) => keys): ReadTracks {
    const tracks = [...this.#tracks].flatMap(([name, { keys, ...about }]) => {
      const rising = this.#rising(name, [...keys.values()]);
      if (rising.length === 0) {
        this.leaveOut({ track: name }, 'no-box');
        return [];
      }
      return [{ ...about, keys: finish(rising, name) }];
    });
    const unsaid: LeftOut = { where: {}, why: 'more', count: this.#unsaidCount };
    return { tracks, leftOut: this.#unsaidCount > 0 ? [...this.#leftOut, unsaid] : this.#leftOut };
  }

  /** In the order of frames; what does not rise in time with them is left out. */
  #rising(name: string, keys: TrackKey[]): TrackKey[] {
    keys.sort((a, b) => a.frameIndex - b.frameIndex);
    let last = -Infinity;
    return keys.filter(({ timeSeconds, frameIndex }) => {
      const isLater = timeSeconds > last;
      if (isLater) last = timeSeconds;
      else this.leaveOut({ track: name, frame: String(frameIndex) }, 'time');
      return isLater;
    });
  }
}

/** Words for a number that was read where one must be. */
export function frameNumberOf(text: string | number | undefined): number | null {
  const value = typeof text === 'string' && text.trim() === '' ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value >= 0 && value <= 2_000_000_000 ? value : null;
}

export function clampConfidence(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}
