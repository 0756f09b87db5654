import type { VideoId } from '../../contract/ids.ts';
import type { ReadableDb } from '../store/database.ts';
import { sql } from '../store/sql.ts';
import type { CueHit, PostingPage } from './index-source.ts';

/** A video that has something to search, with the generation it is searched by. */
export interface SearchedVideo {
  readonly videoKey: number;
  readonly videoId: VideoId;
  readonly title: string;
  readonly durationSeconds: number | null;
  readonly generationKey: number;
  readonly createdAtMs: number;
  readonly stepSeconds: number;
  readonly doneStepCount: number;
  readonly edgeUncertaintySeconds: number;
  readonly channelVersionsJson: string;
  readonly hasTimedText: number;
  /** Width by height as displayed; null where the probe does not say. */
  readonly frameAspect: number | null;
}

export function searchedVideos(db: ReadableDb): SearchedVideo[] {
  return sql<SearchedVideo>`
    SELECT v.video_key AS videoKey, v.video_id AS videoId, v.title, v.duration_seconds AS durationSeconds,
      g.generation_key AS generationKey, g.created_at_ms AS createdAtMs, g.step_seconds AS stepSeconds,
      g.done_step_count AS doneStepCount, g.edge_uncertainty_seconds AS edgeUncertaintySeconds,
      g.channel_versions_json AS channelVersionsJson,
      EXISTS (SELECT 1 FROM cue_set s WHERE s.video_key = v.video_key AND s.is_active = 1) AS hasTimedText,
      CASE WHEN json_valid(v.probe_json) THEN CAST(json_extract(v.probe_json, '$.video.displayedWidth') AS REAL)
        / json_extract(v.probe_json, '$.video.displayedHeight') END AS frameAspect
    FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
    ORDER BY g.generation_key`.all(db);
}

export interface PostingCursor {
  readonly generationKey: number;
  readonly blockIndex: number;
}

/** Postings of a term after a cursor, in the order of their key, of every generation; `limit` rows at most. */
export function postingsAfter(
  db: ReadableDb,
  { channel, term }: { readonly channel: string; readonly term: string },
  { after, limit }: { readonly after: PostingCursor; readonly limit: number },
): PostingPage {
  const rows = sql`
    SELECT p.generation_key, p.block_index, p.strength
    FROM posting p
    WHERE p.term_key = (SELECT term_key FROM term WHERE channel = ${channel} AND term = ${term})
      AND (p.generation_key, p.block_index) > (${after.generationKey}, ${after.blockIndex})
    ORDER BY p.generation_key, p.block_index LIMIT ${limit}`.arrays<readonly [number, number, number]>(db);
  return {
    generationKeys: rows.map((row) => row[0]),
    blockIndexes: rows.map((row) => row[1]),
    strengths: rows.map((row) => row[2]),
  };
}

/**
 * Where a text is said, in no order: ranking would have to look at every match of a common word. `match` comes from
 * `match-expression.ts`.
 */
export function cuePlaces(db: ReadableDb, match: string, limit: number): CueHit[] {
  return sql`
    SELECT s.video_key, c.start_seconds, c.end_seconds
    FROM cue_fts f CROSS JOIN cue c ON c.cue_key = f.rowid CROSS JOIN cue_set s ON s.cue_set_key = c.cue_set_key
    WHERE f.cue_fts MATCH ${match} AND s.is_active = 1
    LIMIT ${limit}`
    .arrays<readonly [number, number, number]>(db)
    .map(([videoKey, startSeconds, endSeconds]) => ({ videoKey, startSeconds, endSeconds }));
}

/** Videos one of whose names matches, in the order of their files. */
export function videosByName(db: ReadableDb, match: string, limit: number): number[] {
  return sql`
    SELECT f.video_key FROM name_fts n CROSS JOIN file f ON f.file_key = n.rowid
    WHERE n.name_fts MATCH ${match} LIMIT ${limit}`
    .arrays<readonly [number]>(db)
    .map(([videoKey]) => videoKey);
}
