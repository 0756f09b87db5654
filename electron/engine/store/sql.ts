import type Database from 'better-sqlite3';
import { withStoreErrors } from './database.ts';
import type { ReadableDb, WritableDb } from './database.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** A statement with its bound values. Nothing runs until one of its functions gets a database. */
export interface Query<Row> {
  readonly text: string;
  readonly values: readonly SqlValue[];
  all(db: ReadableDb): Row[];
  get(db: ReadableDb): Row | undefined;
  /** Rows as arrays in the order of the columns: half the cost of objects where there are many. */
  arrays<Columns extends readonly unknown[]>(db: ReadableDb): Columns[];
  /** Rows one by one; the database takes no other statement's writes meanwhile. */
  iterate(db: ReadableDb): IterableIterator<Row>;
  run(db: WritableDb): Database.RunResult;
}

const statementsByDb = new WeakMap<ReadableDb, Map<string, Database.Statement>>();

function statement(db: ReadableDb, text: string, mode: 'rows' | 'arrays'): Database.Statement {
  let statements = statementsByDb.get(db);
  if (statements === undefined) {
    statements = new Map();
    statementsByDb.set(db, statements);
  }
  const key = mode === 'rows' ? text : `arrays:${text}`;
  let prepared = statements.get(key);
  if (prepared === undefined) {
    prepared = db.prepare(text);
    if (mode === 'arrays') prepared.raw(true);
    statements.set(key, prepared);
  }
  return prepared;
}

/**
 * SQL that is visible and bound: every `${value}` becomes a parameter, never text. Statements are prepared once a
 * database. Texts are constants of `store/queries`, so their number is bounded.
 */
export function sql<Row = never>(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Query<Row> {
  return assembledQuery(strings.join('?'), values);
}

/**
 * A statement put together from constant pieces, where a list is filtered and sorted in many ways. Values are bound
 * here too: no piece may ever come from outside.
 */
export function assembledQuery<Row = never>(text: string, values: readonly SqlValue[]): Query<Row> {
  return {
    text,
    values,
    all: (db) => withStoreErrors(() => statement(db, text, 'rows').all(...values) as Row[]),
    get: (db) => withStoreErrors(() => statement(db, text, 'rows').get(...values) as Row | undefined),
    arrays: <Columns extends readonly unknown[]>(db: ReadableDb) =>
      withStoreErrors(() => statement(db, text, 'arrays').all(...values) as Columns[]),
    // Prepared anew: a cached statement would be busy for everybody else until the last row.
    iterate: (db) => withStoreErrors(() => db.prepare(text).iterate(...values) as IterableIterator<Row>),
    run: (db) => withStoreErrors(() => statement(db, text, 'rows').run(...values)),
  };
}
