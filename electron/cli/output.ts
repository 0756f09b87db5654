import { formatClockTime } from '../contract/time/clock-time.ts';
import { printable, shorten, widthOf } from './text-width.ts';

export interface OutputOptions {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
}

/** What the streams of a process look like to us, so that tests can read them. */
export interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
}

/** A step of long work as a person sees it. */
export interface ProgressLine {
  readonly label: string;
  readonly doneShare: number | null;
  readonly detail: string;
  readonly remainingSeconds: number | null;
  /** Jobs that come after this one. Default 0. */
  readonly waitingCount?: number;
}

/** How often a stream that is no terminal gets a line. */
const plainLineEveryMs = 5_000;
const barWidth = 24;
/** With less room than this for the label the bar goes, then the detail. */
const shortestLabelWidth = 24;

/**
 * The two streams of the command line: standard output holds only the result (with `--json` exactly one document,
 * written at the end); progress and warnings go to standard error.
 */
export class Output {
  readonly isJson: boolean;
  readonly #isQuiet: boolean;
  readonly #streams: Streams;
  #hasOpenLine = false;
  #lastPlainLineMs = -Infinity;

  constructor({ isJson, isQuiet }: OutputOptions, streams: Streams) {
    this.isJson = isJson;
    this.#isQuiet = isQuiet;
    this.#streams = streams;
  }

  /** The result: the document with `--json`, the text otherwise. */
  result(document: unknown, text: string): void {
    this.endProgress();
    this.#streams.stdout.write(
      this.isJson ? `${JSON.stringify(document)}\n` : text === '' ? '' : `${printable(text)}\n`,
    );
  }

  /** The same streams for a step of a larger command: its result is not the command's. */
  withoutResult(): Output {
    const { stderr } = this.#streams;
    return new Output({ isJson: false, isQuiet: this.#isQuiet }, { stderr, stdout: { write: () => true } });
  }

  note(text: string): void {
    if (!this.#isQuiet) {
      this.#line(text);
    }
  }

  /** Written also with `--quiet`. */
  warn(text: string): void {
    this.#line(text);
  }

  progress(line: ProgressLine): void {
    if (this.#isQuiet) {
      return;
    }
    const { stderr } = this.#streams;
    if (stderr.isTTY === true) {
      stderr.write(`\r\u001b[2K${printable(barText(line, (stderr.columns ?? 80) - 1))}`);
      this.#hasOpenLine = true;
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#lastPlainLineMs >= plainLineEveryMs) {
      this.#lastPlainLineMs = nowMs;
      const parts = [shareText(line), line.label, line.detail, tailText(line)];
      stderr.write(`${printable(joined(parts))}\n`);
    }
  }

  endProgress(): void {
    if (this.#hasOpenLine) {
      this.#streams.stderr.write('\r\u001b[2K');
      this.#hasOpenLine = false;
    }
  }

  #line(text: string): void {
    this.endProgress();
    this.#streams.stderr.write(`${printable(text)}\n`);
  }
}

/** One line of a terminal: what does not fit is left out by how little it tells, and the label is cut last. */
function barText(line: ProgressLine, columnCount: number): string {
  const before = [barOf(line.doneShare), shareText(line)];
  const after = [line.detail, tailText(line)];
  const labelRoom = (): number => columnCount - widthOf(joined([...before, '', ...after])) - 2;
  const wanted = Math.min(widthOf(line.label), shortestLabelWidth);
  for (const drop of [() => (before[0] = ''), () => (after[0] = '')]) {
    if (labelRoom() < wanted) {
      drop();
    }
  }
  return joined([...before, shorten(line.label, Math.max(1, labelRoom())), ...after]);
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('  ');

function barOf(doneShare: number | null): string {
  if (doneShare === null) {
    return '';
  }
  const filled = Math.round(clamped(doneShare) * barWidth);
  return `[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}]`;
}

function shareText({ doneShare }: ProgressLine): string {
  return doneShare === null ? '' : `${Math.floor(clamped(doneShare) * 100)} %`.padStart(5);
}

function tailText({ remainingSeconds, waitingCount = 0 }: ProgressLine): string {
  const left = remainingSeconds === null ? [] : [`${formatClockTime(remainingSeconds)} left`];
  const waiting = waitingCount === 0 ? [] : [`${waitingCount} more ${waitingCount === 1 ? 'job' : 'jobs'} after it`];
  return [...left, ...waiting].join(', ');
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
