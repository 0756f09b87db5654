import type { Box } from '../../../contract/time-range.ts';
import { insideFrame, mixBoxes } from './boxes.ts';
import type { CameraStep } from './camera-path.ts';
import type { TrackletKey, TrackletRow } from './rows.ts';

/** What a detector saw at one moment. */
export interface SeenObject {
  readonly className: string;
  /** 0..1. */
  readonly score: number;
  readonly box: Box;
}

/** Speed of a box in the scene, in sides of the frame a second. */
type BoxSpeed = Readonly<Record<keyof Box, number>>;

const stillSpeed: BoxSpeed = { x: 0, y: 0, width: 0, height: 0 };
const sides = ['x', 'y', 'width', 'height'] as const;

/** Parts of what was foretold wrongly that the box and its speed take up (alpha-beta filter) between near samples. */
const BOX_GAIN = 0.75;
const SPEED_GAIN = 0.4;
/** Between samples further apart than this a thing is where it is seen, and its speed is what took it there. */
const FILTERED_GAP_SECONDS = 1;
/** A speed is not believed for longer than this: what walks turns, and stops. */
const MAX_FORETOLD_SECONDS = 1;
/** One look as sure as this is enough to believe in a thing; else it takes two. */
const SURE_SCORE = 0.6;

/** What a thing needs to be known again in the next step. */
export interface TrackStart {
  readonly trackNumber: number;
  readonly className: string;
  readonly box: Box;
  readonly speed: BoxSpeed;
  readonly seenSeconds: number;
}

/** One thing while it is followed. The tracks of a step before begin without keys of their own. */
export class OpenTrack {
  readonly className: string;
  /** Null until it is believed in. */
  trackNumber: number | null;
  readonly isContinued: boolean;
  readonly keys: TrackletKey[] = [];
  seenSeconds: number;
  endSeconds = 0;
  #before: { readonly timeSeconds: number; readonly box: Box };
  #box: Box;
  #speed: BoxSpeed;
  #missedSeconds: number[] = [];

  private constructor(start: Omit<TrackStart, 'trackNumber'>, trackNumber: number | null) {
    this.className = start.className;
    this.trackNumber = trackNumber;
    this.isContinued = trackNumber !== null;
    this.seenSeconds = start.seenSeconds;
    this.#box = start.box;
    this.#speed = start.speed;
    this.#before = { timeSeconds: start.seenSeconds, box: start.box };
  }

  static continued(start: TrackStart): OpenTrack {
    return new OpenTrack(start, start.trackNumber);
  }

  static born({ className, box, score }: SeenObject, { timeSeconds, endSeconds }: Moment): OpenTrack {
    const track = new OpenTrack({ className, box, speed: stillSpeed, seenSeconds: timeSeconds }, null);
    track.keys.push({ timeSeconds, box, score });
    track.endSeconds = endSeconds;
    return track;
  }

  /** Whether there is enough to believe that it is there. */
  get isBelieved(): boolean {
    return this.isContinued || this.keys.length >= 2 || this.keys[0]!.score >= SURE_SCORE;
  }

  /** Where it is expected now. */
  get box(): Box {
    return this.#box;
  }

  /** Takes the expectation on to the next sample: as the camera moved, then as the thing itself did. */
  foretell(elapsedSeconds: number, camera: CameraStep | null, sinceSeenSeconds: number): void {
    if (camera !== null) {
      this.#box = shifted(this.#box, camera);
    }
    const believed = Math.min(elapsedSeconds, Math.max(0, MAX_FORETOLD_SECONDS - sinceSeenSeconds + elapsedSeconds));
    const moved = combine((side) => this.#box[side] + this.#speed[side] * believed);
    // Nothing shrinks to nothing or grows without end by itself.
    this.#box =
      moved.width > 0.002 && moved.height > 0.002 && moved.width < 1.5 && moved.height < 1.5 ? moved : this.#box;
  }

  miss(timeSeconds: number): void {
    this.#missedSeconds.push(timeSeconds);
  }

  see({ box, score }: SeenObject, { timeSeconds, endSeconds }: Moment): void {
    const elapsed = timeSeconds - this.seenSeconds;
    const isFiltered = elapsed <= FILTERED_GAP_SECONDS;
    const foretold = this.#box;
    const kept = isFiltered ? mixBoxes(foretold, box, BOX_GAIN) : box;
    // The first two looks tell the speed; later ones correct it.
    const gain = this.keys.length < 2 && !this.isContinued ? 1 : isFiltered ? SPEED_GAIN : 1;
    this.#speed = combine(
      (side) => this.#speed[side] + (gain * (box[side] - foretold[side])) / Math.max(elapsed, 0.02),
    );
    this.#box = kept;
    const shown = insideFrame(kept) ?? box;
    this.#bridge(timeSeconds, shown);
    this.keys.push({ timeSeconds, box: shown, score });
    this.#before = { timeSeconds, box: shown };
    this.seenSeconds = timeSeconds;
    this.endSeconds = endSeconds;
  }

  /** While it was not seen it is said to have been on the way, with a score of 0. */
  #bridge(timeSeconds: number, box: Box): void {
    const { timeSeconds: from, box: before } = this.#before;
    for (const missed of [this.#missedSeconds[0], this.#missedSeconds.at(-1)]) {
      if (missed !== undefined && missed > (this.keys.at(-1)?.timeSeconds ?? Number.NEGATIVE_INFINITY)) {
        const share = (missed - from) / (timeSeconds - from);
        this.keys.push({ timeSeconds: missed, box: mixBoxes(before, box, share), score: 0 });
      }
    }
    this.#missedSeconds = [];
  }
}

/** A sample: its time, and the time of the next one. */
export interface Moment {
  readonly timeSeconds: number;
  readonly endSeconds: number;
}

/**
 * What is known of a tracklet at the end of the step before, from its row alone, so that a run that was killed and one
 * that was not know the same. The speed is that of the last stretch between two keys, the camera's taken out.
 */
export function startFromRow(row: TrackletRow, cameraBetween: (from: number, to: number) => CameraStep): TrackStart {
  const seen = row.keys.filter(({ score }) => score > 0);
  const last = seen.at(-1) ?? row.keys.at(-1)!;
  const before = seen.at(-2);
  const { trackNumber, className } = row;
  const start = { trackNumber, className, box: last.box, seenSeconds: last.timeSeconds };
  if (before === undefined) {
    return { ...start, speed: stillSpeed };
  }
  const elapsed = Math.max(0.02, last.timeSeconds - before.timeSeconds);
  const carried = shifted(before.box, cameraBetween(before.timeSeconds, last.timeSeconds));
  return { ...start, speed: combine((side) => (last.box[side] - carried[side]) / elapsed) };
}

/** Where the camera's step takes a box that does not move in the scene. */
function shifted({ x, y, width, height }: Box, { panRight, tiltUp, zoomIn }: CameraStep): Box {
  const growth = 1 + zoomIn;
  return {
    x: 0.5 + (x - 0.5) * growth - panRight,
    y: 0.5 + (y - 0.5) * growth + tiltUp,
    width: width * growth,
    height: height * growth,
  };
}

function combine(valueOf: (side: keyof Box) => number): Box {
  const [x, y, width, height] = sides.map(valueOf) as [number, number, number, number];
  return { x, y, width, height };
}
