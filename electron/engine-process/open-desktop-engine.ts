import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { SpawnInference } from '../../native-models/api/inference-process.ts';
import { EngineError } from '../contract/errors.ts';
import type { SecretStore } from '../engine/base/secret-store.ts';
import { systemClock, type Logger } from '../engine/base/surroundings.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { findMediaTools, type MediaTools } from '../engine/media/tools.ts';
import { SettingsStore } from '../engine/settings/settings-store.ts';
import type { EngineStart } from './protocol.ts';

export interface OpenDesktopEngineOptions {
  readonly start: EngineStart;
  readonly logger: Logger;
  readonly spawnInference: SpawnInference;
  readonly secrets: SecretStore;
}

/**
 * The engine of the desktop. Where another Timecue writes this library already, it only reads.
 *
 * @throws EngineError what `createEngine` throws.
 */
export async function openDesktopEngine({
  start,
  logger,
  spawnInference,
  secrets,
}: OpenDesktopEngineOptions): Promise<Engine> {
  const { libraryFolder, modelFolder, packagedToolFolder, toolCacheFolder, settingsFile } = start;
  // As fresh as the file: the programs are looked for seldom.
  const isNetworkOff = (): boolean => new SettingsStore({ file: settingsFile, logger }).current.isNetworkOff;
  const tools = (mayInstall: boolean): Promise<MediaTools> =>
    findMediaTools({
      env: process.env,
      allowInstall: mayInstall && !isNetworkOff(),
      packagedFolder: packagedToolFolder ?? undefined,
      cacheFolder: toolCacheFolder,
      onProgress: (line) => logger.info('tools.progress', { line }),
    });
  const open = (mode: 'read' | 'write'): Promise<Engine> =>
    createEngine({
      paths: {
        libraryFolder,
        databaseFile: join(libraryFolder, 'timecue.sqlite'),
        pictureFolder: join(libraryFolder, 'pictures'),
        modelFolder,
      },
      mode,
      clock: systemClock,
      logger,
      env: process.env,
      tools: () => tools(mode === 'write'),
      presentTools: () => tools(false),
      settingsFile,
      ...{ spawnInference, secrets },
      machine: { coreCount: cpus().length, memoryBytes: totalmem() },
      isPolling: false,
    });
  try {
    return await open('write');
  } catch (error) {
    if (error instanceof EngineError && error.code === 'library-busy') {
      logger.warn('engine.reads-only', { reason: error.message });
      return open('read');
    }
    throw error;
  }
}

/** Begins what the engine does by itself: finishes what was left, and looks at the folders. */
export async function beginWork({ work, logger }: Pick<Engine, 'work' | 'logger'>): Promise<void> {
  if (work === null) {
    return;
  }
  work.queueStaleSoon();
  work.startJobs({ lastPass: 'full' });
  await work.watch().catch((error: unknown) => logger.error('engine.watch-failed', error));
}
