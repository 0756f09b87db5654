import { expect, test } from 'vitest';
import { silentLogger, systemClock } from '../../../../../../electron/engine/base/surroundings.ts';
import type { VideoId } from '../../../../../../electron/contract/ids.ts';
import { migrations } from '../../../../../../electron/engine/store/migrations/index.ts';
import { openLibrary } from '../../../../../../electron/engine/store/open-library.ts';
import * as rows from '../../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from '../temporary-library.ts';

const number = migrations.find(({ sql }) => sql.includes('CREATE TABLE lesson'))!.number;

test('a library of the version before keeps its corrections and has room for what is taught', () => {
  using library = new TemporaryLibrary();
  const options = { databaseFile: library.databaseFile, clock: systemClock, logger: silentLogger };
  const before = migrations.filter((one) => one.number < number);
  const older = openLibrary({ ...options, mode: 'write', migrations: before });
  const videoKey = addVideo(older, 'v1');
  rows.insertCorrection(older, {
    ...{ videoKey, textKey: 'dog', text: 'dog', verdict: 'missed', found: null, changedAtMs: 1 },
    ...{ correctionId: 'c1' as never, videoId: 'v1' as VideoId, corrected: { startSeconds: 1, endSeconds: 2 } },
  });
  expect(() => rows.listLessons(older)).toThrow(/no such table/);
  older.close();

  expect(rows.correctionCount(library.db)).toBe(1);
  expect(rows.listLessons(library.db)).toEqual([]);
});

test('only one taught policy is in use', () => {
  using library = new TemporaryLibrary();
  const row = { state: 'in-use', reportJson: '{}', weightsJson: '{}', madeAtMs: 1, changedAtMs: 1 } as const;
  rows.insertTaughtPolicy(library.db, { ...row, policyId: 'taught@1' });
  expect(() => rows.insertTaughtPolicy(library.db, { ...row, policyId: 'taught@2' })).toThrow();
});
