import { describe, expect, test } from 'vitest';
import { sql } from '../../../../../electron/engine/store/sql.ts';
import { TemporaryLibrary } from './temporary-library.ts';

describe('sql', () => {
  test('binds every value, whatever it looks like', () => {
    using library = new TemporaryLibrary();
    const evil = `'; DROP TABLE video; --`;
    const query = sql<{ value: string }>`SELECT ${evil} AS value`;
    expect(query.text).toBe('SELECT ? AS value');
    expect(query.get(library.db)).toEqual({ value: evil });
  });

  test('binds bytes and gives them back', () => {
    using library = new TemporaryLibrary();
    const bytes = new Uint8Array([0, 1, 255]).subarray(1);
    const row = sql<{ value: Uint8Array }>`SELECT ${bytes} AS value`.get(library.db);
    expect([...(row?.value ?? [])]).toEqual([1, 255]);
  });

  test('can be read row by row while the same statement is used elsewhere', () => {
    using library = new TemporaryLibrary();
    const query = () => sql<{ n: number }>`SELECT 1 AS n UNION ALL SELECT 2`;
    const seen: number[] = [];
    for (const { n } of query().iterate(library.db)) {
      seen.push(
        n,
        ...query()
          .all(library.db)
          .map((row) => row.n),
      );
    }
    expect(seen).toEqual([1, 1, 2, 2, 1, 2]);
  });
});
