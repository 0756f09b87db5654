import type { SelectionItem, ShownSelectionItem } from '../../../contract/selection.ts';
import type { SelectionItemId, VideoId } from '../../../contract/ids.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { readSetting, writeSetting } from './setting.ts';

const revisionKey = 'selection-revision';

/** Rises with every change of the selection, also over restarts. */
export function selectionRevision(db: ReadableDb): number {
  return Number(readSetting(db, revisionKey) ?? 0);
}

interface StoredItem {
  readonly itemId: SelectionItemId;
  readonly videoId: VideoId;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly name: string;
  readonly note: string;
  readonly query: string | null;
  readonly title: string;
  readonly onlineCopyCount: number;
}

/** In the order that the person gave them. */
export function selectionItems(db: ReadableDb): ShownSelectionItem[] {
  return sql<StoredItem>`
    SELECT i.item_id AS itemId, v.video_id AS videoId, i.start_seconds AS startSeconds, i.end_seconds AS endSeconds,
      i.name, i.note, i.query, v.title,
      (SELECT count(*) FROM file f JOIN root r ON r.root_key = f.root_key
        WHERE f.video_key = v.video_key AND f.is_offline = 0 AND r.is_offline = 0) AS onlineCopyCount
    FROM selection_item i JOIN video v ON v.video_key = i.video_key
    ORDER BY i.position, i.item_id`
    .all(db)
    .map(({ startSeconds, endSeconds, onlineCopyCount, ...item }) => ({
      ...item,
      range: { startSeconds, endSeconds },
      isOffline: onlineCopyCount === 0,
    }));
}

/**
 * Puts the whole selection in place of the one at `revision`; false, and nothing happens, when that is not the newest.
 * Items of videos that the library does not have are left out; of two with one id the first is kept.
 */
export function replaceSelection(
  db: WritableDb,
  { revision, items }: { readonly revision: number; readonly items: readonly SelectionItem[] },
): boolean {
  return inTransaction(db, () => {
    if (selectionRevision(db) !== revision) return false;
    sql`DELETE FROM selection_item`.run(db);
    for (const [position, { itemId, videoId, range, name, note, query }] of items.entries()) {
      sql`
        INSERT OR IGNORE INTO selection_item
          (item_id, video_key, position, start_seconds, end_seconds, name, note, query)
        SELECT ${itemId}, video_key, ${position}, ${range.startSeconds}, ${range.endSeconds}, ${name}, ${note}, ${query}
        FROM video WHERE video_id = ${videoId}`.run(db);
    }
    writeSetting(db, revisionKey, String(revision + 1));
    return true;
  });
}
