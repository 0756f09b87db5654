import { ramp } from '../evidence-grid.ts';
import { MAX_MOTION_GAP_SECONDS } from '../frame-gap.ts';
import { joinCutRows } from '../sample-spans.ts';
import type { ShotRow } from './rows.ts';

export interface Transition {
  readonly kind: 'cut' | 'fade-in' | 'fade-out';
  /** From the last frame before it … */
  readonly startSeconds: number;
  /** … to the end of the first frame after it. */
  readonly endSeconds: number;
  /** The first frame of what comes after: of the new shot, or of the blank picture after a fade-out. */
  readonly atSeconds: number;
  /** 0..1, how sure. */
  readonly strength: number;
}

/** Cut scores (geometric mean of change and unmatched share) that count; frames seconds apart differ more anyway. */
const CUT_SCORE = 0.38;
const CUT_SCORE_FAR_APART = 0.5;
/** A cut stands out of what happens around it: so many times the median of the neighbours on both sides. */
const NEIGHBOUR_RATIO = 2;
const NEIGHBOUR_COUNT = 4;
/** Two cuts in consecutive samples are both believed only from this score; otherwise the weaker is its echo. */
const SURE_SCORE = 0.55;
/** After a flash the picture is what it was: its change over two samples is this small a part of the change into it. */
const FLASH_RETURN_RATIO = 0.35;

/** Mean luma and spread of a blank (black or white) picture. */
const BLACK_LUMA = 0.06;
const WHITE_LUMA = 0.93;
const BLANK_SPREAD = 0.05;
/** Luma by which every sample of a fade must go on, and by which a fade must change in all. */
const FADE_STEP = 0.01;
const FADE_RANGE = 0.08;

/** All cuts and fades that a run of rows shows, in time order. Fades come first: what is inside one is not a cut. */
export function transitionsOf(allRows: readonly ShotRow[]): readonly Transition[] {
  const rows = joinCutRows(allRows, isSameMeasurement);
  const fades = fadesOf(rows);
  const isInFade = (row: ShotRow) =>
    fades.some((fade) => row.startSeconds > fade.startSeconds && row.startSeconds < fade.endSeconds);
  const cuts = cutIndexes(rows)
    .filter((index) => !isInFade(rows[index]!))
    .map((index) => cutAt(rows, index));
  return [...fades, ...cuts].sort((a, b) => a.atSeconds - b.atSeconds);
}

function isSameMeasurement(a: ShotRow, b: ShotRow): boolean {
  return (
    Object.is(a.change, b.change) &&
    Object.is(a.changeOverTwo, b.changeOverTwo) &&
    Object.is(a.unmatchedShare, b.unmatchedShare) &&
    a.meanLuma === b.meanLuma &&
    a.lumaSpread === b.lumaSpread
  );
}

function cutAt(rows: readonly ShotRow[], index: number): Transition {
  const row = rows[index]!;
  return {
    kind: 'cut',
    startSeconds: row.startSeconds - row.gapSeconds,
    endSeconds: row.endSeconds,
    atSeconds: row.startSeconds,
    strength: 0.6 + 0.4 * ramp(scoreOf(row), CUT_SCORE, 0.7),
  };
}

/** A strip too thin to follow blocks in (unmatched share unknown) is judged by its change alone. */
function scoreOf({ change, unmatchedShare }: ShotRow): number {
  if (Number.isNaN(change)) {
    return 0;
  }
  return Number.isNaN(unmatchedShare) ? change : Math.sqrt(change * unmatchedShare);
}

function isFarApart(row: ShotRow): boolean {
  return row.gapSeconds > MAX_MOTION_GAP_SECONDS;
}

function cutIndexes(rows: readonly ShotRow[]): number[] {
  const scores = rows.map(scoreOf);
  const found: number[] = [];
  rows.forEach((row, index) => {
    const floor = isFarApart(row) ? CUT_SCORE_FAR_APART : CUT_SCORE;
    // The cheap test first: nearly every sample fails it.
    const isCandidate = scores[index]! >= floor && scores[index]! >= NEIGHBOUR_RATIO * medianAround(scores, index);
    if (!isCandidate || isFlash(rows, index)) {
      return;
    }
    const last = found.at(-1);
    if (last === index - 1 && Math.min(scores[last]!, scores[index]!) < SURE_SCORE) {
      // A cut inside a blend of two frames, or a dissolve, shows in two samples: the stronger one stays.
      if (scores[index]! > scores[last]!) {
        found[found.length - 1] = index;
      }
      return;
    }
    found.push(index);
  });
  return found;
}

/** The median leaves out other cuts nearby; fast motion, which goes on for several samples, raises it. */
function medianAround(scores: readonly number[], index: number): number {
  const around = [
    ...scores.slice(Math.max(0, index - NEIGHBOUR_COUNT), index),
    ...scores.slice(index + 1, index + 1 + NEIGHBOUR_COUNT),
  ].sort((a, b) => a - b);
  return around.length === 0 ? 0 : around[Math.floor((around.length - 1) / 2)]!;
}

/** Whether the change into this frame is taken back by the next one, or takes back the one before. */
function isFlash(rows: readonly ShotRow[], index: number): boolean {
  const returns = (into: ShotRow | undefined, back: ShotRow | undefined) =>
    into !== undefined &&
    back !== undefined &&
    !isFarApart(back) &&
    back.changeOverTwo <= FLASH_RETURN_RATIO * Math.max(into.change, back.change);
  return returns(rows[index], rows[index + 1]) || returns(rows[index - 1], rows[index]);
}

type Blank = 'black' | 'white';

function blankOf({ meanLuma, lumaSpread }: ShotRow): Blank | null {
  if (lumaSpread >= BLANK_SPREAD) {
    return null;
  }
  return meanLuma <= BLACK_LUMA ? 'black' : meanLuma >= WHITE_LUMA ? 'white' : null;
}

/** Runs of samples whose luma goes steadily from or to a blank picture, with at least one sample between. */
function fadesOf(rows: readonly ShotRow[]): Transition[] {
  const fades: Transition[] = [];
  rows.forEach((row, index) => {
    const blank = blankOf(row);
    if (blank === null) {
      return;
    }
    const isEdge = (neighbour: ShotRow | undefined) => neighbour !== undefined && blankOf(neighbour) !== blank;
    if (isEdge(rows[index - 1])) {
      const first = walk(rows, { from: index, step: -1, blank });
      if (first !== null) {
        const { startSeconds } = rows[first]!;
        fades.push({
          kind: 'fade-out',
          startSeconds,
          endSeconds: row.endSeconds,
          atSeconds: row.startSeconds,
          strength: 1,
        });
      }
    }
    if (isEdge(rows[index + 1])) {
      const last = walk(rows, { from: index, step: 1, blank });
      if (last !== null) {
        const { startSeconds } = row;
        fades.push({
          kind: 'fade-in',
          startSeconds,
          endSeconds: rows[last]!.endSeconds,
          atSeconds: startSeconds,
          strength: 1,
        });
      }
    }
  });
  return fades;
}

interface Walk {
  readonly from: number;
  readonly step: 1 | -1;
  readonly blank: Blank;
}

/** Index of the farthest sample of the fade that ends (or begins) in the blank sample `from`; null when it is none. */
function walk(rows: readonly ShotRow[], { from, step, blank }: Walk): number | null {
  const sign = blank === 'black' ? 1 : -1;
  let index = from;
  for (;;) {
    const here = rows[index]!;
    const next = rows[index + step];
    // The gap between two rows is kept by the later one.
    const gap = step === 1 ? next?.gapSeconds : here.gapSeconds;
    const isOn =
      next !== undefined &&
      gap !== undefined &&
      gap <= MAX_MOTION_GAP_SECONDS &&
      (next.meanLuma - here.meanLuma) * sign >= FADE_STEP;
    if (!isOn) {
      break;
    }
    index += step;
  }
  const range = Math.abs(rows[index]!.meanLuma - rows[from]!.meanLuma);
  return Math.abs(index - from) >= 2 && range >= FADE_RANGE ? index : null;
}
