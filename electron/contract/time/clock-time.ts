/** The whole second that a time lies in, forgiving float noise just below it: `1:15`, `1:02:03`. For people. */
export function formatClockTime(seconds: number): string {
  const wholeSeconds = Math.floor(assertTime(seconds) + 1e-6);
  return clockOf(wholeSeconds);
}

/** To the nearest millisecond: `1:15.000`, `1:02:03.250`. For tables and CSV. */
export function formatPreciseClockTime(seconds: number): string {
  const { wholeSeconds, milliseconds } = millisecondsOf(seconds);
  return `${clockOf(wholeSeconds)}.${padded(milliseconds, 3)}`;
}

/** Always with hours, for columns and for variable frame rates: `00:01:15.000`. */
export function formatFullClockTime(seconds: number): string {
  const { wholeSeconds, milliseconds } = millisecondsOf(seconds);
  const hours = Math.floor(wholeSeconds / 3600);
  return `${padded(hours, 2)}:${padded(Math.floor(wholeSeconds / 60) % 60, 2)}:${padded(wholeSeconds % 60, 2)}.${padded(milliseconds, 3)}`;
}

/** Reads `75`, `75.25`, `1:15`, `1:02:03.250` and `1:02:03,250`; null for anything else. Minutes and seconds below 60 after a colon. */
export function parseClockTime(text: string): number | null {
  const match = /^\s*(?:(?:(\d{1,6}):)?(\d{1,6}):)?(\d{1,9})(?:[.,](\d{1,9}))?\s*$/.exec(text);
  if (match === null) {
    return null;
  }
  const [, hoursText, minutesText, secondsText, fraction] = match;
  const isOver = (value: string | undefined): boolean => value !== undefined && Number(value) > 59;
  if ((hoursText !== undefined && isOver(minutesText)) || (minutesText !== undefined && isOver(secondsText))) {
    return null;
  }
  const wholeSeconds = Number(hoursText ?? 0) * 3600 + Number(minutesText ?? 0) * 60 + Number(secondsText);
  // One reading of the decimal text, so that 1:02:03.250 is exactly the double 3723.25.
  return Number(`${wholeSeconds}.${fraction ?? '0'}`);
}

function millisecondsOf(seconds: number): { readonly wholeSeconds: number; readonly milliseconds: number } {
  const total = Math.round(assertTime(seconds) * 1000);
  return { wholeSeconds: Math.floor(total / 1000), milliseconds: total % 1000 };
}

function clockOf(wholeSeconds: number): string {
  const hours = Math.floor(wholeSeconds / 3600);
  const minutes = Math.floor(wholeSeconds / 60) % 60;
  const rest = padded(wholeSeconds % 60, 2);
  return hours > 0 ? `${hours}:${padded(minutes, 2)}:${rest}` : `${minutes}:${rest}`;
}

function padded(value: number, digitCount: number): string {
  return String(value).padStart(digitCount, '0');
}

function assertTime(seconds: number): number {
  if (!(seconds >= 0 && seconds < 1e12)) {
    throw new RangeError(`A time is 0 seconds or more, not ${seconds}.`);
  }
  return seconds;
}
