import { EngineError, toWireError } from '../contract/errors.ts';
import { toProcessSchema } from '../engine/inference/protocol.ts';
import type { FromProcess, ToProcess } from '../engine/inference/protocol.ts';
import { ModelLibrary } from './model-library.ts';

type Work = Extract<ToProcess, { kind: 'load' | 'detect' }>;

export interface InferenceServiceDeps {
  /** Resolves when the message has left the process: an attempt at a provider is told before it is made. */
  readonly send: (message: FromProcess) => Promise<void>;
  /** Words for the process's own log; never pixels. */
  readonly log: (line: string) => void;
}

/**
 * Answers the engine, one run at a time and in order. A run blocks this process (onnxruntime's binding is
 * synchronous), which is why it is a process of its own.
 */
export class InferenceService {
  readonly #deps: InferenceServiceDeps;
  readonly #queue: Work[] = [];
  #library: ModelLibrary | null = null;
  #isRunning = false;

  constructor(deps: InferenceServiceDeps) {
    this.#deps = deps;
  }

  /** Takes a message as it came. One that does not parse is answered when it has an id, and logged otherwise. */
  receive(message: unknown): void {
    const parsed = toProcessSchema.safeParse(message);
    if (!parsed.success) {
      this.#refuse(message, parsed.error.issues[0]?.message ?? 'unknown shape');
      return;
    }
    const request = parsed.data;
    switch (request.kind) {
      case 'configure':
        this.#configure(request);
        return;
      case 'cancel': {
        const index = this.#queue.findIndex(({ id }) => id === request.id);
        if (index >= 0) {
          this.#queue.splice(index, 1);
        }
        return;
      }
      default:
        this.#queue.push(request);
        void this.#work();
    }
  }

  #configure({ modelFolder, threadCount, preference, skip }: Extract<ToProcess, { kind: 'configure' }>): void {
    this.#library ??= new ModelLibrary({
      modelFolder,
      sessionOptions: {
        threadCount,
        preference,
        onAttempt: (provider) => this.#deps.send({ kind: 'attempting', provider }),
      },
      skip,
      onLoaded: (report) => void this.#deps.send({ kind: 'device', report }),
    });
    void this.#deps.send({ kind: 'ready' });
  }

  async #work(): Promise<void> {
    if (this.#isRunning) {
      return;
    }
    this.#isRunning = true;
    for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
      const { id } = request;
      const answer = await this.#answer(request).catch((error: unknown): FromProcess => {
        return { kind: 'failed', id, error: toWireError(error) };
      });
      void this.#deps.send(answer);
      // Lets a cancellation that came during the run be read before the next one begins.
      await new Promise(setImmediate);
    }
    this.#isRunning = false;
  }

  async #answer(request: Work): Promise<FromProcess> {
    if (this.#library === null) {
      throw new EngineError('bad-request', 'The process was not configured.');
    }
    const detector = await this.#library.detector(request.cardId);
    if (request.kind === 'load') {
      return { kind: 'loaded', id: request.id, report: detector.report };
    }
    const { pixels } = request.input;
    if (pixels.length !== 3 * detector.inputSize ** 2) {
      throw new EngineError(
        'bad-request',
        `${pixels.length} bytes are no input of ${request.cardId}, which takes 3 × ${detector.inputSize}².`,
      );
    }
    const before = performance.now();
    const detections = await detector.model.detect(request.input).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('model-failed', `${request.cardId} failed: ${reason}`, { cause: error });
    });
    const runMs = performance.now() - before;
    const rssBytes = process.memoryUsage.rss();
    return { kind: 'detections', id: request.id, detections: [...detections], runMs, rssBytes };
  }

  #refuse(message: unknown, reason: string): void {
    const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null;
    if (typeof id === 'number' && Number.isInteger(id) && id > 0) {
      const error = toWireError(new EngineError('bad-request', `The message does not parse: ${reason}`));
      void this.#deps.send({ kind: 'failed', id, error });
    } else {
      this.#deps.log(`a message does not parse: ${reason}`);
    }
  }
}
