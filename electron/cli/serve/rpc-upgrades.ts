import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Handlers } from '../../contract/index.ts';
import type { Logger } from '../../engine/base/surroundings.ts';
import { maxMessageBytes } from '../../rpc/codec.ts';
import { codedPort } from '../../rpc/coded-port.ts';
import { Dispatcher } from '../../rpc/dispatcher.ts';
import type { OriginGuard } from './origin-guard.ts';
import { pathOf } from './request-handler.ts';
import type { SessionGate } from './session-gate.ts';
import { webSocketPort } from './web-socket-port.ts';

export interface RpcUpgradesOptions {
  readonly guard: OriginGuard;
  readonly gate: SessionGate;
  readonly handlers: Handlers;
  readonly logger: Logger;
  /** Pages connected at once; one more is refused. */
  readonly maxConnections?: number;
}

/** Turns an admitted WebSocket on `/rpc` into a connection to the engine; refuses every other upgrade. */
export class RpcUpgrades {
  readonly #options: RpcUpgradesOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });

  constructor(options: RpcUpgradesOptions) {
    this.#options = options;
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = this.#refusalOf(request);
    if (refusal === null) {
      this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#connect(webSocket));
    } else {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
    }
  }

  /** Ends all connections at once. */
  dispose(): void {
    for (const webSocket of this.#server.clients) {
      webSocket.terminate();
    }
    this.#server.close();
  }

  #refusalOf(request: IncomingMessage): string | null {
    const { guard, gate, maxConnections = 32 } = this.#options;
    if (!guard.hasOwnHost(request) || !guard.hasOwnOrigin(request)) {
      return '403 Forbidden';
    }
    if (!gate.admits(request.headers.cookie)) {
      return '401 Unauthorized';
    }
    if (pathOf(request) !== '/rpc') {
      return '404 Not Found';
    }
    return this.#server.clients.size >= maxConnections ? '503 Service Unavailable' : null;
  }

  #connect(webSocket: WebSocket): void {
    const { handlers, logger } = this.#options;
    new Dispatcher(handlers, codedPort(webSocketPort(webSocket)), {
      onBug: (error, method) => logger.error('rpc.bug', error, { method }),
      onWarning: ({ kind, count, method, problem }) => logger.warn('rpc.warning', { kind, count, method, problem }),
    });
  }
}
