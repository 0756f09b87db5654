import type { VideoOrder, VideoState } from '../../../contract/library.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { ReadableDb } from '../database.ts';
import { assembledQuery, sql } from '../sql.ts';
import type { SqlValue } from '../sql.ts';
import { foldedTitle } from '../title-keys.ts';

/** Which videos; what is null does not narrow. */
export interface VideoCondition {
  readonly name: string | null;
  /** Below one folder of a root, with `/`; empty for all of the root. */
  readonly folder: { readonly rootKey: number; readonly path: string } | null;
  readonly states: readonly VideoState[] | null;
  readonly isOffline: boolean | null;
  readonly minDurationSeconds: number | null;
  readonly maxDurationSeconds: number | null;
  /** Files last written at or after, and before. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** A condition as SQL over a row `v` of video. The texts are constants, so their combinations are bounded. */
interface Clause {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

const clause = (text: string, ...values: readonly SqlValue[]): Clause => ({ text, values });

function clausesOf(condition: VideoCondition): Clause[] {
  const { name, folder, states, isOffline, minDurationSeconds, maxDurationSeconds, fromMs, untilMs } = condition;
  const words = name === null ? [] : foldedTitle(name).split(/\s+/u);
  return [
    ...words.filter((word) => word !== '').map((word) => clause('instr(v.title_folded, ?) > 0', word)),
    ...(folder === null ? [] : [folderClause(folder)]),
    ...(states === null ? [] : [clause('v.state IN (SELECT value FROM json_each(?))', JSON.stringify(states))]),
    ...(isOffline === null ? [] : [clause('v.is_offline = ?', isOffline ? 1 : 0)]),
    ...(minDurationSeconds === null ? [] : [clause('v.duration_seconds >= ?', minDurationSeconds)]),
    ...(maxDurationSeconds === null ? [] : [clause('v.duration_seconds <= ?', maxDurationSeconds)]),
    ...(fromMs === null ? [] : [clause('v.modified_at_ms >= ?', fromMs)]),
    ...(untilMs === null ? [] : [clause('v.modified_at_ms < ?', untilMs)]),
  ];
}

function folderClause({ rootKey, path }: NonNullable<VideoCondition['folder']>): Clause {
  const ofRoot = 'v.video_key IN (SELECT f.video_key FROM file f WHERE f.root_key = ?';
  return path === ''
    ? clause(`${ofRoot})`, rootKey)
    : clause(`${ofRoot} AND f.relative_path >= ? AND f.relative_path < ?)`, rootKey, `${path}/`, `${path}0`);
}

/** `0` follows `/`: together with the two bounds above exactly what lies below a folder. */
const orderColumns: Readonly<Record<VideoOrder, readonly string[]>> = {
  title: ['v.title_order'],
  added: ['v.added_at_ms'],
  modified: ['v.modified_at_ms'],
  duration: ['v.duration_seconds'],
  size: ['v.size_bytes'],
  state: ['v.state', 'v.title_order'],
};

export interface VideoWindow {
  readonly condition: VideoCondition;
  readonly order: VideoOrder;
  readonly isDescending: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** Keys of the videos of a window of the list, in its order; ties in the order in which they were added. */
export function videoKeysInWindow(db: ReadableDb, window: VideoWindow): number[] {
  const { condition, order, isDescending, offset, limit } = window;
  const clauses = clausesOf(condition);
  const direction = isDescending ? 'DESC' : 'ASC';
  const columns = [...orderColumns[order], 'v.video_key'].map((column) => `${column} ${direction}`).join(', ');
  const text = `SELECT v.video_key FROM video v${whereOf(clauses)} ORDER BY ${columns} LIMIT ? OFFSET ?`;
  return assembledQuery(text, [...valuesOf(clauses), limit, offset])
    .arrays<[number]>(db)
    .map(([videoKey]) => videoKey);
}

export function countVideosWhere(db: ReadableDb, condition: VideoCondition): number {
  const clauses = clausesOf(condition);
  const text = `SELECT count(*) FROM video v${whereOf(clauses)}`;
  return assembledQuery(text, valuesOf(clauses)).arrays<[number]>(db)[0]?.[0] ?? 0;
}

/** Ids of all videos that a condition lets through, for a search that is narrowed by it. */
export function videoIdsWhere(db: ReadableDb, condition: VideoCondition): VideoId[] {
  const clauses = clausesOf(condition);
  const text = `SELECT v.video_id FROM video v${whereOf(clauses)}`;
  return assembledQuery(text, valuesOf(clauses))
    .arrays<[VideoId]>(db)
    .map(([videoId]) => videoId);
}

const whereOf = (clauses: readonly Clause[]) =>
  clauses.length === 0 ? '' : ` WHERE ${clauses.map(({ text }) => text).join(' AND ')}`;

const valuesOf = (clauses: readonly Clause[]) => clauses.flatMap(({ values }) => values);

export function countVideosByState(db: ReadableDb): ReadonlyMap<VideoState, number> {
  const rows = sql<{ state: VideoState; videoCount: number }>`
    SELECT state, count(*) AS videoCount FROM video GROUP BY state`.all(db);
  return new Map(rows.map(({ state, videoCount }) => [state, videoCount]));
}

export function countOfflineVideos(db: ReadableDb): number {
  return (
    sql<{ videoCount: number }>`SELECT count(*) AS videoCount FROM video WHERE is_offline = 1`.get(db)?.videoCount ?? 0
  );
}

/** Titles that hold these letters (see `foldedTitle`), at most `limit`, in no particular order. */
export function titlesWith(db: ReadableDb, letters: string, limit: number): string[] {
  return sql<{ title: string }>`
    SELECT title FROM video WHERE instr(title_folded, ${letters}) > 0 LIMIT ${limit}`
    .all(db)
    .map(({ title }) => title);
}

/** Rises with every change of what a list of videos shows, in this process or another. */
export function libraryRevision(db: ReadableDb): number {
  return sql<{ revision: number }>`SELECT revision FROM library_revision WHERE one = 1`.get(db)?.revision ?? 0;
}

/** Every file, for the tree of folders; as arrays, for there are many. */
export function allPlacedFiles(
  db: ReadableDb,
): [rootKey: number, relativePath: string, videoKey: number, isOffline: number][] {
  return sql`SELECT root_key, relative_path, video_key, is_offline FROM file`.arrays(db);
}
