import { edgeDistance, mixBoxes } from './boxes.ts';
import { movedPlace, pathStart, placeAt, type CameraStep } from './camera-path.ts';
import { matchSeen } from './match-seen.ts';
import { OpenTrack, startFromRow, type Moment, type SeenObject } from './open-track.ts';
import type { CameraPathKey, CameraPathRow, TrackletKey, TrackletRow, TrackRow } from './rows.ts';
import { simplifyPath } from './simplify-path.ts';

/** What one sampled frame tells the tracker. */
export interface TrackSample extends Moment {
  /** Since the sample before; null when it is not known. */
  readonly camera: CameraStep | null;
  /** Whether another picture begins with it. */
  readonly isCut: boolean;
  readonly objects: readonly SeenObject[];
}

/** What a step has to know of the steps before it. */
export interface TrackPast {
  /** As they are kept, of the step just before; empty at the beginning. */
  readonly rows: readonly TrackRow[];
  readonly nextTrackNumber: number;
}

/** A thing that is not seen for longer is not the same any more; samples further apart are bridged once, if not too far. */
const MAX_MISSED_SECONDS = 2;
const MAX_SAMPLE_GAP_SECONDS = 5;
/** Least score of a look that something may begin with. */
const BIRTH_SCORE = 0.35;
/** Largest error of an edge by leaving keys out, in sides of the frame: half of what is allowed. */
const EDGE_TOLERANCE = 0.005;
const CAMERA_TOLERANCE = 0.002;

/**
 * Follows everything through the samples of one step, in order. All that it knows of the time before is in the rows of
 * the step before, so that each step comes out the same whether or not the run was stopped between them.
 */
export function trackStep(samples: readonly TrackSample[], past: TrackPast): TrackRow[] {
  const tracker = new StepTracker(past);
  for (const sample of samples) {
    tracker.push(sample);
  }
  return tracker.finish();
}

/** The number that the next thing gets. */
export function nextTrackNumber(rows: readonly TrackRow[], least = 1): number {
  return rows.reduce((next, row) => (row.kind === 'tracklet' ? Math.max(next, row.trackNumber + 1) : next), least);
}

interface OpenPath {
  readonly keys: CameraPathKey[];
  endSeconds: number;
}

class StepTracker {
  #open: OpenTrack[];
  readonly #ended: OpenTrack[] = [];
  readonly #paths: OpenPath[] = [];
  readonly #pastPath: CameraPathKey | null;
  #nextNumber: number;
  #last: Moment | null = null;

  constructor({ rows, nextTrackNumber: first }: TrackPast) {
    this.#nextNumber = first;
    const paths = rows.filter((row): row is CameraPathRow => row.kind === 'camera');
    const tracklets = rows.filter((row): row is TrackletRow => row.kind === 'tracklet');
    const path = paths.at(-1)?.keys ?? [];
    this.#pastPath = path.at(-1) ?? null;
    this.#last = this.#pastPath === null ? null : { ...this.#pastPath, endSeconds: paths.at(-1)!.endSeconds };
    const lastSeconds = this.#last?.timeSeconds ?? 0;
    this.#open = tracklets
      .filter(({ continues }) => continues)
      .map((row) => {
        const start = startFromRow(row, (from, to) => stepBetween(path, from, to));
        const track = OpenTrack.continued(start);
        const missed = lastSeconds - start.seenSeconds;
        track.foretell(missed, stepBetween(path, start.seenSeconds, lastSeconds), missed);
        return track;
      });
  }

  push(sample: TrackSample): void {
    const { timeSeconds, camera, isCut } = sample;
    const before = this.#last ?? sample;
    this.#last = sample;
    this.#follow(sample);
    if (isCut) {
      this.#end(() => true);
    }
    const gap = timeSeconds - before.timeSeconds;
    const limit = Math.max(MAX_MISSED_SECONDS, Math.min(MAX_SAMPLE_GAP_SECONDS, gap)) + 0.01;
    this.#end((track) => timeSeconds - track.seenSeconds > limit);
    for (const track of this.#open) {
      track.foretell(gap, camera, timeSeconds - track.seenSeconds);
    }
    const { pairs, unmatched } = matchSeen(this.#open, sample.objects, timeSeconds);
    const seen = new Set(pairs.map(([track]) => track));
    for (const [track, object] of pairs) {
      track.see(object, sample);
    }
    this.#open.filter((track) => !seen.has(track)).forEach((track) => track.miss(timeSeconds));
    // What was seen once, and not surely, was nothing.
    this.#open = this.#open.filter((track) => seen.has(track) || track.isBelieved);
    const born = unmatched.filter(({ score }) => score >= BIRTH_SCORE).map((object) => OpenTrack.born(object, sample));
    this.#open.push(...born);
    for (const track of this.#open) {
      if (track.trackNumber === null && track.isBelieved) {
        track.trackNumber = this.#nextNumber;
        this.#nextNumber += 1;
      }
    }
  }

  finish(): TrackRow[] {
    const open = new Set(this.#open);
    const lastSeconds = this.#last?.timeSeconds ?? 0;
    this.#end(() => true);
    const tracklets = this.#ended.map((track): TrackletRow => {
      const continues = open.has(track) && lastSeconds - track.seenSeconds <= MAX_MISSED_SECONDS;
      return rowOf(track, continues);
    });
    const paths = this.#paths.map(pathRow);
    return [...paths, ...tracklets].sort((a, b) => a.startSeconds - b.startSeconds || numberOf(a) - numberOf(b));
  }

  #end(isOver: (track: OpenTrack) => boolean): void {
    const over = this.#open.filter(isOver);
    this.#open = this.#open.filter((track) => !over.includes(track));
    // One of the step before that was not seen again has nothing to say here.
    this.#ended.push(...over.filter((track) => track.trackNumber !== null && track.keys.length > 0));
  }

  #follow({ timeSeconds, endSeconds, camera, isCut }: TrackSample): void {
    const path = this.#paths.at(-1);
    const before = path?.keys.at(-1) ?? this.#pastPath;
    const place = isCut || before === null ? pathStart : camera === null ? before : movedPlace(before, camera);
    const key = { timeSeconds, x: place.x, y: place.y, scale: place.scale };
    if (path === undefined || isCut) {
      this.#paths.push({ keys: [key], endSeconds });
    } else {
      path.keys.push(key);
      path.endSeconds = endSeconds;
    }
  }
}

function numberOf(row: TrackRow): number {
  return row.kind === 'tracklet' ? row.trackNumber : 0;
}

function stepBetween(path: readonly CameraPathKey[], fromSeconds: number, toSeconds: number): CameraStep {
  const [from, to] = [placeAt(path, fromSeconds), placeAt(path, toSeconds)];
  const growth = to.scale / from.scale;
  return { zoomIn: growth - 1, panRight: from.x * growth - to.x, tiltUp: to.y - from.y * growth };
}

function rowOf({ trackNumber, className, isContinued, keys, endSeconds }: OpenTrack, continues: boolean): TrackletRow {
  const simple = simplifyPath<TrackletKey>(keys, {
    mustStay: ({ score }, index) => isBridgeEdge(score, keys[index - 1]?.score, keys[index + 1]?.score),
    errorOf: ({ timeSeconds, box }, [a, b]) => {
      const share = (timeSeconds - a.timeSeconds) / (b.timeSeconds - a.timeSeconds);
      return edgeDistance(box, mixBoxes(a.box, b.box, share)) / EDGE_TOLERANCE;
    },
  });
  const startSeconds = keys[0]!.timeSeconds;
  return {
    kind: 'tracklet',
    startSeconds,
    endSeconds,
    trackNumber: trackNumber!,
    className,
    isContinued,
    continues,
    keys: simple,
  };
}

/** Where seeing turns to bridging, and back. */
function isBridgeEdge(score: number, before: number | undefined, after: number | undefined): boolean {
  const isBridged = score === 0;
  return (before !== undefined && (before === 0) !== isBridged) || (after !== undefined && (after === 0) !== isBridged);
}

function pathRow({ keys, endSeconds }: OpenPath): CameraPathRow {
  const simple = simplifyPath<CameraPathKey>(keys, {
    errorOf: (key, [a, b]) => {
      const there = placeAt([a, b], key.timeSeconds);
      const off = Math.max(Math.abs(key.x - there.x), Math.abs(key.y - there.y), Math.abs(key.scale - there.scale));
      return off / CAMERA_TOLERANCE;
    },
  });
  return { kind: 'camera', startSeconds: keys[0]!.timeSeconds, endSeconds, keys: simple };
}
