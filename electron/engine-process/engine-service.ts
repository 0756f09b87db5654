import { readFile } from 'node:fs/promises';
import { EngineError, toWireError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { Logger } from '../engine/base/surroundings.ts';
import type { Engine } from '../engine/engine.ts';
import { findLibraryFile } from '../media-response/find-library-file.ts';
import { readLibraryAddress } from '../media-response/library-addresses.ts';
import { codedPort } from '../rpc/coded-port.ts';
import { Dispatcher } from '../rpc/dispatcher.ts';
import { safeParse } from '../rpc/safe-parse.ts';
import { createDesktopSecrets } from './desktop-secrets.ts';
import { electronBytePort } from './electron-byte-port.ts';
import type { ElectronPort, PortEvent } from './electron-port.ts';
import { InferencePorts } from './inference-ports.ts';
import { beginWork, type OpenDesktopEngineOptions } from './open-desktop-engine.ts';
import { PendingCalls } from './pending-calls.ts';
import { processLogger } from './process-logger.ts';
import { toEngineSchema, type EngineStart, type FromEngine, type HostAsk, type ToEngine } from './protocol.ts';
import { createWindowHost, type WindowHost } from './window-host.ts';
import { workShareOf } from './work-share.ts';

export interface EngineServiceDeps {
  readonly send: (message: FromEngine) => void;
  readonly openEngine: (options: OpenDesktopEngineOptions) => Promise<Engine>;
  /** Ends this process. */
  readonly exit: (code: number) => void;
}

/** How a process ends that could not open its library: starting it again by itself would not help. */
export const startFailedExitCode = 3;

/** On whose behalf the engine itself asks: windows are numbered from 1. */
const noWindow = 0;

/** The engine's process: opens the engine when main says where, and serves the pages that main sends. */
export class EngineService {
  readonly #deps: EngineServiceDeps;
  readonly #logger: Logger;
  readonly #asks = new PendingCalls();
  readonly #inference: InferencePorts;
  readonly #hosts = new Map<number, WindowHost>();
  readonly #ending = new AbortController();
  #start: EngineStart | null = null;
  #opening: Promise<Engine> | null = null;

  constructor(deps: EngineServiceDeps) {
    this.#deps = deps;
    this.#logger = processLogger(deps.send);
    this.#inference = new InferencePorts(deps.send);
  }

  /** Takes what main says, as it came. */
  receive({ data, ports }: PortEvent): void {
    const parsed = safeParse(toEngineSchema, data);
    if (parsed.isFit) {
      this.#handle(parsed.value, ports[0]);
    } else {
      this.#logger.warn('engine-process.malformed', { problem: parsed.problem });
    }
  }

  #handle(message: ToEngine, port: ElectronPort | undefined): void {
    switch (message.kind) {
      case 'start':
        void this.#open(message.start);
        return;
      case 'page':
        if (port !== undefined) {
          void this.#serve(message.windowId, port);
        }
        return;
      case 'inference-port':
        if (port !== undefined) {
          this.#inference.join(message.spawnId, port);
        }
        return;
      case 'inference-exit':
        this.#inference.end(message.spawnId, message.code);
        return;
      case 'answer':
        this.#asks.resolve(message.askId, message.result);
        return;
      case 'refusal':
        this.#asks.reject(message.askId, EngineError.fromWire(message.error));
        return;
      case 'wish':
        this.#hostOf(message.windowId)?.wish(message.wish);
        return;
      case 'find-file':
        void this.#findFile(message.findId, message.address);
        return;
      case 'forget-export':
        void this.#opening?.then((engine) => engine.forgetExport(message.exportId)).catch(this.#logFault);
        return;
      case 'stop':
        void this.#stop();
    }
  }

  async #open(start: EngineStart): Promise<void> {
    if (this.#opening !== null) {
      return;
    }
    this.#start = start;
    const secrets = createDesktopSecrets(start, (ask) => this.#ask(noWindow, ask));
    this.#opening = this.#deps.openEngine({
      ...{ start, logger: this.#logger, spawnInference: this.#inference.spawn, secrets },
    });
    try {
      const engine = await this.#opening;
      const { work } = engine;
      work?.onQueueChange((queue) => this.#deps.send({ kind: 'work', ...workShareOf(queue) }));
      this.#deps.send({ kind: 'started', isReadOnly: work === null });
      this.#tellLanguage(engine);
      await beginWork(engine);
    } catch (error) {
      this.#logger.error('engine.start-failed', error);
      this.#deps.send({ kind: 'start-failed', error: toWireError(error) });
      // The message has to leave before the process does.
      setTimeout(() => this.#deps.exit(startFailedExitCode), 100);
    }
  }

  /** Ends with the engine. */
  #tellLanguage(engine: Engine): void {
    let told: Settings['language'] | null = null;
    engine.handlers['settings.watch'](
      {},
      {
        signal: this.#ending.signal,
        onProgress: ({ language }) => {
          if (language !== told) {
            told = language;
            this.#deps.send({ kind: 'language', language });
          }
        },
      },
    ).catch((error: unknown) => {
      if (!this.#ending.signal.aborted) {
        this.#logFault(error);
      }
    });
  }

  #ask(windowId: number, ask: HostAsk, signal?: AbortSignal): Promise<unknown> {
    return this.#asks.ask((askId) => this.#deps.send({ kind: 'ask', askId, windowId, ask }), signal);
  }

  /** One host a window: it outlives a page that is loaded again, and keeps what it was to be told. */
  #hostOf(windowId: number): WindowHost | null {
    const start = this.#start;
    if (start === null) {
      return null;
    }
    const known = this.#hosts.get(windowId);
    if (known !== undefined) {
      return known;
    }
    const host = createWindowHost({
      start,
      ask: (ask, signal) => this.#ask(windowId, ask, signal),
      licences: async () => (await Promise.all(start.licenceFiles.map((file) => readFile(file, 'utf8')))).join('\n\n'),
    });
    this.#hosts.set(windowId, host);
    return host;
  }

  async #serve(windowId: number, port: ElectronPort): Promise<void> {
    const host = this.#hostOf(windowId);
    const engine = await this.#opening?.catch(() => null);
    if (host === null || engine === null || engine === undefined) {
      port.close();
      return;
    }
    new Dispatcher(engine.handlersFor(host), codedPort(electronBytePort(port)), {
      onBug: (error, method) => this.#logger.error('rpc.bug', error, { method }),
      onWarning: ({ kind, count, method, problem }) =>
        this.#logger.warn('rpc.warning', { kind, count, method, problem }),
    });
  }

  async #findFile(findId: number, address: string): Promise<void> {
    const wanted = readLibraryAddress(address);
    try {
      const engine = await this.#opening;
      const found = wanted === null || engine === null ? null : await findLibraryFile(engine, wanted);
      const file = found === null ? null : { ...found, allowedRoots: [...found.allowedRoots] };
      this.#deps.send({ kind: 'found', findId, file });
    } catch (error) {
      this.#logFault(error);
      this.#deps.send({ kind: 'find-failed', findId, error: toWireError(error) });
    }
  }

  readonly #logFault = (error: unknown): void => this.#logger.error('engine-process.failed', error);

  async #stop(): Promise<void> {
    this.#ending.abort();
    const engine = await this.#opening?.catch(() => null);
    await engine?.dispose().catch(this.#logFault);
    this.#deps.exit(0);
  }
}
