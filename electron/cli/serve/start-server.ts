import { createServer } from 'node:http';
import type { Logger } from '../../engine/base/surroundings.ts';
import { LibraryFiles } from './library-files.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { OriginGuard } from './origin-guard.ts';
import { RequestHandler } from './request-handler.ts';
import { RpcUpgrades } from './rpc-upgrades.ts';
import type { ServedEngine } from './served-engine.ts';
import { SessionGate } from './session-gate.ts';
import { readStaticFiles } from './static-files.ts';

export interface ServerOptions {
  readonly engine: ServedEngine;
  /** 1..65535, or 0 for any; null for 7717 or the next free one. */
  readonly port: number | null;
  /** The built page. */
  readonly interfaceFolder: string;
  readonly logger: Logger;
}

export interface RunningServer {
  /** The link for the browser. It holds the token, works in one browser, and is in no log. */
  readonly url: string;
  readonly port: number;
  /** Ends sockets and streams at once. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Serves the page, the footage and the engine to a browser on this machine, and to nobody else.
 *
 * @throws EngineError `bad-request` for a port that is taken, `file-missing` where the page is not built.
 */
export async function startServer({ engine, port, interfaceFolder, logger }: ServerOptions): Promise<RunningServer> {
  const staticFiles = await readStaticFiles(interfaceFolder);
  const server = createServer();
  server.maxConnections = 256;
  const boundPort = await listenOnLoopback(server, port);
  const guard = new OriginGuard(boundPort);
  const gate = new SessionGate(boundPort);
  const libraryFiles = new LibraryFiles(engine, logger);
  const requests = new RequestHandler({ guard, gate, staticFiles, libraryFiles });
  const upgrades = new RpcUpgrades({ guard, gate, handlers: engine.handlers, logger });
  server.on('request', (request, response) => requests.handle(request, response));
  server.on('upgrade', (request, socket, head) => upgrades.handle(request, socket, head));
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('error', (error) => logger.error('serve.failed', error));
  logger.info('serve.started', { port: boundPort });

  let closing: Promise<void> | null = null;
  return {
    url: `http://127.0.0.1:${boundPort}/#token=${gate.token}`,
    port: boundPort,
    close: () =>
      (closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        upgrades.dispose();
        libraryFiles.dispose();
        server.closeAllConnections();
      })),
  };
}
