import { dirname, join } from 'node:path';
import type { Handlers } from '../contract/index.ts';
import { createMemorySecrets, type SecretStore } from './base/secret-store.ts';
import type { Clock, Disposable, Logger } from './base/surroundings.ts';
import type { ChatModelSource } from './chat/chat-models.ts';
import { guardSend } from './chat/servers/guarded-send.ts';
import { createSendRequest } from './chat/servers/http-exchange.ts';
import { serverHandlers } from './chat/servers/server-handlers.ts';
import { ServerService } from './chat/servers/server-service.ts';
import { createServerSource } from './chat/servers/server-source.ts';
import { ServerStore } from './chat/servers/server-store.ts';
import type { MediaTools } from './media/media-tools.ts';
import type { SettingsStore } from './settings/settings-store.ts';

export interface ServersParts {
  readonly settings: SettingsStore;
  /** The servers lie beside it; null keeps them in memory only. */
  readonly settingsFile: string | null;
  /** In memory when left out. */
  readonly secrets?: SecretStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tools: () => Promise<MediaTools>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ServersSide extends Disposable {
  readonly service: ServerService;
  readonly source: ChatModelSource<'server'>;
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `chatServers.${string}`>>;
}

/** Wires what is about servers of chat models. The environment's TIMECUE_SERVER_KEY is for servers outside the list. */
export function createServers(parts: ServersParts): ServersSide {
  const { settings, settingsFile, env, tools, clock, logger, secrets = createMemorySecrets() } = parts;
  const isNetworkOff = (): boolean => settings.current.isNetworkOff;
  const guarded = guardSend(createSendRequest(env), isNetworkOff);
  const stopListening = settings.onChange((now, before) => {
    if (now.isNetworkOff && !before.isNetworkOff) guarded.stop();
  });
  const file = settingsFile === null ? null : join(dirname(settingsFile), 'servers.json');
  const service = new ServerService({
    ...{ store: new ServerStore({ file, logger }), secrets, send: guarded.send },
    ...{ tools, isNetworkOff, clock, logger },
    passingKey: env['TIMECUE_SERVER_KEY'],
  });
  return {
    ...{ service, source: createServerSource(service), handlers: serverHandlers(service) },
    dispose: stopListening,
  };
}
