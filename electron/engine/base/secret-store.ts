/** Keeps secrets by name (1 to 64 of letters, digits, `-` and `_`); what is around the engine says how. */
export interface SecretStore {
  /** Whether they are still there after the program has ended. */
  readonly isLasting: boolean;
  /** Null where none is kept, or where it cannot be read any more. */
  read(name: string): Promise<string | null>;
  /** Null forgets it. Throws EngineError `permission-denied`, `disk-full`. */
  keep(name: string, secret: string | null): Promise<void>;
}

/** For a system that keeps no secrets, and for tests: they go with the program. */
export function createMemorySecrets(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    isLasting: false,
    read: async (name) => secrets.get(name) ?? null,
    async keep(name, secret) {
      if (secret === null) secrets.delete(name);
      else secrets.set(name, secret);
    },
  };
}
