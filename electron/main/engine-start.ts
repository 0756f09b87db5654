import type { HostCapabilities } from '../contract/host.ts';
import type { EngineStart } from '../engine-process/protocol.ts';
import type { DesktopPlaces } from './desktop-places.ts';

export interface EngineStartParts {
  readonly places: DesktopPlaces;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Whether the system keeps secrets. */
  readonly hasSecrets: boolean;
}

/** What the engine's process is told before anything else. */
export function engineStart({ places, platform, version, hasSecrets }: EngineStartParts): EngineStart {
  const capabilities: HostCapabilities = {
    canChoose: true,
    canReveal: true,
    canDragOut: true,
    hasDropPaths: true,
    canOpenLogs: true,
    canKeepSecrets: hasSecrets,
  };
  return {
    libraryFolder: places.libraryFolder,
    modelFolder: places.modelFolder,
    packagedToolFolder: places.packagedToolFolder,
    toolCacheFolder: places.toolCacheFolder,
    settingsFile: places.settingsFile,
    licenceFiles: [...places.licenceFiles],
    platform: platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux',
    version,
    capabilities,
  };
}
