import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { EngineError } from '../contract/errors.ts';
import type { ElectronApi } from './electron-api.ts';

export interface SecretStoreOptions {
  readonly safeStorage: ElectronApi['safeStorage'];
  readonly file: string;
  readonly platform: NodeJS.Platform;
}

const fileSchema = z.record(z.string().regex(/^[\w-]{1,64}$/), z.base64());

/** Secrets by name, encrypted with a key that the system's own store holds. Without such a store nothing is kept. */
export class SecretStore {
  readonly #options: SecretStoreOptions;

  constructor(options: SecretStoreOptions) {
    this.#options = options;
  }

  /** Linux without a keyring would encrypt with a key that is written in Electron's source: that does not count. */
  get isAvailable(): boolean {
    const { safeStorage, platform } = this.#options;
    return (
      safeStorage.isEncryptionAvailable() &&
      (platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
    );
  }

  /** Null forgets it. Throws EngineError `unsupported` where the system keeps no secrets. */
  keep(name: string, secret: string | null): void {
    this.#require();
    const { [name]: _old, ...others } = this.#read();
    const all =
      secret === null
        ? others
        : { ...others, [name]: this.#options.safeStorage.encryptString(secret).toString('base64') };
    const part = `${this.#options.file}.part`;
    writeFileSync(part, JSON.stringify(fileSchema.parse(all)), { mode: 0o600 });
    renameSync(part, this.#options.file);
  }

  /** Null where none is kept, or where it was kept under another account and cannot be read. */
  read(name: string): string | null {
    this.#require();
    const encrypted = this.#read()[name];
    if (encrypted === undefined) {
      return null;
    }
    try {
      return this.#options.safeStorage.decryptString(Buffer.from(encrypted, 'base64'));
    } catch {
      return null;
    }
  }

  #require(): void {
    if (!this.isAvailable) {
      throw new EngineError('unsupported', 'This system offers no store for secrets.');
    }
  }

  #read(): Readonly<Record<string, string>> {
    if (!existsSync(this.#options.file)) {
      return {};
    }
    try {
      return fileSchema.parse(JSON.parse(readFileSync(this.#options.file, 'utf8')));
    } catch {
      // Damaged: nothing in it can be read any more.
      return {};
    }
  }
}
