import { EngineError, toWireError } from '../contract/errors.ts';
import { toProcessSchema } from '../engine/inference/protocol.ts';
import type { FromProcess, ToProcess } from '../engine/inference/protocol.ts';
import { ModelLibrary } from './model-library.ts';

type Work = Extract<ToProcess, { kind: 'load' | 'detect' | 'embed' | 'locate' }>;

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
    const library = this.#library;
    if (library === null) {
      throw new EngineError('bad-request', 'The process was not configured.');
    }
    const { id, cardId } = request;
    switch (request.kind) {
      case 'load':
        return { kind: 'loaded', id, report: (await library.load(cardId)).report };
      case 'detect': {
        const { model, inputSize } = await library.ofFamily(cardId, 'yolox');
        checkPicture(request.input.pixels, inputSize, cardId);
        const { value, ...figures } = await timed(cardId, () => model.detect(request.input));
        return { kind: 'detections', id, detections: [...value], ...figures };
      }
      case 'embed': {
        const { model, parameters } = await library.ofFamily(cardId, 'nanotrack');
        checkPicture(request.pixels, parameters.templateSize, cardId);
        const { value, ...figures } = await timed(cardId, () => model.embed(request.pixels));
        return { kind: 'features', id, features: value, ...figures };
      }
      case 'locate': {
        const { model, parameters } = await library.ofFamily(cardId, 'nanotrack');
        checkPicture(request.pixels, parameters.searchSize, cardId);
        const { value, ...figures } = await timed(cardId, () => model.locate(request.features, request.pixels));
        return { kind: 'located', id, answer: value, ...figures };
      }
    }
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

function checkPicture(pixels: Uint8Array, size: number, cardId: string): void {
  if (pixels.length !== 3 * size ** 2) {
    throw new EngineError('bad-request', `${pixels.length} bytes are no input of ${cardId}, which takes 3 × ${size}².`);
  }
}

/** Runs a model and says what it cost; whatever it throws becomes `model-failed`. */
async function timed<T>(cardId: string, run: () => Promise<T>) {
  const before = performance.now();
  const value = await run().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('model-failed', `${cardId} failed: ${reason}`, { cause: error });
  });
  return { value, runMs: performance.now() - before, rssBytes: process.memoryUsage.rss() };
}
