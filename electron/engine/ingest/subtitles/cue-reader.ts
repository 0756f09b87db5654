import { cueText } from './cue-text.ts';
import { isBrokenTiming, parseCueTiming, type CueTiming } from './cue-timing.ts';

/** One timed text of the file, in the file's own seconds; `text` is never empty and may have several lines. */
export interface Cue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly text: string;
}

/** More is no subtitle: somebody's data under a wrong name. */
const largestTextLength = 20_000;

type State =
  | { readonly kind: 'between' }
  /** A header, note or style: over at the next empty line. */
  | { readonly kind: 'other-block' }
  /** Under a timing that could not be read: over at the next timing. */
  | { readonly kind: 'malformed-cue' }
  | { readonly kind: 'cue'; readonly timing: CueTiming; readonly lines: PayloadLine[]; length: number };

interface PayloadLine {
  readonly text: string;
  readonly isAfterBlank: boolean;
}

/**
 * Reads SubRip and WebVTT line by line. An empty line ends a WebVTT cue; in SubRip it does not, as in ffmpeg, because
 * people leave empty lines inside of cues: there the next number and timing end it.
 */
export class CueReader {
  readonly cues: Cue[] = [];
  malformedCount = 0;
  /** Whether the cues so far came in the order of `startSeconds`. */
  isSorted = true;
  #state: State = { kind: 'between' };
  #isVtt = false;
  #isFirstLine = true;
  #isAfterBlank = true;

  readLine(line: string): void {
    // Takes a byte order mark away as well.
    const trimmed = line.trim();
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (/^WEBVTT(?=\s|$)/.test(trimmed)) {
        this.#isVtt = true;
        this.#state = { kind: 'other-block' };
        return;
      }
    }
    if (trimmed === '') {
      this.#readBlank();
    } else {
      this.#readText(trimmed);
      this.#isAfterBlank = false;
    }
  }

  /** To be called once, after the last line. */
  finish(): void {
    this.#endCue({ isBeforeTiming: false });
  }

  #readBlank(): void {
    this.#isAfterBlank = true;
    if (this.#state.kind === 'other-block') {
      this.#state = { kind: 'between' };
    } else if (this.#isVtt) {
      this.#endCue({ isBeforeTiming: false });
    }
  }

  #readText(trimmed: string): void {
    if (this.#state.kind === 'other-block') {
      return;
    }
    const timing = trimmed.includes('>') ? parseCueTiming(trimmed) : null;
    if (timing !== null) {
      this.#endCue({ isBeforeTiming: true });
      this.#state = { kind: 'cue', timing, lines: [], length: 0 };
    } else if (this.#isAfterBlank && /^(?:NOTE|STYLE|REGION)(?=\s|$)/.test(trimmed)) {
      this.#endCue({ isBeforeTiming: false });
      this.#state = { kind: 'other-block' };
    } else if (isBrokenTiming(trimmed, this.#isAfterBlank)) {
      this.#endCue({ isBeforeTiming: true });
      this.malformedCount += 1;
      this.#state = { kind: 'malformed-cue' };
    } else if (this.#state.kind === 'cue') {
      this.#state.length += trimmed.length;
      if (this.#state.length <= largestTextLength) {
        this.#state.lines.push({ text: trimmed, isAfterBlank: this.#isAfterBlank });
      }
    }
  }

  #endCue({ isBeforeTiming }: { readonly isBeforeTiming: boolean }): void {
    const state = this.#state;
    this.#state = { kind: 'between' };
    if (state.kind !== 'cue') {
      return;
    }
    const { timing, lines, length } = state;
    const last = lines.at(-1);
    // The number of the next cue. After an empty line it is one even if the file is cut off behind it.
    const isNumberLine = last !== undefined && (last.isAfterBlank || isBeforeTiming) && /^\d+$/.test(last.text);
    if (isNumberLine && (last.isAfterBlank || !this.#isAfterBlank)) {
      lines.pop();
    }
    if (!(timing.startSeconds < timing.endSeconds) || length > largestTextLength) {
      this.malformedCount += 1;
      return;
    }
    const text = cueText(lines.map((line) => line.text));
    if (text !== '') {
      this.isSorted &&= timing.startSeconds >= (this.cues.at(-1)?.startSeconds ?? 0);
      this.cues.push({ ...timing, text });
    }
  }
}
