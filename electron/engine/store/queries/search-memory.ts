import type { SavedSearchId } from '../../../contract/ids.ts';
import type { SavedSearch, SearchMemory } from '../../../contract/search.ts';
import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

/** Recent searches beyond these are forgotten. */
const recentLimit = 100;

/** Newest first. */
export function savedSearches(db: ReadableDb): SavedSearch[] {
  return sql<SavedSearch>`
    SELECT saved_search_id AS savedSearchId, name, text, saved_at_ms AS savedAtMs
    FROM saved_search ORDER BY saved_at_ms DESC, saved_search_id`.all(db);
}

/** Newest first, at most 100. */
export function recentSearches(db: ReadableDb): SearchMemory['recent'] {
  return sql<SearchMemory['recent'][number]>`
    SELECT text, asked_at_ms AS askedAtMs FROM recent_search
    ORDER BY asked_at_ms DESC, text LIMIT ${recentLimit}`.all(db);
}

/** The same text moves to the top. */
export function rememberSearch(db: WritableDb, text: string, askedAtMs: number): void {
  sql`
    INSERT INTO recent_search (text, asked_at_ms) VALUES (${text}, ${askedAtMs})
    ON CONFLICT (text) DO UPDATE SET asked_at_ms = excluded.asked_at_ms`.run(db);
  sql`
    DELETE FROM recent_search WHERE text IN (
      SELECT text FROM recent_search ORDER BY asked_at_ms DESC, text LIMIT -1 OFFSET ${recentLimit})`.run(db);
}

export function forgetRecentSearches(db: WritableDb): void {
  sql`DELETE FROM recent_search`.run(db);
}

export function saveSearch(db: WritableDb, { savedSearchId, name, text, savedAtMs }: SavedSearch): void {
  sql`
    INSERT INTO saved_search (saved_search_id, name, text, saved_at_ms)
    VALUES (${savedSearchId}, ${name}, ${text}, ${savedAtMs})
    ON CONFLICT (saved_search_id) DO UPDATE SET
      name = excluded.name, text = excluded.text, saved_at_ms = excluded.saved_at_ms`.run(db);
}

/** False when there is none of this id. */
export function removeSavedSearch(db: WritableDb, savedSearchId: SavedSearchId): boolean {
  return sql`DELETE FROM saved_search WHERE saved_search_id = ${savedSearchId}`.run(db).changes === 1;
}
