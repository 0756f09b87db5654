import { EngineError } from '../../electron/contract/errors.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import { connectEngine } from '../../electron/rpc/client.ts';
import type { Request } from '../../electron/rpc/messages.ts';
import type { Port } from '../../electron/rpc/port.ts';

export type OpenPort = () => Promise<Port<Request>>;

export type ConnectionStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** This browser has no session: only a new link helps, trying again does not. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'lost' };

const firstWaitMs = 500;
const longestWaitMs = 5000;

/** The way to the engine, kept up: a connection that is lost is opened again, sooner at first and then every 5 s. */
export class EngineConnection {
  #status = $state.raw<ConnectionStatus>({ kind: 'connecting' });
  #openCount = $state.raw(0);
  readonly #openPort: OpenPort;
  readonly #openListeners: (() => void)[] = [];
  #current: CallEngine | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitMs = firstWaitMs;
  #isConnecting = false;

  constructor(openPort: OpenPort) {
    this.#openPort = openPort;
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Rises with every connection that is opened; what was asked over an older one is asked anew. */
  get openCount(): number {
    return this.#openCount;
  }

  /** Stays the same over reconnections; rejects with `disconnected` while there is no connection. */
  readonly callEngine: CallEngine = (method, params, options) =>
    this.#current === null
      ? Promise.reject(new EngineError('disconnected', 'There is no connection to the engine.'))
      : this.#current(method, params, options);

  /** Called whenever a connection has been opened. */
  onOpen(listener: () => void): void {
    this.#openListeners.push(listener);
  }

  /** Connects now, instead of when the wait is over. Never rejects: the status says what became of it. */
  async connect(): Promise<void> {
    if (this.#isConnecting || this.#current !== null) {
      return;
    }
    clearTimeout(this.#timer);
    this.#isConnecting = true;
    try {
      this.#use(await this.#openPort());
    } catch (error) {
      if (error instanceof EngineError && error.code === 'permission-denied') {
        this.#status = { kind: 'refused' };
      } else {
        this.#retryLater();
      }
    } finally {
      this.#isConnecting = false;
    }
  }

  #use(port: Port<Request>): void {
    const callEngine = connectEngine(port);
    this.#current = callEngine;
    this.#waitMs = firstWaitMs;
    this.#status = { kind: 'open' };
    this.#openCount += 1;
    port.onClose(() => {
      if (this.#current === callEngine) {
        this.#current = null;
        this.#retryLater();
      }
    });
    for (const listener of this.#openListeners) {
      listener();
    }
  }

  #retryLater(): void {
    this.#status = { kind: 'lost' };
    this.#timer = setTimeout(() => void this.connect(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }
}
