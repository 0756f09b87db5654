import { describe, expect, test } from 'vitest';
import { objectsChannel } from '../../../../../electron/engine/channels/objects/objects-channel.ts';
import type { ObjectRow } from '../../../../../electron/engine/channels/objects/rows.ts';
import type { ShotRow } from '../../../../../electron/engine/channels/shots/rows.ts';
import { shotsChannel } from '../../../../../electron/engine/channels/shots/shots-channel.ts';
import { resumePoint } from '../../../../../electron/engine/ingest/resume-point.ts';
import { packTiles } from '../../../../../electron/engine/ingest/tiles.ts';
import { beginGeneration, commitStep } from '../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from '../store/temporary-library.ts';

const stepSeconds = 60;

const shotRow = (startSeconds: number, endSeconds: number): ShotRow => ({
  startSeconds,
  endSeconds,
  gapSeconds: 1,
  change: 0,
  changeOverTwo: 0,
  unmatchedShare: 0,
  meanLuma: 0.5,
  lumaSpread: 0.1,
});

/** Rows of a step for samples at these seconds, the first of which may be the rest of a sample before. */
function rowsFrom(...startsSeconds: readonly number[]): ShotRow[] {
  return startsSeconds.map((start, index) =>
    shotRow(start, startsSeconds[index + 1] ?? (Math.floor(start / stepSeconds) + 1) * stepSeconds),
  );
}

class SteppedVideo {
  readonly library = new TemporaryLibrary();
  readonly generationKey = beginGeneration(this.library.db, {
    videoKey: addVideo(this.library.db, 'v'),
    pass: 'full',
    stepSeconds,
    channelVersions: {},
    createdAtMs: 0,
  }).generationKey;
  #doneStepCount = 0;

  commit(shots: readonly ShotRow[], more: { objects?: readonly ObjectRow[]; tileIndexes?: readonly number[] } = {}) {
    const { objects = [], tileIndexes = [] } = more;
    const image = { width: 1, height: 1, data: Uint8Array.of(1, 2, 3) };
    commitStep(this.library.db, {
      generationKey: this.generationKey,
      stepIndex: this.#doneStepCount,
      blocks: [
        { channel: 'shots', payload: shotsChannel.encode(shots) },
        { channel: 'objects', payload: objectsChannel.encode(objects) },
      ].map((block) => ({ ...block, blockIndex: this.#doneStepCount, rowCount: 0, terms: [] })),
      ...(tileIndexes.length === 0
        ? {}
        : { sprite: packTiles(tileIndexes.map((tileIndex) => ({ tileIndex, image }))) }),
    });
    this.#doneStepCount += 1;
  }

  resumePoint() {
    const { generationKey } = this;
    return resumePoint(this.library.db, { generationKey, doneStepCount: this.#doneStepCount, stepSeconds });
  }

  [Symbol.dispose](): void {
    this.library[Symbol.dispose]();
  }
}

describe('resumePoint', () => {
  test('is the beginning while nothing is committed', () => {
    using video = new SteppedVideo();
    expect(video.resumePoint()).toEqual({
      startSeconds: 0,
      openObjectRow: null,
      trackPast: { rows: [], nextTrackNumber: 1 },
      lastTileIndex: -1,
    });
  });

  test('lies before the third last sample, however far apart samples are', () => {
    using video = new SteppedVideo();
    video.commit(rowsFrom(0, 20, 40.04));
    expect(video.resumePoint().startSeconds).toBe(0);
    video.commit(rowsFrom(60, 70.2, 71, 118.3));
    expect(video.resumePoint().startSeconds).toBeCloseTo(70.2, 2);
    expect(video.resumePoint().startSeconds).toBeLessThan(70.2);
    // One sample only, and a block that is the rest of it alone.
    video.commit(rowsFrom(120, 130.5));
    video.commit(rowsFrom(180));
    expect(video.resumePoint().startSeconds).toBeCloseTo(71, 2);
  });

  test('brings the objects that are still seen, and the last tile of the sheet', () => {
    using video = new SteppedVideo();
    const seen: ObjectRow = { startSeconds: 58, endSeconds: 60, objects: [] };
    video.commit(rowsFrom(0, 58), {
      objects: [{ startSeconds: 0, endSeconds: 58, objects: [] }, seen],
      tileIndexes: [0, 1, 2],
    });
    expect(video.resumePoint()).toMatchObject({ openObjectRow: seen, lastTileIndex: 2 });
    video.commit(rowsFrom(60), { objects: [{ startSeconds: 60, endSeconds: 120, objects: [] }] });
    expect(video.resumePoint()).toMatchObject({ openObjectRow: { startSeconds: 60 }, lastTileIndex: 2 });
  });
});
