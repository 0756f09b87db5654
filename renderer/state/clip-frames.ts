import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';
import type { TimeRange } from '../../electron/contract/time-range.ts';
import { constantGrid, listedGrid, type FrameGrid } from '../lib/frame-grid.ts';

const cellSeconds = 60;
/** How near to the edge of a cell the neighbour is wanted as well, for steps and for frames that are shown long. */
const marginSeconds = 10;
/** Only until the clip's own rate is known. */
const usualRate = { num: 25, den: 1 };

/**
 * When the frames of one clip are shown: counted where they come at equal distances, otherwise told by the engine, a
 * minute at a time.
 */
export class ClipFrames {
  readonly #callEngine: CallEngine;
  readonly #videoId: VideoId;
  #video: VideoSummary | null = null;
  #grid: FrameGrid = constantGrid(usualRate, null);
  #starts = new Float64Array(0);
  #cells = new Map<number, Promise<void>>();
  #learned: () => void = () => {};
  readonly #isLearned = new Promise<void>((resolve) => (this.#learned = resolve));

  constructor(callEngine: CallEngine, videoId: VideoId) {
    this.#callEngine = callEngine;
    this.#videoId = videoId;
  }

  /** As good as it is known; `ensure` makes it exact around a time. */
  get grid(): FrameGrid {
    return this.#grid;
  }

  /** The clip's facts, or null when they cannot be had. */
  learn(video: VideoSummary | null): void {
    this.#video = video;
    const rate = video?.rate ?? null;
    if (rate !== null && rate.num > 0 && rate.den > 0) {
      this.#grid = constantGrid(rate, video?.durationSeconds ?? null);
    }
    this.#learned();
  }

  /** Resolves when the frames around a time are known, or cannot be. Never rejects: then the average rate counts. */
  async ensure(seconds: number): Promise<void> {
    await this.#isLearned;
    if (this.#video === null || (!this.#video.isVariableRate && this.#video.rate !== null)) {
      return;
    }
    const first = Math.floor(Math.max(0, seconds - marginSeconds) / cellSeconds);
    const lastSeconds = Math.min(seconds + marginSeconds, this.#video.durationSeconds ?? Number.POSITIVE_INFINITY);
    const last = Math.max(first, Math.floor(lastSeconds / cellSeconds));
    for (let cell = first; cell <= last; cell += 1) {
      await this.#cell(cell);
    }
  }

  #cell(cell: number): Promise<void> {
    const known = this.#cells.get(cell);
    if (known !== undefined) {
      return known;
    }
    const range = { startSeconds: cell * cellSeconds, endSeconds: (cell + 1) * cellSeconds };
    const loading = this.#callEngine('timeline.frames', { videoId: this.#videoId, range }).then(
      ({ frameSeconds }) => this.#add(frameSeconds, range),
      () => {
        // Asked again with the next step: a drive may come back.
        this.#cells.delete(cell);
      },
    );
    this.#cells.set(cell, loading);
    return loading;
  }

  #add(starts: Float64Array, { startSeconds, endSeconds }: TimeRange): void {
    const others = this.#starts.filter((seconds) => seconds < startSeconds || seconds >= endSeconds);
    this.#starts = Float64Array.from([...others, ...starts]).sort();
    if (this.#starts.length > 0) {
      this.#grid = listedGrid(this.#starts, this.#video?.durationSeconds ?? null);
    }
  }
}
