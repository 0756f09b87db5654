import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import type { SecretStore } from '../engine/base/secret-store.ts';
import type { LibraryPaths, Logger } from '../engine/base/surroundings.ts';
import { FileSecretStore } from '../engine/settings/file-secret-store.ts';

/** npm runs scripts in the project's folder and names the caller's in INIT_CWD. */
export function callerFolder(env: NodeJS.ProcessEnv = process.env): string {
  const initial = env['INIT_CWD'];
  return initial !== undefined && env['npm_lifecycle_event'] !== undefined && existsSync(initial)
    ? initial
    : process.cwd();
}

/** A path as the caller meant it: `~` and relative ones against the folder that the command was typed in. */
export function resolveFromCaller(path: string, env: NodeJS.ProcessEnv = process.env): string {
  if (path === '~' || path.startsWith('~/')) {
    return join(env['HOME'] ?? '~', path.slice(1));
  }
  return isAbsolute(path) ? path : resolve(callerFolder(env), path);
}

/** The library folder: what `--library` says, else TIMECUE_LIBRARY, else the platform's data folder. */
export function libraryPaths(library: string | undefined, env: NodeJS.ProcessEnv = process.env): LibraryPaths {
  const chosen = library ?? env['TIMECUE_LIBRARY'];
  const libraryFolder =
    chosen === undefined ? envPaths('timecue', { suffix: '' }).data : resolveFromCaller(chosen, env);
  const models = env['TIMECUE_MODELS'];
  return {
    libraryFolder,
    databaseFile: join(libraryFolder, 'timecue.sqlite'),
    pictureFolder: join(libraryFolder, 'pictures'),
    modelFolder: models === undefined ? join(libraryFolder, 'models') : resolveFromCaller(models, env),
  };
}

/** The settings of this person, shared by all libraries; TIMECUE_CONFIG names another folder. */
export function settingsFile(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env['TIMECUE_CONFIG'];
  const folder = chosen === undefined ? envPaths('timecue', { suffix: '' }).config : resolveFromCaller(chosen, env);
  return join(folder, 'settings.json');
}

/** Where downloaded tools lie; they serve every library. */
export function toolCacheFolder(): string {
  return join(envPaths('timecue', { suffix: '' }).cache, 'tools');
}

/** Keys of servers, beside the settings, in a file that only this person may read. */
export function secretStore(logger: Logger): SecretStore {
  return new FileSecretStore({ file: join(dirname(settingsFile()), 'keys.json'), logger });
}
