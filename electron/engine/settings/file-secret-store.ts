import { z } from 'zod';
import type { Logger } from '../base/surroundings.ts';
import type { SecretStore } from '../base/secret-store.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

const fileSchema = z.record(z.string().regex(/^[\w-]{1,64}$/), z.string());

/**
 * Secrets in a file that only this person may read, as other tools of the command line keep theirs. The desktop has the
 * system's own store instead.
 */
export class FileSecretStore implements SecretStore {
  readonly isLasting = true;
  readonly #file: string;
  readonly #logger: Logger;

  constructor({ file, logger }: { readonly file: string; readonly logger: Logger }) {
    this.#file = file;
    this.#logger = logger;
  }

  async read(name: string): Promise<string | null> {
    return this.#all()[name] ?? null;
  }

  async keep(name: string, secret: string | null): Promise<void> {
    const { [name]: _old, ...others } = this.#all();
    const all = secret === null ? others : { ...others, [name]: secret };
    writePrivateFile(this.#file, `${JSON.stringify(fileSchema.parse(all))}\n`);
  }

  #all(): Readonly<Record<string, string>> {
    try {
      const text = readPrivateFile(this.#file);
      return text === null ? {} : fileSchema.parse(JSON.parse(text));
    } catch (error) {
      // Without the error itself: a parser's words quote what they could not read.
      this.#logger.warn('secrets.unreadable', { reason: error instanceof Error ? error.name : 'unknown' });
      return {};
    }
  }
}
