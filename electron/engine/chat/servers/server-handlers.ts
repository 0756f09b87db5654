import type { Handlers } from '../../../contract/index.ts';
import type { ServerService } from './server-service.ts';

/** What the contract calls `chatServers.*`. Also beside another engine that writes: servers belong to no library. */
export function serverHandlers(
  servers: ServerService,
): Pick<Handlers, Extract<keyof Handlers, `chatServers.${string}`>> {
  return {
    'chatServers.list': async () => ({ servers: await servers.list() }),
    'chatServers.add': (params, { signal }) => servers.add(params, signal),
    'chatServers.change': async ({ serverId, ...change }) => servers.change(serverId, change),
    'chatServers.remove': async ({ serverId }) => {
      await servers.remove(serverId);
      return {};
    },
    'chatServers.test': ({ serverId }, { signal }) => servers.test(serverId, signal),
    'chatServers.calibrate': (params, { signal, onProgress }) => servers.calibrate(params, onProgress, signal),
    'chatServers.declineCalibration': ({ serverId, model }) => servers.declineCalibration(serverId, model),
  };
}
