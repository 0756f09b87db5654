import type { LeftOut } from '../../../contract/left-out.ts';
import type { Track, TrackFormat, TrackKey } from '../../../contract/tracks.ts';
import type { Rational } from '../../media/media-facts.ts';

/** The video that a file of tracks is about. */
export interface ExchangeVideo {
  /** Name of its file. */
  readonly name: string;
  /** As displayed. */
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly rate: Rational;
  readonly timeBase: Rational;
  readonly isVariableRate: boolean;
  readonly durationSeconds: number | null;
}

/** A track as files hold it. */
export interface ExchangeTrack {
  readonly label: string;
  readonly origin: Track['origin'];
  readonly trackerId: string | null;
  /** Rising in time, at least one. */
  readonly keys: readonly TrackKey[];
}

export interface WrittenTracks {
  readonly text: string;
  /** What the format cannot hold. */
  readonly leftOut: readonly string[];
}

export interface ReadTracks {
  readonly tracks: readonly ExchangeTrack[];
  readonly leftOut: readonly LeftOut[];
}

/** One way of writing tracks down. Both sides are pure; `read` takes whatever text there is. */
export interface TrackExchange {
  readonly format: TrackFormat;
  /** Of the file, without a dot. */
  readonly extension: string;
  /** Whether a text looks like it. */
  looksLike(text: string): boolean;
  write(tracks: readonly ExchangeTrack[], video: ExchangeVideo): WrittenTracks;
  /** Throws EngineError `bad-request` for a text that is not of this format at all. */
  read(text: string, video: ExchangeVideo): ReadTracks;
}
