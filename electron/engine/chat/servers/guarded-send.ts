import type { SendRequest } from './http-exchange.ts';
import { networkOff } from './server-service.ts';

export interface GuardedSend {
  readonly send: SendRequest;
  /** Cuts what is under way to servers elsewhere. */
  stop(): void;
}

/**
 * Lets nothing through to another machine while "no network at all" is on. Servers on this machine are no network:
 * what is sent to them goes nowhere.
 */
export function guardSend(send: SendRequest, isNetworkOff: () => boolean): GuardedSend {
  let controller = new AbortController();
  return {
    send: (request) => {
      if (request.address.isLoopback) return send(request);
      if (isNetworkOff()) return Promise.reject(networkOff());
      return send({ ...request, signal: AbortSignal.any([request.signal, controller.signal]) });
    },
    stop() {
      controller.abort(networkOff());
      controller = new AbortController();
    },
  };
}
