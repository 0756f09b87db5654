import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock, Logger } from '../base/surroundings.ts';
import { providerSkipSchema } from './protocol.ts';
import type { DeviceReport, InferenceProvider, ProviderSkip } from './protocol.ts';

/** A driver may have been mended since: what crashed is tried again after this long. */
const crashKeptMs = 30 * 24 * 3600 * 1000;

const fileSchema = z.object({
  version: z.literal(1),
  crashes: z.array(z.object({ skip: providerSkipSchema, atMs: z.number() })),
});
type Crash = z.infer<typeof fileSchema>['crashes'][number];

export interface ProviderMemoryDeps {
  /** Where crashes are kept over restarts; null keeps them for this run only. */
  readonly file: string | null;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Which providers not to try again. One that killed its process is remembered over restarts for a month, for every
 * model; one that failed in an orderly way only for its model and while the engine runs.
 */
export class ProviderMemory {
  readonly #deps: ProviderMemoryDeps;
  readonly #orderly = new Map<string, ProviderSkip>();
  #crashes: Promise<Crash[]> | null = null;

  constructor(deps: ProviderMemoryDeps) {
    this.#deps = deps;
  }

  async skips(): Promise<readonly ProviderSkip[]> {
    return [...(await this.#load()).map(({ skip }) => skip), ...this.#orderly.values()];
  }

  noteReport({ cardId, failures }: DeviceReport): void {
    for (const failure of failures) {
      this.#orderly.set(`${failure.provider} ${cardId}`, { ...failure, cardId });
    }
  }

  async noteCrash(provider: InferenceProvider, reason: string): Promise<void> {
    const crashes = await this.#load();
    crashes.push({ skip: { provider, reason, cardId: null }, atMs: this.#deps.clock.nowMs() });
    await this.#save(crashes);
  }

  #load(): Promise<Crash[]> {
    this.#crashes ??= this.#read();
    return this.#crashes;
  }

  async #read(): Promise<Crash[]> {
    const { file, clock, logger } = this.#deps;
    if (file === null) {
      return [];
    }
    try {
      const { crashes } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      return crashes.filter(({ atMs }) => clock.nowMs() - atMs < crashKeptMs);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        // It is a memory aid: without it the provider is tried, and noted again if it crashes.
        logger.warn('inference.provider-memory-unreadable', { reason: String(error) });
      }
      return [];
    }
  }

  async #save(crashes: readonly Crash[]): Promise<void> {
    const { file, logger } = this.#deps;
    if (file === null) {
      return;
    }
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(`${file}.part`, `${JSON.stringify({ version: 1, crashes }, null, 2)}\n`);
      await rename(`${file}.part`, file);
    } catch (error) {
      logger.warn('inference.provider-memory-unwritable', { reason: String(error) });
    }
  }
}
