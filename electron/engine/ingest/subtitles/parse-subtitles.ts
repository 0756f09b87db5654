import { setImmediate } from 'node:timers/promises';
import { CueReader, type Cue } from './cue-reader.ts';
import { sortCues } from './sort-cues.ts';

export interface ParsedSubtitles {
  /** In the order of `startSeconds`; they may overlap. Cues without words are left out. */
  readonly cues: readonly Cue[];
  /** Cues that could not be read: broken times, an end that is not after the start, or a text beyond all measure. */
  readonly malformedCount: number;
}

/** A few milliseconds of work. */
const linesPerTurn = 1000;
const charactersPerTurn = 100_000;

/**
 * Reads SubRip or WebVTT text, told apart by its first line. Whatever it is given, it gives back what can be read:
 * a file that is no subtitle at all has no cues.
 */
export function parseSubtitles(text: string): ParsedSubtitles {
  const steps = parseInSteps(text);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/**
 * The same, giving way to everything else every few thousand lines, so that a long file does not hold up the thread.
 * Rejects with the signal's reason when that is aborted.
 */
export async function parseSubtitlesInTurns(
  text: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<ParsedSubtitles> {
  const steps = parseInSteps(text);
  for (;;) {
    signal.throwIfAborted();
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
    await setImmediate();
  }
}

function* parseInSteps(text: string): Generator<void, ParsedSubtitles> {
  const reader = new CueReader();
  let lineCount = 0;
  let turnStart = 0;
  // Lone carriage returns end lines only where there is nothing else; those before a line feed are trimmed away.
  const lineEnd = text.includes('\n') ? '\n' : '\r';
  for (let start = 0; start < text.length;) {
    const found = text.indexOf(lineEnd, start);
    const end = found === -1 ? text.length : found;
    reader.readLine(text.slice(start, end));
    start = end + 1;
    lineCount += 1;
    if (lineCount === linesPerTurn || end - turnStart > charactersPerTurn) {
      lineCount = 0;
      turnStart = start;
      yield;
    }
  }
  reader.finish();
  const cues = reader.isSorted ? reader.cues : yield* sortCues(reader.cues);
  return { cues, malformedCount: reader.malformedCount };
}
