import { bestAssignment } from './assignment.ts';
import { bufferedOverlap } from './boxes.ts';
import type { OpenTrack, SeenObject } from './open-track.ts';

/** Looks of at least this score are matched first; weaker ones only go on with what is followed already. */
export const STRONG_SCORE = 0.5;
/** Least overlap, after buffering, of a look with where a thing is expected. */
const MIN_OVERLAP = 0.15;
/** Weak looks must fit better. */
const MIN_WEAK_OVERLAP = 0.35;
/** Sides are moved out by this share of the box, and by more the longer the thing was not seen. */
const BUFFER = 0.1;
const BUFFER_PER_SECOND = 0.25;
const MAX_BUFFER = 0.6;
/** A thing does not become so many times larger or smaller between two looks. */
const MAX_AREA_RATIO = 3.5;

export interface Matches {
  readonly pairs: readonly (readonly [OpenTrack, SeenObject])[];
  readonly unmatched: readonly SeenObject[];
}

/** Two-stage association (after ByteTrack, Zhang et al. 2022): strong looks first, then weak ones with what is left. */
export function matchSeen(tracks: readonly OpenTrack[], objects: readonly SeenObject[], timeSeconds: number): Matches {
  const pairs: (readonly [OpenTrack, SeenObject])[] = [];
  const unmatched: SeenObject[] = [];
  let free = tracks;
  for (const isStrong of [true, false]) {
    const seen = objects.filter(({ score }) => score >= STRONG_SCORE === isStrong);
    const taken = pairUp(free, seen, { timeSeconds, minOverlap: isStrong ? MIN_OVERLAP : MIN_WEAK_OVERLAP });
    pairs.push(...taken);
    const [takenTracks, takenObjects] = [
      new Set(taken.map(([track]) => track)),
      new Set(taken.map(([, seen]) => seen)),
    ];
    free = free.filter((track) => !takenTracks.has(track));
    unmatched.push(...seen.filter((object) => !takenObjects.has(object)));
  }
  return { pairs, unmatched };
}

function pairUp(
  tracks: readonly OpenTrack[],
  objects: readonly SeenObject[],
  { timeSeconds, minOverlap }: { readonly timeSeconds: number; readonly minOverlap: number },
): [OpenTrack, SeenObject][] {
  const pairs: [OpenTrack, SeenObject][] = [];
  for (const className of new Set(objects.map((object) => object.className))) {
    const ofClass = tracks.filter((track) => track.className === className);
    const seen = objects.filter((object) => object.className === className);
    const gains = ofClass.map((track) => seen.map((object) => overlapWith(track, object, timeSeconds) - minOverlap));
    bestAssignment(ofClass.length, seen.length, (row, column) => gains[row]![column]!).forEach((column, row) => {
      if (column >= 0) {
        pairs.push([ofClass[row]!, seen[column]!]);
      }
    });
  }
  return pairs;
}

function overlapWith(track: OpenTrack, { box }: SeenObject, timeSeconds: number): number {
  const expected = track.box;
  const ratio = (box.width * box.height) / Math.max(1e-9, expected.width * expected.height);
  if (!(ratio <= MAX_AREA_RATIO && ratio >= 1 / MAX_AREA_RATIO)) {
    return 0;
  }
  const buffer = Math.min(MAX_BUFFER, BUFFER + BUFFER_PER_SECOND * (timeSeconds - track.seenSeconds));
  return bufferedOverlap(expected, box, buffer);
}
