import { z } from 'zod';
import type { Host, HostWish } from '../engine/base/host.ts';
import type { EngineStart, HostAsk } from './protocol.ts';

export type AskDesktop = (ask: HostAsk, signal?: AbortSignal) => Promise<unknown>;

export interface WindowHost extends Host {
  /** Hands a wish of the desktop to whoever listens in this window; wishes wait until somebody does. */
  wish(wish: HostWish): void;
}

export interface WindowHostOptions {
  readonly start: Pick<EngineStart, 'platform' | 'version' | 'capabilities'>;
  readonly ask: AskDesktop;
  readonly licences: () => Promise<string>;
}

/** More than a person can ask for before the page listens. */
const maxWaitingWishes = 100;

/** The desktop around one window, as the engine sees it: what it can do is asked of main. */
export function createWindowHost({ start, ask, licences }: WindowHostOptions): WindowHost {
  const listeners = new Set<(wish: HostWish) => void>();
  const waiting: HostWish[] = [];
  return {
    kind: 'desktop',
    platform: start.platform,
    version: start.version,
    capabilities: start.capabilities,
    choose: async (what, signal) => z.array(z.string()).parse(await ask({ kind: 'choose', what }, signal)),
    reveal: async (path) => void (await ask({ kind: 'reveal', path })),
    dragOut: async (path) => void (await ask({ kind: 'drag-out', path })),
    openLogs: async () => void (await ask({ kind: 'open-logs' })),
    openLink: async (link) => void (await ask({ kind: 'open-link', link })),
    licences,
    onWish(listener) {
      listeners.add(listener);
      for (const wish of waiting.splice(0)) {
        listener(wish);
      }
      return () => void listeners.delete(listener);
    },
    wish(wish) {
      if (listeners.size === 0) {
        waiting.push(wish);
        waiting.splice(0, waiting.length - maxWaitingWishes);
      }
      for (const listener of listeners) {
        listener(wish);
      }
    },
  };
}
