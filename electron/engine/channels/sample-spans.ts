import type { CoveringRow } from './channel.ts';
import { MAX_MOTION_GAP_SECONDS } from './frame-gap.ts';

/** A row that was measured between its frame and the sample before. */
export interface SampleRow extends CoveringRow {
  /** Seconds between the two; NaN when there was none before. */
  readonly gapSeconds: number;
}

/** Times that are stored differ by rounding. */
const SLACK_SECONDS = 0.002;
/** A row longer than this many gaps was lengthened by frames that were skipped as identical. */
const LENGTHENED_GAPS = 1.5;

/**
 * Undoes the cutting of rows at the edges of blocks: a row with the measurement of the one that it touches is its
 * second half when it starts sooner than its own gap allows, or when nothing moved for long before it.
 */
export function joinCutRows<Row extends SampleRow>(
  rows: readonly Row[],
  isSame: (a: Row, b: Row) => boolean,
): readonly Row[] {
  const joined: Row[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const isHalf =
      last !== undefined &&
      Math.abs(row.startSeconds - last.endSeconds) <= SLACK_SECONDS &&
      Object.is(row.gapSeconds, last.gapSeconds) &&
      (row.startSeconds - last.startSeconds < row.gapSeconds - SLACK_SECONDS || isLengthened(last)) &&
      isSame(last, row);
    if (isHalf) {
      joined[joined.length - 1] = { ...last, endSeconds: row.endSeconds };
    } else {
      joined.push(row);
    }
  }
  return joined;
}

/** Between samples that are far apart anyway (the key-frame pass) a long row tells nothing. */
function isLengthened(row: SampleRow): boolean {
  return (
    row.gapSeconds <= MAX_MOTION_GAP_SECONDS && row.endSeconds - row.startSeconds > LENGTHENED_GAPS * row.gapSeconds
  );
}

/** A stretch between two samples, and the row that tells what happened in it; null where nothing did. */
export interface SampleSpan<Row> extends CoveringRow {
  readonly row: Row | null;
}

/**
 * Where in time the measurements between samples belong. What a row measured happened in the gap *before* its frame;
 * a row lengthened by identical frames has seen nothing happen for the rest. The last row of a run carries on, for
 * nothing later is known. Rows in time order.
 */
export function spansBetweenSamples<Row extends SampleRow>(rows: readonly Row[]): readonly SampleSpan<Row>[] {
  const spans: SampleSpan<Row>[] = [];
  rows.forEach((row, index) => {
    const { startSeconds, endSeconds } = row;
    const next = rows[index + 1];
    const isFollowed =
      next !== undefined && Math.abs(next.startSeconds - endSeconds) <= SLACK_SECONDS && !Number.isNaN(next.gapSeconds);
    if (!isFollowed) {
      spans.push({ startSeconds, endSeconds, row: isLengthened(row) ? null : row });
      return;
    }
    const changeSeconds = Math.max(startSeconds, next.startSeconds - next.gapSeconds);
    const isStillFirst = changeSeconds > startSeconds + SLACK_SECONDS;
    if (isStillFirst) {
      spans.push({ startSeconds, endSeconds: changeSeconds, row: null });
    }
    spans.push({ startSeconds: isStillFirst ? changeSeconds : startSeconds, endSeconds, row: next });
  });
  return spans;
}
