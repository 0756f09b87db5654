import type { VideoId } from '../../../contract/ids.ts';
import type { ReadableDb } from '../database.ts';
import { sql } from '../sql.ts';

/** What one video is searched by now. */
export interface SearchedGeneration {
  readonly generationKey: number;
  readonly edgeUncertaintySeconds: number;
}

export function activeGenerationOf(db: ReadableDb, videoId: VideoId): SearchedGeneration | null {
  return (
    sql<SearchedGeneration>`
      SELECT g.generation_key AS generationKey, g.edge_uncertainty_seconds AS edgeUncertaintySeconds
      FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
      WHERE v.video_id = ${videoId}`.get(db) ?? null
  );
}
