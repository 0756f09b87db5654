import { join } from 'node:path';
import envPaths from 'env-paths';

export interface UserFolders {
  readonly sharedDataFolder: string;
  readonly toolCacheFolder: string;
  readonly settingsFolder: string;
}

/** The folders of the account that the command line uses too, so that both work on the same library. */
export function userFolders(): UserFolders {
  const { data, cache, config } = envPaths('timecue', { suffix: '' });
  return { sharedDataFolder: data, toolCacheFolder: join(cache, 'tools'), settingsFolder: config };
}
