import type { InferencePort, InferenceRole, SpawnInference } from '../../../native-models/api/inference-process.ts';
import { EngineError } from '../../contract/errors.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import { ProcessWatch } from './process-watch.ts';
import { fromProcessSchema } from './protocol.ts';
import type { DeviceReport, FromProcess, InferencePreference, InferenceProvider, ToProcess } from './protocol.ts';
import type { ProviderMemory } from './provider-memory.ts';
import { RequestQueue } from './request-queue.ts';
import type { RequestMessage } from './request-queue.ts';
import { RestartPolicy } from './restart-policy.ts';
import type { RestartPolicyOptions } from './restart-policy.ts';
import type { RoleDescription } from './role-description.ts';

export interface RoleSettings extends Omit<RestartPolicyOptions, 'clock'> {
  readonly threadCount: number;
  /** Asked at every start. */
  readonly preference: () => InferencePreference;
  /** A process is replaced when it grew by this much over its level after the first runs. */
  readonly growthLimitBytes: number;
  /** No answer for this long means that it hangs: it is killed. Loading counts, and may compile for a graphics card. */
  readonly answerTimeoutMs: number;
}

export interface RoleProcessDeps {
  readonly role: InferenceRole;
  readonly spawnInference: SpawnInference;
  readonly modelFolder: string;
  readonly providerMemory: ProviderMemory;
  readonly settings: RoleSettings;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Two under way: the next input is at the process when a run ends, and little is lost when it dies. */
const sentLimit = 2;
/** A process died twice at the same request: the request is at fault. */
const deathLimit = 2;

/**
 * One role's process: started with the first request, restarted when it dies, replaced when it grows. A request is
 * tried again once when the process died at it; requests behind it are not counted.
 */
export class RoleProcess {
  readonly #deps: RoleProcessDeps;
  readonly #queue = new RequestQueue();
  readonly #watch: ProcessWatch;
  readonly #restarts: RestartPolicy;
  readonly #devices = new Map<string, DeviceReport>();
  #port: InferencePort | null = null;
  #isReady = false;
  #isStarting = false;
  #attempting: InferenceProvider | null = null;
  #nextId = 1;
  #restartCount = 0;
  #isDisposed = false;

  constructor(deps: RoleProcessDeps) {
    this.#deps = deps;
    this.#restarts = new RestartPolicy({ ...deps.settings, clock: deps.clock });
    this.#watch = new ProcessWatch({
      ...deps.settings,
      onSilence: () => {
        this.#deps.logger.warn('inference.silent', { role: deps.role, timeoutMs: deps.settings.answerTimeoutMs });
        this.#port?.kill();
      },
    });
  }

  /** Sends one request when its turn comes. Rejects with the signal's reason, or an EngineError. */
  request(message: RequestMessage, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = this.#nextId;
    this.#nextId += 1;
    const abort = (): void => {
      const found = this.#queue.remove(id);
      if (found?.wasSent) {
        this.#send({ kind: 'cancel', id });
        this.#afterAnswer();
      }
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#queue.add({ id, message, resolve, reject, deathCount: 0 });
    this.#pump();
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  describe(): RoleDescription {
    return {
      role: this.#deps.role,
      state: this.#state(),
      devices: [...this.#devices.values()],
      ...this.#watch.describe(),
      restartCount: this.#restartCount,
    };
  }

  /** Kills the process and rejects what waits as aborted; the next request starts it anew. Within a second. */
  async stop(): Promise<void> {
    this.#restarts.cancel();
    for (const request of this.#queue.drain()) {
      request.reject(new EngineError('aborted', 'The inference process was stopped.'));
    }
    const port = this.#port;
    // What this process still says, and its end, no longer concern the role.
    this.#port = null;
    this.#isReady = false;
    this.#watch.end({ wasRecycled: false });
    if (port !== null) {
      const exited = new Promise<void>((resolve) => port.onExit(() => resolve()));
      port.kill();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, 900);
      await Promise.race([exited, late]);
      clearTimeout(timer);
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.stop();
  }

  #state(): RoleDescription['state'] {
    if (this.#restarts.isGivenUp) {
      return 'given-up';
    }
    return this.#port === null ? 'not-started' : this.#isReady ? 'running' : 'starting';
  }

  #pump(): void {
    if (this.#isDisposed) {
      this.#rejectAll(new EngineError('aborted', 'The inference host was closed.'));
      return;
    }
    if (this.#queue.waitingCount === 0 || this.#restarts.isPausing) {
      return;
    }
    if (this.#restarts.isGivenUp) {
      this.#rejectAll(this.#givenUp());
    } else if (this.#port === null) {
      void this.#start();
    } else if (this.#isReady && !this.#watch.isRecycling) {
      while (this.#queue.sentCount < sentLimit) {
        const next = this.#queue.takeNext();
        if (next === null) {
          break;
        }
        this.#watch.expectAnswer();
        this.#send({ ...next.message, id: next.id });
      }
    }
  }

  async #start(): Promise<void> {
    if (this.#isStarting) {
      return;
    }
    this.#isStarting = true;
    const { role, spawnInference, modelFolder, providerMemory, settings, logger } = this.#deps;
    try {
      const skip = [...(await providerMemory.skips())];
      if (this.#isDisposed || this.#queue.isEmpty) {
        return;
      }
      const port = spawnInference(role);
      this.#port = port;
      this.#attempting = null;
      this.#devices.clear();
      port.onMessage((message) => this.#port === port && this.#receive(message));
      port.onExit((exit) => this.#port === port && this.#onExit(exit));
      this.#watch.begin();
      logger.debug('inference.started', { role });
      this.#send({
        kind: 'configure',
        modelFolder,
        threadCount: settings.threadCount,
        preference: settings.preference(),
        skip,
      });
    } catch (error) {
      logger.error('inference.start-failed', error, { role });
      this.#onExit({ code: null, signal: null });
    } finally {
      this.#isStarting = false;
    }
  }

  #send(message: ToProcess): void {
    this.#port?.send(message);
  }

  #receive(message: unknown): void {
    const parsed = fromProcessSchema.safeParse(message);
    if (!parsed.success) {
      this.#deps.logger.warn('inference.bad-message', { role: this.#deps.role, reason: parsed.error.message });
      return;
    }
    this.#take(parsed.data);
  }

  #take(answer: FromProcess): void {
    switch (answer.kind) {
      case 'ready':
        this.#isReady = true;
        this.#watch.rest();
        this.#pump();
        return;
      case 'attempting':
        this.#attempting = answer.provider;
        return;
      case 'device':
        this.#attempting = null;
        this.#devices.set(answer.report.cardId, answer.report);
        this.#deps.providerMemory.noteReport(answer.report);
        return;
      case 'detections':
        this.#watch.noteRun(answer);
        this.#resolve(answer.id, 'detect', answer.detections);
        break;
      case 'features':
        this.#watch.noteRun(answer);
        this.#resolve(answer.id, 'embed', answer.features);
        break;
      case 'located':
        this.#watch.noteRun(answer);
        this.#resolve(answer.id, 'locate', answer.answer);
        break;
      case 'loaded':
        this.#resolve(answer.id, 'load', answer.report);
        break;
      case 'failed':
        this.#queue.remove(answer.id)?.request.reject(EngineError.fromWire(answer.error));
        break;
    }
    this.#restarts.noteAnswer();
    this.#afterAnswer();
  }

  #resolve(id: number, kind: RequestMessage['kind'], value: unknown): void {
    const request = this.#queue.remove(id)?.request;
    if (request === undefined) {
      return;
    }
    if (request.message.kind === kind) {
      request.resolve(value);
    } else {
      request.reject(new Error(`A "${request.message.kind}" was answered as a "${kind}".`));
    }
  }

  #afterAnswer(): void {
    if (this.#queue.sentCount === 0) {
      this.#watch.rest();
      if (this.#watch.isRecycling) {
        this.#deps.logger.info('inference.recycled', { role: this.#deps.role });
        this.#port?.kill();
        return;
      }
    } else {
      this.#watch.expectAnswer();
    }
    this.#pump();
  }

  #onExit({ code, signal }: { code: number | null; signal: string | null }): void {
    const wasRecycled = this.#watch.isRecycling && this.#queue.sentCount === 0;
    const provider = this.#attempting;
    this.#port = null;
    this.#isReady = false;
    this.#attempting = null;
    this.#watch.end({ wasRecycled });
    if (wasRecycled || this.#isDisposed) {
      this.#pump();
      return;
    }
    const how = signal ?? `exit code ${code ?? 'unknown'}`;
    this.#deps.logger.warn('inference.died', { role: this.#deps.role, how, provider });
    // A provider that crashed is not the request's fault, and is not tried again.
    const culprit = this.#queue.returnSent({ blameFirst: provider === null, deathLimit });
    culprit?.reject(
      new EngineError('model-failed', `The inference process died twice at the same request (${how}).`, {
        details: { role: this.#deps.role, how },
      }),
    );
    const noted = provider === null ? null : this.#deps.providerMemory.noteCrash(provider, `it crashed (${how})`);
    this.#planRestart(how, noted);
  }

  #planRestart(how: string, noted: Promise<void> | null): void {
    if (!this.#restarts.noteDeath()) {
      this.#deps.logger.warn('inference.given-up', { role: this.#deps.role, how });
      this.#rejectAll(this.#givenUp());
    } else if (!this.#queue.isEmpty) {
      this.#restartCount += 1;
      // The next process is told what crashed this one, so it waits for that to be known.
      this.#restarts.pause(() => void (noted ?? Promise.resolve()).then(() => this.#pump()));
    }
  }

  #rejectAll(error: EngineError): void {
    for (const request of this.#queue.drain()) {
      request.reject(error);
    }
  }

  #givenUp(): EngineError {
    return new EngineError('model-failed', 'The inference process keeps dying; it is tried again in a while.', {
      details: { role: this.#deps.role },
    });
  }
}
