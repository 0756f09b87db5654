/* eslint-disable no-restricted-syntax -- Electron's own classes are emitters */
import { EventEmitter } from 'node:events';
import type { Session } from '../../../electron/main/electron-api.ts';

type Handler = (request: Request) => Promise<Response>;
type Handlers = {
  request?: Parameters<Session['setPermissionRequestHandler']>[0];
  check?: Parameters<Session['setPermissionCheckHandler']>[0];
  device?: Parameters<Session['setDevicePermissionHandler']>[0];
  display?: Parameters<Session['setDisplayMediaRequestHandler']>[0];
  bluetooth?: Parameters<Session['setBluetoothPairingHandler']>[0];
  before?: Parameters<Session['webRequest']['onBeforeRequest']>[0];
};

/** A session. What was not forbidden is allowed here as it is in Electron, so that a forgotten handler shows. */
export class SessionDouble extends EventEmitter implements Session {
  readonly #schemes = new Map<string, Handler>();
  readonly #handlers: Handlers = {};
  readonly protocol = { handle: (scheme: string, handler: Handler) => void this.#schemes.set(scheme, handler) };
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<Handlers['before']>) => void (this.#handlers.before = listener),
  };

  setPermissionRequestHandler(handler: NonNullable<Handlers['request']>): void {
    this.#handlers.request = handler;
  }

  setPermissionCheckHandler(handler: NonNullable<Handlers['check']>): void {
    this.#handlers.check = handler;
  }

  setDevicePermissionHandler(handler: NonNullable<Handlers['device']>): void {
    this.#handlers.device = handler;
  }

  setDisplayMediaRequestHandler(handler: NonNullable<Handlers['display']>): void {
    this.#handlers.display = handler;
  }

  setBluetoothPairingHandler(handler: NonNullable<Handlers['bluetooth']>): void {
    this.#handlers.bluetooth = handler;
  }

  /** As a page asks for something at an address. A blocked request fails as in a browser. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (!this.mayRequest(url)) {
      throw new TypeError('net::ERR_BLOCKED_BY_CLIENT');
    }
    const handler = this.#schemes.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) {
      throw new TypeError('net::ERR_UNKNOWN_URL_SCHEME');
    }
    const request = new Request(url, init);
    return handler(request);
  }

  mayRequest(url: string): boolean {
    let isCancelled = false;
    this.#handlers.before?.({ url }, ({ cancel }) => (isCancelled = cancel ?? false));
    return !isCancelled;
  }

  /** What a person would be asked; Electron grants what nobody forbids. */
  grants(permission: string): boolean {
    let isGranted = true;
    this.#handlers.request?.(null, permission, (answer) => (isGranted = answer));
    return isGranted && (this.#handlers.check?.(null, permission) ?? true);
  }

  grantsDevice(): boolean {
    return this.#handlers.device?.() ?? true;
  }

  capturesScreen(): boolean {
    let streams: unknown = {};
    this.#handlers.display?.({}, (answer) => (streams = answer));
    return streams !== null;
  }

  /** Whether a download from this address would begin. */
  downloads(url: string): boolean {
    let isPrevented = false;
    this.emit('will-download', { preventDefault: () => (isPrevented = true) }, { getURL: () => url });
    return !isPrevented;
  }
}
