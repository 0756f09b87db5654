import { formatPreciseClockTime } from '../../electron/contract/time/clock-time.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';

/** To a tenth of a second: `1:15.0`. */
export function tenthsText(seconds: number): string {
  return formatPreciseClockTime(Math.round(seconds * 10) / 10).slice(0, -2);
}

/** `0:12.5–0:18.0`. */
export function spanText({ startSeconds, endSeconds }: TimeRange): string {
  return `${tenthsText(startSeconds)}–${tenthsText(endSeconds)}`;
}
