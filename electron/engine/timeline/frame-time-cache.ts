import type { VideoId } from '../../contract/ids.ts';
import type { TimeRange } from '../../contract/time-range.ts';

/** Reads the times of the frames that begin in a range. */
export type ReadTimes = (range: TimeRange) => Promise<Float64Array<ArrayBuffer>>;

export interface FrameTimesWanted {
  readonly videoId: VideoId;
  /** Of the content: another file under the same id is read anew. */
  readonly fingerprint: string;
  readonly range: TimeRange;
}

const cellSeconds = 10;
const keptCellCount = 256;

/** Frame times lately read, in cells of ten seconds, so that scrolling along a timeline reads each stretch once. */
export class FrameTimeCache {
  readonly #cells = new Map<string, Float64Array<ArrayBuffer>>();

  async times({ videoId, fingerprint, range }: FrameTimesWanted, read: ReadTimes): Promise<Float64Array<ArrayBuffer>> {
    const first = Math.floor(range.startSeconds / cellSeconds);
    const end = Math.max(first + 1, Math.ceil(range.endSeconds / cellSeconds));
    const keyOf = (cell: number) => `${videoId}/${fingerprint}/${String(cell)}`;
    const parts: Float64Array<ArrayBuffer>[] = [];
    for (let cell = first; cell < end;) {
      let until = cell;
      while (until < end && !this.#cells.has(keyOf(until))) {
        until += 1;
      }
      if (until > cell) {
        const times = await read({ startSeconds: cell * cellSeconds, endSeconds: until * cellSeconds });
        for (let index = cell; index < until; index += 1) {
          const part = between(times, index * cellSeconds, (index + 1) * cellSeconds);
          this.#keep(keyOf(index), part);
          parts.push(part);
        }
        cell = until;
      } else {
        const known = this.#cells.get(keyOf(cell))!;
        this.#keep(keyOf(cell), known);
        parts.push(known);
        cell += 1;
      }
    }
    return between(joined(parts), range.startSeconds, range.endSeconds);
  }

  #keep(key: string, times: Float64Array<ArrayBuffer>): void {
    this.#cells.delete(key);
    this.#cells.set(key, times);
    if (this.#cells.size > keptCellCount) {
      this.#cells.delete(this.#cells.keys().next().value!);
    }
  }
}

function between(
  times: Float64Array<ArrayBuffer>,
  startSeconds: number,
  endSeconds: number,
): Float64Array<ArrayBuffer> {
  return times.filter((seconds) => seconds >= startSeconds && seconds < endSeconds);
}

function joined(parts: readonly Float64Array<ArrayBuffer>[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(parts.reduce((count, part) => count + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
