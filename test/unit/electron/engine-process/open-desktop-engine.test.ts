import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemorySecrets } from '../../../../electron/engine/base/secret-store.ts';
import { silentLogger } from '../../../../electron/engine/base/surroundings.ts';
import { openDesktopEngine } from '../../../../electron/engine-process/open-desktop-engine.ts';
import type { EngineStart } from '../../../../electron/engine-process/protocol.ts';

let folder: string;
let start: EngineStart;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-desktop-engine-'));
  const capabilities = {
    canChoose: true,
    canReveal: true,
    canDragOut: true,
    hasDropPaths: true,
    canOpenLogs: true,
    canKeepSecrets: false,
  };
  start = {
    ...{ libraryFolder: join(folder, 'library'), modelFolder: join(folder, 'models'), packagedToolFolder: null },
    ...{ toolCacheFolder: join(folder, 'tools'), settingsFile: join(folder, 'config', 'settings.json') },
    ...{ licenceFiles: [], platform: 'linux', version: '1.0.0', capabilities },
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () =>
  openDesktopEngine({
    start,
    logger: silentLogger,
    secrets: createMemorySecrets(),
    spawnInference: () => {
      throw new Error('Nothing is inferred here.');
    },
  });

test('what a person has set is there again after the program was ended', async () => {
  const first = await open();
  first.settings.change({ isNetworkOff: true });
  await first.dispose();
  const second = await open();
  expect(second.settings.current.isNetworkOff).toBe(true);
  await second.dispose();
});

test('reads only beside another that writes, with the same settings', async () => {
  const writing = await open();
  writing.settings.change({ samplesPerSecond: 8 });
  const reading = await open();
  expect([reading.work, reading.settings.current.samplesPerSecond]).toEqual([null, 8]);
  await reading.dispose();
  await writing.dispose();
});
