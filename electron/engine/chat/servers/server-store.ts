import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  calibrationSchema,
  chatServerSchema,
  serverModelSchema,
  type Calibration,
} from '../../../contract/chat-servers.ts';
import { EngineError } from '../../../contract/errors.ts';
import { serverIdSchema, type ServerId } from '../../../contract/ids.ts';
import type { Logger } from '../../base/surroundings.ts';
import { readPrivateFile, writePrivateFile } from '../../settings/private-file.ts';

/** A server as it is kept; its key is not among it. */
const keptServerSchema = chatServerSchema
  .pick({
    ...{ serverId: true, title: true, address: true, isSendingAllowed: true, videoForm: true },
    ...{ profile: true, version: true, testedAtMs: true, failure: true },
  })
  .extend({
    models: z.array(serverModelSchema.omit({ calibration: true })).max(500),
    /** By model: it outlives a model that is away for a while. */
    calibrations: z.record(z.string(), calibrationSchema),
  });
export type KeptServer = z.infer<typeof keptServerSchema>;

const fileSchema = z.object({ version: z.literal(1), servers: z.array(z.unknown()).max(1000) });
const mostServers = 50;

/**
 * The servers of this person, in one small file beside the settings, shared by all libraries and by the programs that
 * run at once: it is read anew each time. An entry that cannot be read falls away alone.
 */
export class ServerStore {
  readonly #file: string | null;
  readonly #logger: Logger;
  #inMemory: readonly KeptServer[] = [];

  /** Null keeps them in memory only. */
  constructor({ file, logger }: { readonly file: string | null; readonly logger: Logger }) {
    this.#file = file;
    this.#logger = logger;
  }

  all(): readonly KeptServer[] {
    if (this.#file === null) return this.#inMemory;
    try {
      const text = readPrivateFile(this.#file);
      if (text === null) return [];
      return fileSchema.parse(JSON.parse(text)).servers.flatMap((one) => {
        const server = keptServerSchema.safeParse(one);
        return server.success ? [server.data] : [];
      });
    } catch (error) {
      this.#logger.error('servers.unreadable', error);
      return [];
    }
  }

  find(api: string): KeptServer | null {
    return this.all().find(({ address }) => address === api) ?? null;
  }

  /** Throws EngineError `not-found`. */
  get(serverId: ServerId): KeptServer {
    const server = this.all().find((one) => one.serverId === serverId);
    if (server === undefined) throw new EngineError('not-found', 'This server is no longer in the list.');
    return server;
  }

  /** Throws EngineError `bad-request` when there are fifty already, and what `writePrivateFile` throws. */
  add(api: string, title: string): KeptServer {
    const servers = this.all();
    if (servers.length >= mostServers)
      throw new EngineError('bad-request', `There are ${mostServers} servers already.`);
    const server: KeptServer = {
      ...{
        serverId: serverIdSchema.parse(randomUUID()),
        address: api,
        title,
        isSendingAllowed: false,
        videoForm: 'auto',
      },
      ...{ profile: null, version: null, models: [], testedAtMs: null, failure: null, calibrations: {} },
    };
    this.#write([...servers, server]);
    return server;
  }

  /** Throws EngineError `not-found`, and what `writePrivateFile` throws. */
  change(serverId: ServerId, changes: Partial<Omit<KeptServer, 'serverId' | 'address'>>): KeptServer {
    const changed = keptServerSchema.parse({ ...this.get(serverId), ...changes });
    this.#write(this.all().map((one) => (one.serverId === serverId ? changed : one)));
    return changed;
  }

  keepCalibration(serverId: ServerId, model: string, calibration: Calibration): KeptServer {
    const { calibrations } = this.get(serverId);
    return this.change(serverId, { calibrations: { ...calibrations, [model]: calibration } });
  }

  remove(serverId: ServerId): void {
    this.#write(this.all().filter((one) => one.serverId !== serverId));
  }

  #write(servers: readonly KeptServer[]): void {
    if (this.#file === null) this.#inMemory = servers;
    else writePrivateFile(this.#file, `${JSON.stringify({ version: 1, servers }, null, 2)}\n`);
  }
}
