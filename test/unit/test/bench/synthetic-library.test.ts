import Database from 'better-sqlite3';
import { searchQuerySchema } from '../../../../electron/contract/search.ts';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../electron/engine/base/surroundings.ts';
import { objectsChannel } from '../../../../electron/engine/channels/objects/objects-channel.ts';
import { createSearch } from '../../../../electron/engine/create-search.ts';
import type { WritableDb } from '../../../../electron/engine/store/database.ts';
import { migration001 } from '../../../../electron/engine/store/migrations/001-first.ts';
import { blocksOf } from '../../../../electron/engine/store/queries/index.ts';
import { fillSyntheticLibrary } from '../../../bench/synthetic-library.ts';

function library(hours: number): WritableDb {
  const db = new Database(':memory:') as WritableDb;
  db.exec(migration001);
  fillSyntheticLibrary(db, { hours });
  return db;
}

describe('fillSyntheticLibrary', () => {
  test('moves its minutes to their place in the video, as the codec of the channel reads them', () => {
    const db = library(1);
    const [block] = blocksOf(db, { generationKey: 1, channel: 'objects', fromBlock: 7, toBlock: 7 });
    const rows = objectsChannel.decode(block!.payload);
    expect(rows).toHaveLength(240);
    expect(rows[0]!.startSeconds).toBe(420);
    expect(rows.at(-1)!.endSeconds).toBe(480);
    db.close();
  });

  test('makes a library in which a search finds things and words', async () => {
    const db = library(2);
    const search = createSearch({
      db,
      clock: systemClock,
      detector: () => null,
      videosWhere: () => null,
      corrections: { ofQuery: () => [] },
    });
    const ask = async (text: string) => {
      const params = searchQuerySchema.parse({ text, limit: 5 });
      return search.query(params, { signal: new AbortController().signal, onProgress: () => {} });
    };
    const { hits, missingChannels } = await ask('a person');
    expect(hits).toHaveLength(5);
    expect(missingChannels).toEqual([]);
    expect((await ask('someone says harbour')).hits[0]!.reasons[0]!.found).toMatchObject({
      text: expect.stringContaining('harbour'),
    });
    db.close();
  });
});
