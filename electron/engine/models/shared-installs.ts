import type { EngineError } from '../../contract/errors.ts';
import type { InstallProgress, ModelSummary } from '../../contract/models.ts';

export interface InstallCall {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: InstallProgress) => void;
}

interface Running {
  readonly controller: AbortController;
  readonly outcome: Promise<ModelSummary>;
  readonly listeners: Set<(progress: InstallProgress) => void>;
  progress: InstallProgress | null;
  callerCount: number;
}

/**
 * One installation a model, however many windows ask for it. It goes on as long as one of them waits for it; what was
 * downloaded until then is kept.
 */
export class SharedInstalls {
  readonly #running = new Map<string, Running>();

  /** Joins the installation that is under way, or begins one with `install`. */
  async join(
    cardId: string,
    call: InstallCall,
    install: (call: InstallCall) => Promise<ModelSummary>,
  ): Promise<ModelSummary> {
    call.signal.throwIfAborted();
    const running = this.#running.get(cardId) ?? this.#begin(cardId, install);
    running.callerCount += 1;
    running.listeners.add(call.onProgress);
    if (running.progress !== null) call.onProgress(running.progress);
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => reject(call.signal.reason as Error);
    call.signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([running.outcome, left]);
    } finally {
      call.signal.removeEventListener('abort', leave);
      running.listeners.delete(call.onProgress);
      running.callerCount -= 1;
      if (running.callerCount === 0) running.controller.abort();
    }
  }

  /** Of an installation under way; null where there is none. */
  progressOf(cardId: string): InstallProgress | null {
    return this.#running.get(cardId)?.progress ?? null;
  }

  isRunning(cardId: string): boolean {
    return this.#running.has(cardId);
  }

  /** Ends all of them with this error, for everybody who waits. */
  stop(reason: EngineError): void {
    for (const { controller } of this.#running.values()) controller.abort(reason);
  }

  #begin(cardId: string, install: (call: InstallCall) => Promise<ModelSummary>): Running {
    const controller = new AbortController();
    const running: Running = {
      controller,
      listeners: new Set(),
      progress: null,
      callerCount: 0,
      outcome: Promise.resolve()
        .then(() =>
          install({
            signal: controller.signal,
            onProgress: (progress) => {
              running.progress = progress;
              for (const listener of [...running.listeners]) listener(progress);
            },
          }),
        )
        .finally(() => {
          // Whoever asks from now on begins anew.
          if (this.#running.get(cardId) === running) this.#running.delete(cardId);
        }),
    };
    // Nobody may be waiting any more when it ends.
    running.outcome.catch(() => {});
    this.#running.set(cardId, running);
    return running;
  }
}
