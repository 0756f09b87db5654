/** Lines of `-loglevel repeat+level+info`, read as data. */

const levelPattern = /\[(panic|fatal|error|warning)\] /;
const framePattern = /\bn: *\d+ pts: *(-?\d+|NOPTS) pts_time:/;
const timeBasePattern = /\bconfig in time_base: (\d+)\/(\d+)/;
const keptLineCount = 30;

/** What `showinfo` says of one frame. */
export interface FrameInfo {
  /** In the time base of the filter; null where the stream gives none. */
  readonly pts: number | null;
  readonly isKey: boolean;
  readonly pixelFormat: string | null;
  /** `T` top field first, `B` bottom field first, `P` progressive. */
  readonly interlacing: string | null;
}

/**
 * The frame that a line of `showinfo` describes, or null for any other line. It is searched anywhere in the line: a
 * decoder thread may have written the beginning of a line of its own just before.
 */
export function parseFrameInfo(line: string): FrameInfo | null {
  const match = framePattern.exec(line);
  if (match === null) {
    return null;
  }
  const pts = match[1] === 'NOPTS' ? null : Number(match[1]);
  return {
    pts: pts !== null && Number.isSafeInteger(pts) ? pts : null,
    isKey: / iskey:1\b/.test(line),
    pixelFormat: / fmt:(\S+)/.exec(line)?.[1] ?? null,
    interlacing: / i:(\S)/.exec(line)?.[1] ?? null,
  };
}

/** The time base in which the frame lines count, or null for any other line. */
export function parseFilterTimeBase(line: string): { num: number; den: number } | null {
  const match = timeBasePattern.exec(line);
  return match === null ? null : { num: Number(match[1]), den: Number(match[2]) };
}

/** The last complaints of a run, and how many there were; bounded whatever the program writes. */
export interface LogTail {
  add(line: string): void;
  readonly errorCount: number;
  readonly lines: readonly string[];
}

export function createLogTail(): LogTail {
  const lines: string[] = [];
  let errorCount = 0;
  return {
    add(line) {
      const level = levelPattern.exec(line)?.[1];
      // `-progress` writes pairs without a level.
      if (level === undefined && /\[(info|verbose|debug|trace)\] |^\w+=\s*[\w:./-]*$/.test(line)) {
        return;
      }
      if (level !== undefined && level !== 'warning') {
        errorCount += 1;
      }
      const text = line.trim().slice(0, 400);
      if (text !== '') {
        lines.push(text);
        lines.splice(0, lines.length - keptLineCount);
      }
    },
    get errorCount() {
      return errorCount;
    },
    get lines() {
      return lines;
    },
  };
}
