import type { PictureMotion, Place } from '../../../contract/plan.ts';
import type { CoveringRow } from '../channel.ts';
import { ramp } from '../evidence-grid.ts';
import { joinCutRows, spansBetweenSamples } from '../sample-spans.ts';
import { CELL_COUNT } from './rows.ts';
import type { MotionRow } from './rows.ts';

const cellsOfPlace: Readonly<Record<Place, readonly number[]>> = {
  left: [0, 3, 6],
  right: [2, 5, 8],
  top: [0, 1, 2],
  bottom: [6, 7, 8],
  centre: [4],
};
const allCells = Array.from({ length: CELL_COUNT }, (_, cell) => cell);

/** What moved in the stretch between two samples. */
export interface MotionSpan extends CoveringRow {
  readonly cells: ArrayLike<number>;
  readonly speedPerSecond: number;
}

const stillCells = new Float32Array(CELL_COUNT);

export function motionSpansOf(rows: readonly MotionRow[]): readonly MotionSpan[] {
  return spansBetweenSamples(joinCutRows(rows, isSameMeasurement)).map(({ startSeconds, endSeconds, row }) => ({
    startSeconds,
    endSeconds,
    cells: row?.cells ?? stillCells,
    speedPerSecond: row?.speedPerSecond ?? Number.NaN,
  }));
}

function isSameMeasurement(a: MotionRow, b: MotionRow): boolean {
  return (
    Object.is(a.speedPerSecond, b.speedPerSecond) && allCells.every((cell) => Object.is(a.cells[cell], b.cells[cell]))
  );
}

/** Mean moving share of the cells of a place (of all without one); NaN when none of them is known. */
export function movingShare({ cells }: MotionSpan, place: Place | null): number {
  const known = (place === null ? allCells : cellsOfPlace[place])
    .map((cell) => cells[cell]!)
    .filter((share) => !Number.isNaN(share));
  return known.length === 0 ? Number.NaN : known.reduce((sum, share) => sum + share, 0) / known.length;
}

/**
 * How surely something moves, moves fast, or nothing moves, 0..1; NaN is unknown. The busiest cell decides, so that
 * something small that moves is movement.
 */
export function motionValue(span: MotionSpan, motion: PictureMotion, place: Place | null): number {
  const cells = place === null ? allCells : cellsOfPlace[place];
  let busiest = Number.NaN;
  for (const cell of cells) {
    const share = span.cells[cell]!;
    if (!Number.isNaN(share) && !(share <= busiest)) {
      busiest = share;
    }
  }
  const moving = ramp(busiest, 0.02, 0.15);
  switch (motion) {
    case 'still':
      return 1 - ramp(busiest, 0.01, 0.08);
    case 'moving':
      return moving;
    case 'fast':
      // What moves but was not followed may be fast, or fire, or water.
      return moving === 0 ? 0 : moving * ramp(span.speedPerSecond, 0.12, 0.4);
  }
}

export function busiestPlace(span: MotionSpan): Place | null {
  const places = (Object.keys(cellsOfPlace) as Place[])
    .map((place) => ({ place, share: movingShare(span, place) }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
  const whole = movingShare(span, null);
  return places[0] !== undefined && places[0].share > 1.8 * whole ? places[0].place : null;
}
