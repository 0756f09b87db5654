import { EngineError } from '../../../contract/errors.ts';
import type { TargetAnswer, TrackingModel } from '../../../../native-models/api/tracking-model.ts';
import type { ModelQuestion, ToFollowWorker, TrackingModelFacts } from './follow-messages.ts';

type Answer = Exclude<ToFollowWorker, { readonly kind: 'stop' }>;
type WithoutId<Q> = Q extends unknown ? Omit<Q, 'questionId'> : never;

/** A model that runs in another thread's care: questions go out, answers come back by their number. */
export class RelayedModel implements TrackingModel {
  readonly modelId: string;
  readonly parameters: TrackingModel['parameters'];
  readonly #ask: (question: ModelQuestion) => void;
  readonly #waiting = new Map<number, PromiseWithResolvers<Float32Array | TargetAnswer>>();
  #nextId = 1;

  constructor({ modelId, parameters }: TrackingModelFacts, ask: (question: ModelQuestion) => void) {
    this.modelId = modelId;
    this.parameters = parameters;
    this.#ask = ask;
  }

  embed(pixels: Uint8Array, options: { readonly signal: AbortSignal }): Promise<Float32Array> {
    return this.#question({ kind: 'embed', pixels }, options) as Promise<Float32Array>;
  }

  locate(
    target: { readonly features: Float32Array; readonly pixels: Uint8Array },
    options: { readonly signal: AbortSignal },
  ): Promise<TargetAnswer> {
    return this.#question({ kind: 'locate', ...target }, options) as Promise<TargetAnswer>;
  }

  take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.questionId);
    this.#waiting.delete(answer.questionId);
    if (answer.kind === 'model-answer') waiting?.resolve(answer.value);
    else waiting?.reject(EngineError.fromWire(answer.error));
  }

  async #question(question: WithoutId<ModelQuestion>, { signal }: { readonly signal: AbortSignal }) {
    signal.throwIfAborted();
    const questionId = this.#nextId;
    this.#nextId += 1;
    const waiting = Promise.withResolvers<Float32Array | TargetAnswer>();
    this.#waiting.set(questionId, waiting);
    const stop = (): void => waiting.reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    this.#ask({ ...question, questionId });
    try {
      return await waiting.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#waiting.delete(questionId);
    }
  }
}
