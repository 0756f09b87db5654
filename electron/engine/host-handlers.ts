import { EngineError } from '../contract/errors.ts';
import type { Handlers } from '../contract/index.ts';
import type { VideoId } from '../contract/ids.ts';
import type { Host, HostWish } from './base/host.ts';
import type { Logger } from './base/surroundings.ts';
import type { LibraryView } from './library/library-view.ts';
import type { Places } from './library/places.ts';
import type { SettingsStore } from './settings/settings-store.ts';

export interface HostHandlerDeps {
  readonly host: Host;
  readonly places: Places;
  readonly view: LibraryView;
  readonly settings: SettingsStore;
  readonly logger: Logger;
  readonly mode: 'read' | 'write';
}

export type HostHandlers = Pick<Handlers, Extract<keyof Handlers, `host.${string}`>>;

/** What the contract calls `host.*`, for one window or browser page. */
export function hostHandlers(deps: HostHandlerDeps): HostHandlers {
  const { host, places, logger, mode } = deps;
  return {
    'host.describe': async () => ({
      kind: host.kind,
      platform: host.platform,
      version: host.version,
      capabilities: host.capabilities,
      isReadOnly: mode === 'read',
    }),
    'host.choose': async ({ what }, { signal }) => {
      const paths = await host.choose(what, signal);
      return { places: paths.map((path) => places.name(path)) };
    },
    'host.reveal': async ({ videoId }) => {
      await host.reveal(await presentFile(deps, videoId));
      return {};
    },
    'host.dragOut': async ({ videoId }) => {
      await host.dragOut(await presentFile(deps, videoId));
      return {};
    },
    'host.openLogs': async () => {
      await host.openLogs();
      return {};
    },
    'host.openLink': async ({ link }) => {
      if (deps.settings.current.isNetworkOff) {
        throw new EngineError('network-off', '"No network at all" is on, so no page outside is opened.');
      }
      await host.openLink(link);
      return {};
    },
    'host.licences': async () => ({ text: await host.licences() }),
    'host.reportFault': async ({ message, stack }) => {
      logger.error('page.fault', new Error(message), { stack });
      return {};
    },
    'host.watch': async (_params, { signal, onProgress }) => {
      await watchHost(host, signal, (wish) =>
        onProgress(
          wish.kind === 'command' ? wish : { kind: 'places', places: wish.paths.map((path) => places.name(path)) },
        ),
      );
      return {};
    },
  };
}

function watchHost(host: Host, signal: AbortSignal, tell: (wish: HostWish) => void): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const stopListening = host.onWish(tell);
    const stop = () => {
      stopListening();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Of the best copy that is there now, by its true path inside its folder. Throws `not-found` or `file-missing`. */
async function presentFile({ view }: HostHandlerDeps, videoId: VideoId): Promise<string> {
  const { title } = view.show(videoId);
  const file = await view.resolveFile(videoId);
  if (file === null) {
    throw new EngineError('file-missing', `${title} cannot be found now.`, { details: { videoId } });
  }
  return file.path;
}
