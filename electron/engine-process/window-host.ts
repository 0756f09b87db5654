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
/** A connection lets ten values a second through and keeps only the newest: wishes go one by one, so that none is lost. */
const wishIntervalMs = 150;

/** The desktop around one window, as the engine sees it: what it can do is asked of main. */
export function createWindowHost({ start, ask, licences }: WindowHostOptions): WindowHost {
  const listeners = new Set<(wish: HostWish) => void>();
  const waiting: HostWish[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deliver = (): void => {
    timer = undefined;
    const wish = listeners.size === 0 ? undefined : waiting.shift();
    if (wish !== undefined) {
      for (const listener of listeners) {
        listener(wish);
      }
      timer = setTimeout(deliver, wishIntervalMs);
    }
  };
  const deliverSoon = (): void => {
    if (timer === undefined) {
      deliver();
    }
  };
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
      deliverSoon();
      return () => void listeners.delete(listener);
    },
    wish(wish) {
      waiting.push(wish);
      waiting.splice(0, waiting.length - maxWaitingWishes);
      deliverSoon();
    },
  };
}
