import { expect, test } from 'vitest';
import { silentLogger, systemClock } from '../../../../../../electron/engine/base/surroundings.ts';
import type { VideoId } from '../../../../../../electron/contract/ids.ts';
import { migrations } from '../../../../../../electron/engine/store/migrations/index.ts';
import { openLibrary } from '../../../../../../electron/engine/store/open-library.ts';
import { listConversations, videoById } from '../../../../../../electron/engine/store/queries/index.ts';
import { addVideo, TemporaryLibrary } from '../temporary-library.ts';

const number = migrations.find(({ sql }) => sql.includes('CREATE TABLE conversation'))!.number;

test('a library of the version before keeps its rows and has room for conversations', () => {
  using library = new TemporaryLibrary();
  const options = {
    databaseFile: library.databaseFile,
    mode: 'write' as const,
    clock: systemClock,
    logger: silentLogger,
  };
  const older = openLibrary({ ...options, migrations: migrations.filter((one) => one.number < number) });
  const videoKey = addVideo(older, 'v1');
  expect(() => listConversations(older)).toThrow(/no such table/);
  older.close();

  expect(videoById(library.db, 'v1' as VideoId)).toMatchObject({ videoKey, title: 'v1' });
  expect(listConversations(library.db)).toEqual([]);
});
