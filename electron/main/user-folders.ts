import { join } from 'node:path';
import envPaths from 'env-paths';

/** The folders of the account that the command line uses too, so that both work on the same library. */
export function userFolders(): { readonly sharedDataFolder: string; readonly toolCacheFolder: string } {
  const { data, cache } = envPaths('timecue', { suffix: '' });
  return { sharedDataFolder: data, toolCacheFolder: join(cache, 'tools') };
}
