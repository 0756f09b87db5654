import { formatClockTime } from '../contract/time/clock-time.ts';

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
}

/** How often a stream that is no terminal gets a line. */
const plainLineEveryMs = 5_000;
const barWidth = 24;

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
    this.#streams.stdout.write(this.isJson ? `${JSON.stringify(document)}\n` : text === '' ? '' : `${text}\n`);
  }

  /** The same streams for a step of a larger command: its result is not the command's. */
  withoutResult(): Output {
    return new Output({ isJson: false, isQuiet: this.#isQuiet }, { ...this.#streams, stdout: { write: () => true } });
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
      stderr.write(`\r\u001b[2K${progressText(line, true).slice(0, (stderr.columns ?? 80) - 1)}`);
      this.#hasOpenLine = true;
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#lastPlainLineMs >= plainLineEveryMs) {
      this.#lastPlainLineMs = nowMs;
      stderr.write(`${progressText(line, false)}\n`);
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
    this.#streams.stderr.write(`${text}\n`);
  }
}

function progressText({ label, doneShare, detail, remainingSeconds }: ProgressLine, withBar: boolean): string {
  const parts: string[] = [];
  if (doneShare !== null) {
    const share = Math.min(1, Math.max(0, doneShare));
    if (withBar) {
      const filled = Math.round(share * barWidth);
      parts.push(`[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}]`);
    }
    parts.push(`${Math.floor(share * 100)} %`.padStart(5));
  }
  parts.push(label);
  if (detail !== '') {
    parts.push(detail);
  }
  if (remainingSeconds !== null) {
    parts.push(`${formatClockTime(remainingSeconds)} left`);
  }
  return parts.join('  ');
}
