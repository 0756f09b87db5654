import type { ChatModelRef } from '../../../contract/chat.ts';
import {
  sendingSchema,
  type Calibration,
  type ChatServer,
  type Sending,
  type ServerModel,
} from '../../../contract/chat-servers.ts';
import { EngineError, isAbort, toWireError } from '../../../contract/errors.ts';
import type { ServerId } from '../../../contract/ids.ts';
import type { Params, Progress } from '../../../contract/index.ts';
import type { SecretStore } from '../../base/secret-store.ts';
import type { Clock, Logger } from '../../base/surroundings.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import { calibrate } from './calibrate.ts';
import { defaultLimits, type SendRequest } from './http-exchange.ts';
import { probeServer, type ModelFacts, type ServerFacts } from './probe-server.ts';
import { defaultRetries } from './retry.ts';
import { readServerAddress, type ServerAddress } from './server-address.ts';
import { ServerChatModel } from './server-chat-model.ts';
import { profileTraits } from './server-profile.ts';
import type { KeptServer, ServerStore } from './server-store.ts';

export interface ServerServiceDeps {
  readonly store: ServerStore;
  readonly secrets: SecretStore;
  readonly send: SendRequest;
  readonly tools: () => Promise<MediaTools>;
  readonly isNetworkOff: () => boolean;
  /** The key of servers that are not in the list, for one run of a command. */
  readonly passingKey?: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

type ServerRef = Extract<ChatModelRef, { kind: 'server' }>;
type Change = Omit<Params<'chatServers.change'>, 'serverId'>;

/** Questions that are answered out of what a server keeps in its head. */
const probeLimits = { connectMs: 5000, firstByteMs: 15_000, stallMs: 15_000 };
/** So long what was found out about a server is taken to be so still. */
const freshMs = 60_000;

/** The servers of chat models that a person has named: what they are, what may be sent there, and models on them. */
export class ServerService {
  readonly #deps: ServerServiceDeps;
  /** By address. */
  readonly #fresh = new Map<string, { readonly facts: ServerFacts; readonly atMs: number }>();

  constructor(deps: ServerServiceDeps) {
    this.#deps = deps;
  }

  list(): Promise<ChatServer[]> {
    return Promise.all(this.#deps.store.all().map((kept) => this.#shown(kept)));
  }

  /** Throws EngineError `bad-request` for an address that is none, and what keeping throws. */
  async add({ address, title = '', key = null }: Params<'chatServers.add'>, signal: AbortSignal): Promise<ChatServer> {
    const { store } = this.#deps;
    const { api, host } = readServerAddress(address);
    const kept = store.find(api) ?? store.add(api, title === '' ? host : title);
    if (title !== '') store.change(kept.serverId, { title });
    if (key !== null) await this.#keepKey(kept.serverId, key);
    return this.test(kept.serverId, signal);
  }

  /** Throws EngineError `not-found`. */
  async change(serverId: ServerId, { key, title, videoForm, isSendingAllowed }: Change): Promise<ChatServer> {
    const { store } = this.#deps;
    store.change(serverId, {
      ...(title === undefined ? {} : { title }),
      ...(videoForm === undefined ? {} : { videoForm }),
      ...(isSendingAllowed === undefined ? {} : { isSendingAllowed }),
    });
    if (key !== undefined) await this.#keepKey(serverId, key);
    return this.#shown(store.get(serverId));
  }

  async remove(serverId: ServerId): Promise<void> {
    await this.#keepKey(serverId, null);
    this.#deps.store.remove(serverId);
  }

  /** Asks it what it is; what goes wrong is kept as its failure. Throws EngineError `not-found`. */
  async test(serverId: ServerId, signal: AbortSignal): Promise<ChatServer> {
    const { store, clock, logger } = this.#deps;
    const address = readServerAddress(store.get(serverId).address);
    try {
      const { profile, version, models } = await this.#probe(address, await this.#keyOf(serverId), signal);
      const testedAtMs = clock.nowMs();
      return await this.#shown(
        store.change(serverId, { profile, version, models: [...models], testedAtMs, failure: null }),
      );
    } catch (error) {
      if (isAbort(error) || signal.aborted || !(error instanceof EngineError)) throw error;
      logger.info('servers.test-failed', { host: address.host, code: error.code });
      return this.#shown(store.change(serverId, { testedAtMs: clock.nowMs(), failure: toWireError(error) }));
    }
  }

  /**
   * A model on a server, also on one that is not in the list. Throws EngineError `network-off`, `server-model`, and what
   * `probeServer` throws.
   */
  async open({ address: typed, model }: ServerRef, signal: AbortSignal): Promise<ServerChatModel> {
    const { store, ...deps } = this.#deps;
    const address = readServerAddress(typed);
    const kept = store.find(address.api);
    const key = kept === null ? (deps.passingKey ?? null) : await this.#keyOf(kept.serverId);
    const fresh = this.#fresh.get(address.api);
    const isFresh = fresh !== undefined && deps.clock.nowMs() - fresh.atMs < freshMs;
    const facts = isFresh ? fresh.facts : await this.#probe(address, key, signal);
    const found = findModel(facts, model, address);
    const form = kept === null || kept.videoForm === 'auto' ? profileTraits[facts.profile].videoForm : kept.videoForm;
    const calibration = kept?.calibrations[found.model];
    return new ServerChatModel(
      {
        ...{ address, key, form, profile: facts.profile },
        ...{ model: found.model, contextTokenCount: found.contextTokenCount, canSee: found.canSee },
        timeMap: calibration?.state === 'fitted' ? calibration.map : null,
      },
      {
        ...{ send: deps.send, tools: deps.tools, clock: deps.clock, logger: deps.logger },
        ...{ limits: defaultLimits, retries: defaultRetries },
        mayBeSent: (sending) => this.#mayBeSent(address, sending),
      },
    );
  }

  /** Throws EngineError `not-found`, and what an answer throws. */
  async calibrate(
    { serverId, model }: Params<'chatServers.calibrate'> & { readonly serverId: ServerId },
    onProgress: (progress: Progress<'chatServers.calibrate'>) => void,
    signal: AbortSignal,
  ): Promise<Calibration> {
    const { store, tools, clock } = this.#deps;
    const { address } = store.get(serverId);
    const opened = await this.open({ kind: 'server', address, model }, signal);
    const calibration = await calibrate(opened, { tools, onProgress, signal, measuredAtMs: clock.nowMs() });
    store.keepCalibration(serverId, model, calibration);
    return calibration;
  }

  async declineCalibration(serverId: ServerId, model: string): Promise<ChatServer> {
    return this.#shown(this.#deps.store.keepCalibration(serverId, model, { state: 'declined' }));
  }

  async #probe(address: ServerAddress, key: string | null, signal: AbortSignal): Promise<ServerFacts> {
    const { send, clock } = this.#deps;
    this.#fresh.delete(address.api);
    const facts = await probeServer({ address, key }, { send, limits: probeLimits }, signal);
    this.#fresh.set(address.api, { facts, atMs: clock.nowMs() });
    return facts;
  }

  /** Read anew each time: the person may have changed their mind a moment ago, in another window. */
  #mayBeSent(address: ServerAddress, sending: Omit<Sending, 'serverId'>): void {
    if (address.isLoopback) return;
    if (this.#deps.isNetworkOff()) throw networkOff();
    const kept = this.#deps.store.find(address.api);
    if (kept?.isSendingAllowed === true) return;
    throw new EngineError('sending-not-allowed', `Nobody has agreed yet that something is sent to ${address.host}.`, {
      details: sendingSchema.parse({ ...sending, serverId: kept?.serverId ?? '' }),
    });
  }

  async #keepKey(serverId: ServerId, key: string | null): Promise<void> {
    await this.#deps.secrets.keep(secretName(serverId), key);
    this.#fresh.delete(this.#deps.store.get(serverId).address);
  }

  #keyOf(serverId: ServerId): Promise<string | null> {
    return this.#deps.secrets.read(secretName(serverId));
  }

  async #shown({ calibrations, ...kept }: KeptServer): Promise<ChatServer> {
    const { host, isLoopback, isEncrypted } = readServerAddress(kept.address);
    const hasKey = (await this.#keyOf(kept.serverId)) !== null;
    return {
      ...{ ...kept, host, isLoopback, isEncrypted },
      isSendingAllowed: kept.isSendingAllowed || isLoopback,
      key: hasKey ? (this.#deps.secrets.isLasting ? 'kept' : 'session') : 'none',
      models: kept.models.map((model): ServerModel => ({
        ...model,
        calibration: calibrations[model.model] ?? { state: 'not-tried' },
      })),
    };
  }
}

export function networkOff(): EngineError {
  return new EngineError('network-off', 'No server elsewhere is asked while "no network at all" is on.');
}

function secretName(serverId: ServerId): string {
  return `chat-server-${serverId}`;
}

/** Ollama's names end in a tag that may be left out. A server of unknown kind may have models that it does not list. */
function findModel({ profile, models }: ServerFacts, wanted: string, { host }: ServerAddress): ModelFacts {
  const found = models.find(({ model }) => model === wanted || model === `${wanted}:latest`);
  if (found !== undefined) return found;
  if (profile === 'unknown') return { model: wanted, contextTokenCount: null, canSee: null, isLoaded: null };
  throw new EngineError('server-model', `${host} has no model ${wanted}.`, { details: { host, model: wanted } });
}
