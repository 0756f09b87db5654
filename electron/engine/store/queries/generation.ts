import { z } from 'zod';
import { EngineError } from '../../../contract/errors.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { Pass } from '../../../contract/library.ts';
import { inTransaction } from '../database.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { parseStoredJson } from '../stored-failure.ts';
import { defaultTurnMs, repeatInTurns } from '../write-in-turns.ts';
import type { TurnOptions } from '../write-in-turns.ts';
import { putBlock } from './block.ts';
import type { BlockInput } from './block.ts';
import { raiseDataVersion } from './setting.ts';

/** What each channel was made with, as in `{"look": 1, "objects": "1 yolox-nano@1"}`. */
export type ChannelVersions = Readonly<Record<string, string | number>>;

const channelVersionsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** The same text for the same versions, whatever the order in which they were put together. */
function versionsJson(versions: ChannelVersions): string {
  return JSON.stringify(Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1))));
}

export interface GenerationRequest {
  readonly videoKey: number;
  readonly pass: Pass;
  readonly stepSeconds: number;
  readonly channelVersions: ChannelVersions;
  readonly createdAtMs: number;
}

export interface BegunGeneration {
  readonly generationKey: number;
  /** Steps that are committed already: work goes on with this index. */
  readonly doneStepCount: number;
}

/**
 * Finds the unfinished generation of the same pass, step and channel versions, to go on with it; otherwise throws
 * away what is unfinished of that pass and starts anew.
 */
export function beginGeneration(db: WritableDb, request: GenerationRequest): BegunGeneration {
  const { videoKey, pass, stepSeconds, channelVersions, createdAtMs } = request;
  const versions = versionsJson(channelVersions);
  return inTransaction(db, () => {
    const unfinished = sql<BegunGeneration>`
      SELECT generation_key AS generationKey, done_step_count AS doneStepCount FROM generation
      WHERE video_key = ${videoKey} AND pass = ${pass} AND is_complete = 0 AND is_stale = 0
        AND step_seconds = ${stepSeconds} AND channel_versions_json = ${versions}
      ORDER BY generation_key DESC LIMIT 1`.get(db);
    if (unfinished !== undefined) return unfinished;
    const { changes } = sql`
      UPDATE generation SET is_stale = 1 WHERE video_key = ${videoKey} AND pass = ${pass} AND is_complete = 0`.run(db);
    if (changes > 0) dropStale(db, videoKey);
    const { lastInsertRowid } = sql`
      INSERT INTO generation (video_key, pass, step_seconds, channel_versions_json, created_at_ms)
      VALUES (${videoKey}, ${pass}, ${stepSeconds}, ${versions}, ${createdAtMs})`.run(db);
    return { generationKey: Number(lastInsertRowid), doneStepCount: 0 };
  });
}

/**
 * Whether the video is searched by a finished generation of just this kind. Then the work was done, and only the end
 * of its job was lost to a kill.
 */
export function hasCompleteGeneration(db: ReadableDb, request: Omit<GenerationRequest, 'createdAtMs'>): boolean {
  const { videoKey, pass, stepSeconds, channelVersions } = request;
  const found = sql<{ generationKey: number }>`
    SELECT g.generation_key AS generationKey
    FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
    WHERE v.video_key = ${videoKey} AND g.pass = ${pass} AND g.is_complete = 1 AND g.step_seconds = ${stepSeconds}
      AND g.channel_versions_json = ${versionsJson(channelVersions)}`.get(db);
  return found !== undefined;
}

export interface StepInput {
  readonly generationKey: number;
  /** From 0; steps are committed in order. */
  readonly stepIndex: number;
  readonly blocks: readonly BlockInput[];
  /** Pictures of the step for hovering; read back with `blocksOf` as channel `sprite`, block index = step index. */
  readonly sprite?: Uint8Array;
  /** How far edges may be off in what was looked at so far; the largest of all steps is kept. Default 0. */
  readonly edgeUncertaintySeconds?: number;
}

interface GenerationState {
  readonly videoKey: number;
  readonly doneStepCount: number;
}

/**
 * Commits one step of a pass with all its rows, or nothing of it. A step that is committed already changes nothing
 * (false is returned), so that one may be repeated after a kill. The first step of a video that has nothing to search
 * yet makes its generation searchable at once.
 *
 * Throws EngineError `not-found` when the generation has been replaced meanwhile. Skipping a step is a bug and throws.
 */
export function commitStep(db: WritableDb, step: StepInput): boolean {
  const { generationKey, stepIndex, blocks, sprite, edgeUncertaintySeconds = 0 } = step;
  return inTransaction(db, () => {
    const { videoKey, doneStepCount } = generationState(db, generationKey);
    if (stepIndex < doneStepCount) return false;
    if (stepIndex > doneStepCount) {
      throw new RangeError(`Step ${String(stepIndex)} cannot follow ${String(doneStepCount)} committed steps.`);
    }
    for (const block of blocks) putBlock(db, generationKey, block);
    if (sprite !== undefined) {
      putBlock(db, generationKey, {
        channel: 'sprite',
        blockIndex: stepIndex,
        rowCount: 1,
        payload: sprite,
        terms: [],
      });
    }
    sql`
      UPDATE generation SET done_step_count = ${stepIndex + 1},
        edge_uncertainty_seconds = max(edge_uncertainty_seconds, ${edgeUncertaintySeconds})
      WHERE generation_key = ${generationKey}`.run(db);
    sql`
      UPDATE video SET active_generation_key = ${generationKey}
      WHERE video_key = ${videoKey} AND active_generation_key IS NULL`.run(db);
    raiseDataVersion(db);
    return true;
  });
}

function generationState(db: ReadableDb, generationKey: number): GenerationState {
  const state = sql<GenerationState>`
    SELECT video_key AS videoKey, done_step_count AS doneStepCount FROM generation
    WHERE generation_key = ${generationKey} AND is_stale = 0`.get(db);
  if (state === undefined) {
    throw new EngineError('not-found', 'This pass has been replaced meanwhile.', { details: { generationKey } });
  }
  return state;
}

export interface CompletedGeneration {
  readonly generationKey: number;
  /** Of what was looked at last; what a step has said before is kept where it is larger. */
  readonly edgeUncertaintySeconds: number;
  readonly warningCount: number;
}

/**
 * In one transaction: the generation is complete, the video is searched by it, and its older ones are gone. The rows
 * of long ones are deleted later (`sweepGenerations`, which the job runner calls), but nobody can read them any more.
 */
export function completeGeneration(db: WritableDb, completed: CompletedGeneration): void {
  const { generationKey, edgeUncertaintySeconds, warningCount } = completed;
  inTransaction(db, () => {
    const { videoKey } = generationState(db, generationKey);
    sql`
      UPDATE generation SET is_complete = 1, warning_count = ${warningCount},
        edge_uncertainty_seconds = max(edge_uncertainty_seconds, ${edgeUncertaintySeconds})
      WHERE generation_key = ${generationKey}`.run(db);
    sql`UPDATE video SET active_generation_key = ${generationKey} WHERE video_key = ${videoKey}`.run(db);
    sql`
      UPDATE generation SET is_stale = 1 WHERE video_key = ${videoKey} AND generation_key < ${generationKey}`.run(db);
    dropStale(db, videoKey);
  });
}

/** Within a transaction: nobody searches stale generations from now on, and what fits into a turn is deleted. */
function dropStale(db: WritableDb, videoKey: number): void {
  sql`
    UPDATE video SET active_generation_key = NULL
    WHERE video_key = ${videoKey} AND active_generation_key IN (
      SELECT generation_key FROM generation WHERE video_key = ${videoKey} AND is_stale = 1)`.run(db);
  raiseDataVersion(db);
  const endMs = performance.now() + defaultTurnMs;
  while (performance.now() < endMs && deleteSomeStaleRows(db));
}

/** Deletes in short turns what a replaced generation of long footage has left. Safe to call at any time. */
export async function sweepGenerations(db: WritableDb, options: TurnOptions = {}): Promise<void> {
  await repeatInTurns(db, () => deleteSomeStaleRows(db), options);
}

/** True while there may be more. */
function deleteSomeStaleRows(db: WritableDb): boolean {
  const stale = sql<{ generationKey: number }>`
    SELECT generation_key AS generationKey FROM generation WHERE is_stale = 1 LIMIT 1`.get(db);
  if (stale === undefined) return false;
  const { generationKey } = stale;
  const changes =
    sql`DELETE FROM posting WHERE generation_key = ${generationKey} LIMIT 200`.run(db).changes ||
    sql`DELETE FROM channel_block WHERE generation_key = ${generationKey} LIMIT 20`.run(db).changes;
  if (changes === 0) sql`DELETE FROM generation WHERE generation_key = ${generationKey}`.run(db);
  return true;
}

/** What a video is searched by now. */
export interface ActiveGeneration {
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly generationKey: number;
  readonly pass: Pass;
  readonly isComplete: boolean;
  readonly stepSeconds: number;
  readonly doneStepCount: number;
  readonly edgeUncertaintySeconds: number;
  /** Null where it was never measured. */
  readonly durationSeconds: number | null;
  readonly channelVersions: ChannelVersions;
}

type StoredActive = Omit<ActiveGeneration, 'isComplete' | 'channelVersions'> & {
  readonly isComplete: number;
  readonly channelVersionsJson: string;
};

/** One row a video that has something to search, in the order of the videos' keys. */
export function activeGenerations(db: ReadableDb): ActiveGeneration[] {
  const rows = sql<StoredActive>`
    SELECT v.video_key AS videoKey, v.video_id AS videoId, g.generation_key AS generationKey, g.pass,
      g.is_complete AS isComplete, g.step_seconds AS stepSeconds, g.done_step_count AS doneStepCount,
      g.edge_uncertainty_seconds AS edgeUncertaintySeconds, v.duration_seconds AS durationSeconds,
      g.channel_versions_json AS channelVersionsJson
    FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
    ORDER BY v.video_key`.all(db);
  // Nearly all videos share one text; parsing it once keeps thousands of rows cheap.
  const parsed = new Map<string, ChannelVersions>();
  const versionsOf = (json: string): ChannelVersions => {
    const known = parsed.get(json) ?? parseStoredJson(json, channelVersionsSchema);
    parsed.set(json, known);
    return known;
  };
  return rows.map(({ channelVersionsJson, ...row }) => ({
    ...row,
    isComplete: row.isComplete === 1,
    channelVersions: versionsOf(channelVersionsJson),
  }));
}

/** With what one video is searched by now; null while it is not. */
export function activeVersionsOf(
  db: ReadableDb,
  videoId: VideoId,
): Pick<ActiveGeneration, 'generationKey' | 'channelVersions'> | null {
  const row = sql<Pick<StoredActive, 'generationKey' | 'channelVersionsJson'>>`
    SELECT g.generation_key AS generationKey, g.channel_versions_json AS channelVersionsJson
    FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
    WHERE v.video_id = ${videoId}`.get(db);
  return row === undefined
    ? null
    : {
        generationKey: row.generationKey,
        channelVersions: parseStoredJson(row.channelVersionsJson, channelVersionsSchema),
      };
}

/** Channels that at least one video is searched by now. */
export function indexedChannels(db: ReadableDb): string[] {
  return sql<{ channel: string }>`
    SELECT DISTINCT j.key AS channel
    FROM (SELECT DISTINCT g.channel_versions_json AS versions
      FROM video v JOIN generation g ON g.generation_key = v.active_generation_key) AS distinct_versions,
      json_each(distinct_versions.versions) AS j`
    .all(db)
    .map(({ channel }) => channel);
}
