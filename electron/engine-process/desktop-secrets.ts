import { z } from 'zod';
import { createMemorySecrets, type SecretStore } from '../engine/base/secret-store.ts';
import type { EngineStart, HostAsk } from './protocol.ts';

/** The system's own store, which only main can reach; in memory where the system has none. */
export function createDesktopSecrets(
  { capabilities }: Pick<EngineStart, 'capabilities'>,
  ask: (ask: HostAsk) => Promise<unknown>,
): SecretStore {
  if (!capabilities.canKeepSecrets) return createMemorySecrets();
  return {
    isLasting: true,
    read: async (name) =>
      z
        .string()
        .nullable()
        .parse(await ask({ kind: 'read-secret', name })),
    keep: async (name, secret) => void (await ask({ kind: 'keep-secret', name, secret })),
  };
}
