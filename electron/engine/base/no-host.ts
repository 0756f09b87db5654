import { EngineError } from '../../contract/errors.ts';
import type { HostCapabilities } from '../../contract/host.ts';
import type { Host } from './host.ts';

/** What a host without any means can do. */
export const noCapabilities: HostCapabilities = {
  canChoose: false,
  canReveal: false,
  canDragOut: false,
  hasDropPaths: false,
  canOpenLogs: false,
  canKeepSecrets: false,
};

/** Nobody is around the engine (a command, a test, a worker): everything is refused as `unsupported`. */
export function createNoHost(version: string, platform: NodeJS.Platform = process.platform): Host {
  const refuse = async (): Promise<never> => {
    throw new EngineError('unsupported', 'There is no window here that could do this.');
  };
  return {
    kind: 'browser',
    platform: hostPlatform(platform),
    version,
    capabilities: noCapabilities,
    choose: refuse,
    reveal: refuse,
    dragOut: refuse,
    openLogs: refuse,
    openLink: refuse,
    licences: refuse,
    onWish: () => () => {},
  };
}

/** Everything that is neither macOS nor Windows counts as Linux. */
export function hostPlatform(platform: NodeJS.Platform = process.platform): Host['platform'] {
  return platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux';
}
