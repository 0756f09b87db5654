import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../../../../../electron/engine/base/surroundings.ts';
import { startCheckpoints } from '../../../../../electron/engine/store/checkpoints.ts';
import { checkIntegrity } from '../../../../../electron/engine/store/integrity.ts';
import { readSetting, writeSetting } from '../../../../../electron/engine/store/queries/index.ts';
import { TemporaryLibrary } from './temporary-library.ts';

describe('startCheckpoints', () => {
  test('copies the log into the library without the writer', async () => {
    using library = new TemporaryLibrary();
    const checkpoints = startCheckpoints(library.db, { logger: silentLogger, intervalMs: 10, logBytes: 50_000 });
    for (let index = 0; index < 300; index += 1) writeSetting(library.db, `key ${index}`, 'x'.repeat(4000));
    const sizeBefore = statSync(library.databaseFile).size;
    for (let look = 0; look < 200 && statSync(library.databaseFile).size <= sizeBefore; look += 1) await wait(10);
    expect(statSync(library.databaseFile).size).toBeGreaterThan(300 * 4000);
    await checkpoints.dispose();
    expect(library.db.pragma('wal_autocheckpoint', { simple: true })).toBe(1000);
    expect(readSetting(library.db, 'key 299')).toHaveLength(4000);
    expect(checkIntegrity(library.db)).toEqual([]);
  });

  test('can be disposed before anything was written', async () => {
    using library = new TemporaryLibrary();
    await startCheckpoints(library.db, { logger: silentLogger }).dispose();
  });
});
