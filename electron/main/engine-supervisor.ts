import { EngineError, toWireError, type WireError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import type { InferenceRole } from '../../native-models/api/inference-process.ts';
import type { HostWish } from '../engine/base/host.ts';
import type { Logger } from '../engine/base/surroundings.ts';
import type { ElectronPort } from '../engine-process/electron-port.ts';
import { PendingCalls } from '../engine-process/pending-calls.ts';
import {
  fromEngineSchema,
  type EngineStart,
  type FromEngine,
  type HostAsk,
  type ToEngine,
} from '../engine-process/protocol.ts';
import type { WorkShare } from '../engine-process/work-share.ts';
import { safeParse } from '../rpc/safe-parse.ts';
import type { ElectronApi, UtilityProcess } from './electron-api.ts';
import { logLines, type InferenceBroker } from './inference-broker.ts';
import { RestartDelay } from './restart-delay.ts';

export interface EngineSupervisorDeps extends Pick<ElectronApi, 'utilityProcess' | 'MessageChannelMain'> {
  readonly engineFile: string;
  readonly start: EngineStart;
  readonly inference: InferenceBroker;
  readonly logger: Logger;
  readonly answer: (windowId: number, ask: HostAsk) => Promise<unknown>;
  readonly onWork: (share: WorkShare) => void;
  /** What the settings say of the language, at the start and when it changes. */
  readonly onLanguage: (language: Settings['language']) => void;
  /** It has died and is started again after `waitMs`. */
  readonly onLost: (waitMs: number) => void;
  readonly onStarted: (isAgain: boolean) => void;
  /** The library cannot be opened; it is not tried again until `restart`. */
  readonly onStartFailed: (error: WireError) => void;
  readonly delay?: RestartDelay;
}

const noWork: WorkShare = { isIndexing: false, doneShare: null };

/** Keeps the engine's process alive, and passes on what it and the windows have to say to each other. */
export class EngineSupervisor {
  readonly #deps: EngineSupervisorDeps;
  readonly #delay: RestartDelay;
  readonly #finds = new PendingCalls();
  /** Pages that asked while there was no process, the last of each window. */
  readonly #waitingPages = new Map<number, (port: ElectronPort) => void>();
  #child: UtilityProcess | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #startCount = 0;
  #hasStartFailed = false;
  #stopped: (() => void) | null = null;
  #isStopping = false;

  constructor(deps: EngineSupervisorDeps) {
    this.#deps = deps;
    this.#delay = deps.delay ?? new RestartDelay();
  }

  /** Starts the process, also again after it could not open its library. */
  start(): void {
    if (this.#child !== null || this.#isStopping) {
      return;
    }
    clearTimeout(this.#timer);
    this.#hasStartFailed = false;
    const { utilityProcess, engineFile, logger, start } = this.#deps;
    const child = utilityProcess.fork(engineFile, [], { serviceName: 'Timecue engine', stdio: 'pipe', execArgv: [] });
    this.#child = child;
    this.#startCount += 1;
    this.#delay.started(performance.now());
    logLines(child, (line) => logger.info('engine.output', { line }));
    child.on('message', (message) => this.#receive(message));
    child.on('exit', (code) => this.#ended(child, code));
    this.#send({ kind: 'start', start });
    for (const [windowId, deliver] of this.#waitingPages) {
      this.openPage(windowId, deliver);
    }
    this.#waitingPages.clear();
  }

  /** Makes a channel between a window's page and the engine: now, or as soon as there is one. */
  openPage(windowId: number, deliver: (port: ElectronPort) => void): void {
    if (this.#child === null) {
      this.#waitingPages.set(windowId, deliver);
      return;
    }
    const { port1, port2 } = new this.#deps.MessageChannelMain();
    this.#send({ kind: 'page', windowId }, port1);
    deliver(port2);
  }

  /** What the desktop asks of a window's page. Forgotten while there is no engine. */
  wish(windowId: number, wish: HostWish): void {
    this.#send({ kind: 'wish', windowId, wish: wish.kind === 'paths' ? { ...wish, paths: [...wish.paths] } : wish });
  }

  /** Rejects with EngineError `disconnected` when there is no engine, or it dies meanwhile. */
  findFile(address: string): Promise<unknown> {
    if (this.#child === null) {
      return Promise.reject(new EngineError('disconnected', 'The engine is not running.'));
    }
    return this.#finds.ask((findId) => this.#send({ kind: 'find-file', findId, address }));
  }

  forgetExport(exportId: string): void {
    this.#send({ kind: 'forget-export', exportId: exportId as never });
  }

  /** Lets the engine commit what it is at and end; after `limitMs` it is ended. */
  async stop(limitMs = 5000): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === null) {
      return;
    }
    const ended = new Promise<void>((resolve) => (this.#stopped = resolve));
    this.#send({ kind: 'stop' });
    const timer = setTimeout(() => child.kill(), limitMs);
    await ended;
    clearTimeout(timer);
    this.#deps.inference.killAll();
  }

  #send(message: ToEngine, port?: ElectronPort): void {
    this.#child?.postMessage(message, port === undefined ? [] : [port]);
  }

  #receive(data: unknown): void {
    const parsed = safeParse(fromEngineSchema, data);
    if (parsed.isFit) {
      this.#handle(parsed.value);
    } else {
      this.#deps.logger.warn('engine.malformed', { problem: parsed.problem });
    }
  }

  #handle(message: FromEngine): void {
    const { inference, logger } = this.#deps;
    switch (message.kind) {
      case 'started':
        logger.info('engine.started', { isReadOnly: message.isReadOnly });
        this.#deps.onStarted(this.#startCount > 1);
        return;
      case 'start-failed':
        this.#hasStartFailed = true;
        this.#deps.onStartFailed(message.error);
        return;
      case 'ask':
        void this.#answer(message.askId, message.windowId, message.ask);
        return;
      case 'spawn-inference':
        this.#spawnInference(message.spawnId, message.role);
        return;
      case 'kill-inference':
        inference.kill(message.spawnId);
        return;
      case 'found':
        this.#finds.resolve(message.findId, message.file);
        return;
      case 'find-failed':
        this.#finds.reject(message.findId, EngineError.fromWire(message.error));
        return;
      case 'work':
        this.#deps.onWork({ isIndexing: message.isIndexing, doneShare: message.doneShare });
        return;
      case 'language':
        this.#deps.onLanguage(message.language);
        return;
      case 'log':
        writeLog(logger, message);
    }
  }

  /** Numbers are the engine process's own: what concerns one that has died is not told to the next. */
  #spawnInference(spawnId: number, role: InferenceRole): void {
    const child = this.#child;
    const send = (message: ToEngine, port?: ElectronPort): void => {
      if (this.#child === child) {
        this.#send(message, port);
      }
    };
    this.#deps.inference.spawn(spawnId, role, {
      onPort: (port) => send({ kind: 'inference-port', spawnId }, port),
      onExit: (code) => send({ kind: 'inference-exit', spawnId, code }),
    });
  }

  async #answer(askId: number, windowId: number, ask: HostAsk): Promise<void> {
    try {
      const result = await this.#deps.answer(windowId, ask);
      this.#send({ kind: 'answer', askId, result });
    } catch (error) {
      if (!(error instanceof EngineError)) {
        this.#deps.logger.error('host.failed', error, { kind: ask.kind });
      }
      this.#send({ kind: 'refusal', askId, error: toWireError(error) });
    }
  }

  #ended(child: UtilityProcess, code: number): void {
    if (this.#child !== child) {
      return;
    }
    this.#child = null;
    this.#finds.rejectAll(new EngineError('disconnected', 'The engine has ended.'));
    this.#deps.inference.killAll();
    this.#deps.onWork(noWork);
    this.#stopped?.();
    if (this.#isStopping || this.#hasStartFailed) {
      return;
    }
    const waitMs = this.#delay.died(performance.now());
    this.#deps.logger.error('engine.died', new Error(`exit code ${code}`), { code, waitMs });
    this.#deps.onLost(waitMs);
    this.#timer = setTimeout(() => this.start(), waitMs);
  }
}

function writeLog(logger: Logger, { level, event, problem, fields }: Extract<FromEngine, { kind: 'log' }>): void {
  if (level === 'error') {
    logger.error(event, problem ?? '', fields);
  } else {
    logger[level](event, fields);
  }
}
