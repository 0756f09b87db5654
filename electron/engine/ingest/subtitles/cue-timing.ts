export interface CueTiming {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** `hours` optional, comma or dot, one digit where two belong, spaces around: what is met in files, not what is allowed. */
const clock = String.raw`(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:\s?[.,]\s?(\d{1,9}))?`;
const timingPattern = new RegExp(String.raw`^${clock}\s*-{1,3}\s?>\s*${clock}(?=\s|$)`);

/**
 * Reads `00:00:01,500 --> 00:00:03,000`, with whatever settings follow; null for any other line.
 * The end may lie before the start: only the caller knows what that means.
 */
export function parseCueTiming(trimmedLine: string): CueTiming | null {
  const match = timingPattern.exec(trimmedLine);
  if (match === null) {
    return null;
  }
  return { startSeconds: secondsOf(match.slice(1, 5)), endSeconds: secondsOf(match.slice(5, 9)) };
}

/** Whether a line was meant as a timing: such a line ends the cue before it even though it cannot be read. */
export function isBrokenTiming(trimmedLine: string, isBlockStart: boolean): boolean {
  return trimmedLine.includes('-->') && (isBlockStart || /\d:\d/.test(trimmedLine));
}

function secondsOf([hours, minutes, seconds, fraction]: readonly (string | undefined)[]): number {
  const wholeSeconds = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  // One reading of the decimal text gives the nearest double, which adding a fraction would not.
  return Number(`${wholeSeconds}.${fraction ?? '0'}`);
}
