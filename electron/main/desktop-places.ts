import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Launch } from './launch-arguments.ts';
import type { UserFolders } from './user-folders.ts';

export interface DesktopPlaces {
  readonly libraryFolder: string;
  readonly modelFolder: string;
  readonly toolCacheFolder: string;
  readonly settingsFile: string;
  readonly packagedToolFolder: string | null;
  readonly logFolder: string;
  readonly windowFile: string;
  readonly secretFile: string;
  readonly pageFolder: string;
  readonly preloadFile: string;
  readonly engineFile: string;
  readonly modelProcessFile: string;
  readonly licenceFiles: readonly string[];
}

export interface PlacesOptions extends UserFolders {
  readonly launch: Pick<Launch, 'libraryFolder'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Electron's folder for what this program keeps. */
  readonly userDataFolder: string;
  readonly logFolder: string;
  /** Electron's resources; null where the program runs from its sources. */
  readonly resourcesFolder: string | null;
}

/** Where everything lies. The built program keeps the folders of its sources, so neighbours are found from here. */
export function desktopPlaces(options: PlacesOptions): DesktopPlaces {
  const { launch, env, userDataFolder, resourcesFolder } = options;
  const libraryFolder = launch.libraryFolder ?? env['TIMECUE_LIBRARY'] ?? options.sharedDataFolder;
  const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  return {
    libraryFolder,
    modelFolder: env['TIMECUE_MODELS'] ?? join(libraryFolder, 'models'),
    toolCacheFolder: options.toolCacheFolder,
    settingsFile: join(env['TIMECUE_CONFIG'] ?? options.settingsFolder, 'settings.json'),
    packagedToolFolder: resourcesFolder === null ? null : join(resourcesFolder, 'ffmpeg'),
    logFolder: options.logFolder,
    windowFile: join(userDataFolder, 'window.json'),
    secretFile: join(userDataFolder, 'secrets.json'),
    // dist/desktop/electron/main → dist/renderer
    pageFolder: beside('../../../renderer'),
    preloadFile: beside('../preload/preload.cjs'),
    engineFile: beside('../engine-process/main.js'),
    modelProcessFile: beside('../model-process/utility-process.js'),
    licenceFiles: [
      resourcesFolder === null
        ? beside('../../../../THIRD-PARTY-LICENCES.md')
        : join(resourcesFolder, 'licences', 'third-party.txt'),
    ],
  };
}
