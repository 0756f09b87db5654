import type { CoveringRow } from '../channels/channel.ts';
import { objectsChannel } from '../channels/objects/objects-channel.ts';
import { shotsChannel } from '../channels/shots/shots-channel.ts';
import { nextTrackNumber, type TrackPast } from '../channels/tracks/track-step.ts';
import { tracksChannel } from '../channels/tracks/tracks-channel.ts';
import type { ReadableDb } from '../store/database.ts';
import { allBlocksOf, blocksOf } from '../store/queries/index.ts';
import { unpackTiles } from './tiles.ts';

/** What an analysis has to know of the steps before it, so that it writes what an uninterrupted one would have. */
export interface ResumePoint {
  /** Decode from here on: 0 at the beginning. */
  readonly startSeconds: number;
  /** The row of `objects` that the last committed step ends in; null at the beginning and without a detector. */
  readonly openObjectRow: CoveringRow | null;
  /** What `tracks` goes on from. */
  readonly trackPast: TrackPast;
  /** -1 when no tile of the sprite sheet is committed. */
  readonly lastTileIndex: number;
}

export interface DoneSteps {
  readonly generationKey: number;
  readonly doneStepCount: number;
  readonly stepSeconds: number;
}

/** Samples that an analyser looks back on: `shots` compares with the two before, and one more is given for safety. */
const pastSampleCount = 3;

/** Times in blocks are rounded to 0.1 ms: aiming this much earlier never misses the sample. */
const roundingSeconds = 0.001;

/**
 * Finds the last samples before the first step that is not committed, however far apart they are: a slide show may
 * have one frame a minute.
 */
export function resumePoint(db: ReadableDb, done: DoneSteps): ResumePoint {
  const { generationKey, doneStepCount } = done;
  if (doneStepCount === 0) {
    return { startSeconds: 0, openObjectRow: null, trackPast: { rows: [], nextTrackNumber: 1 }, lastTileIndex: -1 };
  }
  const block = { generationKey, channel: objectsChannel.id, fromBlock: doneStepCount - 1, toBlock: doneStepCount - 1 };
  const openObjectRow =
    blocksOf(db, block)
      .flatMap(({ payload }) => objectsChannel.decode(payload))
      .at(-1) ?? null;
  const lastTiles = allBlocksOf(db, generationKey, 'sprite').at(-1);
  const lastTileIndex = lastTiles === undefined ? -1 : (unpackTiles(lastTiles.payload).at(-1)?.tileIndex ?? -1);
  const trackPast = trackPastOf(db, done);
  return { startSeconds: pastSampleSeconds(db, done), openObjectRow, trackPast, lastTileIndex };
}

/** Numbers go on from the highest of all steps, everything else from the last one. */
function trackPastOf(db: ReadableDb, { generationKey, doneStepCount }: DoneSteps): TrackPast {
  let past: TrackPast = { rows: [], nextTrackNumber: 1 };
  for (const { blockIndex, payload } of allBlocksOf(db, generationKey, tracksChannel.id)) {
    const rows = tracksChannel.decode(payload);
    past = {
      rows: blockIndex === doneStepCount - 1 ? rows : [],
      nextTrackNumber: nextTrackNumber(rows, past.nextTrackNumber),
    };
  }
  return past;
}

function pastSampleSeconds(db: ReadableDb, { generationKey, doneStepCount, stepSeconds }: DoneSteps): number {
  let foundCount = 0;
  for (let step = doneStepCount - 1; step >= 0; step -= 1) {
    const request = { generationKey, channel: shotsChannel.id, fromBlock: step, toBlock: step };
    const rows = blocksOf(db, request).flatMap(({ payload }) => shotsChannel.decode(payload));
    // A row that begins with its step may be the cut-off end of a sample of the step before.
    const samples = rows.filter(({ startSeconds }) => startSeconds > step * stepSeconds);
    const wanted = samples.at(foundCount - pastSampleCount);
    if (wanted !== undefined) {
      return Math.max(0, wanted.startSeconds - roundingSeconds);
    }
    foundCount += samples.length;
  }
  return 0;
}
