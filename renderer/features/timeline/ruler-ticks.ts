import { nominalRate } from '../../../electron/contract/time/frame-rate.ts';
import { frameStartSeconds } from '../../../electron/contract/time/pts.ts';
import type { ConstantRate } from '../../../electron/contract/time/video-timing.ts';
import type { TimeDisplay } from '../../lib/shown-time.ts';
import { secondsAtPixel, type TimelineView } from '../../lib/timeline-view.ts';

export interface Tick {
  readonly seconds: number;
  /** With its time beside it. */
  readonly isLabelled: boolean;
}

const labelDistancePixels = 96;
const secondSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];
const decimalSteps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, ...secondSteps];
const countSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000];

/** The lines of a ruler: at whole labels of the person's unit, as near to each other as their words allow. */
export function rulerTicks(view: TimelineView, { units, timing }: TimeDisplay): Tick[] {
  return units === 'seconds' || timing.kind === 'variable'
    ? secondTicks(view)
    : frameTicks(view, timing, units === 'frames');
}

function secondTicks(view: TimelineView): Tick[] {
  const step = stepOf(decimalSteps, view.secondsPerPixel * labelDistancePixels);
  return ticksBetween(view, { step, partCount: 5, first: 0, secondsOf: (count) => count });
}

function frameTicks(view: TimelineView, { format, startFrameCount }: ConstantRate, areFramesCounted: boolean): Tick[] {
  const nominal = nominalRate(format.rate);
  const frameSeconds = format.rate.den / format.rate.num;
  const steps = areFramesCounted
    ? countSteps
    : [...divisorsOf(nominal), ...secondSteps.map((seconds) => seconds * nominal)];
  const step = stepOf(steps, (view.secondsPerPixel * labelDistancePixels) / frameSeconds);
  const partCount = step % 5 === 0 ? 5 : step % 4 === 0 ? 4 : step % 3 === 0 ? 3 : step % 2 === 0 ? 2 : 1;
  // Timecode is cut where its own seconds begin, not the file's.
  const first = areFramesCounted ? 0 : startFrameCount;
  const secondsOf = (count: number) => frameStartSeconds(Math.round(count - first), format.rate);
  return ticksBetween(view, { step, partCount, first, secondsOf });
}

interface TickCount {
  readonly step: number;
  readonly partCount: number;
  /** The count at second 0. */
  readonly first: number;
  readonly secondsOf: (count: number) => number;
}

function ticksBetween(view: TimelineView, { step, partCount, first, secondsOf }: TickCount): Tick[] {
  const unitSeconds = secondsOf(first + 1);
  const from = first + view.startSeconds / unitSeconds;
  const until = first + Math.min(view.durationSeconds, secondsAtPixel(view, view.widthPixels)) / unitSeconds;
  const part = step / partCount;
  const ticks: Tick[] = [];
  // One label before the first pixel: its words may reach into the picture.
  for (let index = Math.floor(from / step) * partCount; index * part <= until; index += 1) {
    const seconds = secondsOf(index * part);
    if (seconds >= 0) {
      ticks.push({ seconds, isLabelled: index % partCount === 0 });
    }
  }
  return ticks;
}

function stepOf(steps: readonly number[], atLeast: number): number {
  return steps.find((step) => step >= atLeast) ?? steps.at(-1)!;
}

/** Numbers of frames that divide a second of timecode: 1, 5 for 25; 1, 2, 5, 10, 15 for 30. */
function divisorsOf(nominal: number): number[] {
  return [1, 2, 4, 5, 6, 8, 10, 12, 15, 20, 30].filter((count) => count < nominal && nominal % count === 0);
}
