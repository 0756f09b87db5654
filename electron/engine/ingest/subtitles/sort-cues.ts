import type { Cue } from './cue-reader.ts';

const runLength = 2048;

/**
 * Sorts by start, then end, equal ones in the order of the file. A merge sort that pauses (`yield`) after every few
 * thousand cues, since one sort of a hundred thousand would hold the thread too long.
 */
export function* sortCues(cues: readonly Cue[]): Generator<void, Cue[]> {
  let source: Cue[] = [];
  for (let start = 0; start < cues.length; start += runLength) {
    for (const cue of cues.slice(start, start + runLength).sort(compareCues)) {
      source.push(cue);
    }
    yield;
  }
  let target = new Array<Cue>(source.length);
  for (let width = runLength; width < source.length; width *= 2) {
    for (let start = 0; start < source.length; start += 2 * width) {
      yield* mergeRuns(source, target, { start, width });
    }
    [source, target] = [target, source];
  }
  return source;
}

interface RunPair {
  readonly start: number;
  readonly width: number;
}

function* mergeRuns(source: readonly Cue[], target: Cue[], { start, width }: RunPair): Generator<void, void> {
  const middle = Math.min(start + width, source.length);
  const end = Math.min(middle + width, source.length);
  let left = start;
  let right = middle;
  for (let position = start; position < end; position += 1) {
    const isLeft = right >= end || (left < middle && compareCues(source[left]!, source[right]!) <= 0);
    target[position] = isLeft ? source[left++]! : source[right++]!;
    if (position % runLength === runLength - 1) {
      yield;
    }
  }
}

function compareCues(a: Cue, b: Cue): number {
  return a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds;
}
