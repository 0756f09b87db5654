import type { InferencePort } from '../../native-models/api/inference-process.ts';
import type { FromProcess, ToProcess } from '../../electron/engine/inference/protocol.ts';

type Exit = { readonly code: number | null; readonly signal: string | null };

/** An inference process without a process: keeps what it was sent, and says and dies as the test wants. */
export class FakeInferencePort implements InferencePort {
  readonly sent: ToProcess[] = [];
  isKilled = false;
  #listener: (message: unknown) => void = () => {};
  readonly #exitListeners: ((exit: Exit) => void)[] = [];
  #exit: Exit | null = null;
  readonly #onSend: (message: ToProcess, port: FakeInferencePort) => void;

  constructor(onSend: (message: ToProcess, port: FakeInferencePort) => void = () => {}) {
    this.#onSend = onSend;
  }

  send(message: unknown): void {
    this.sent.push(message as ToProcess);
    queueMicrotask(() => this.#exit === null && this.#onSend(message as ToProcess, this));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
  }

  onExit(listener: (exit: Exit) => void): void {
    if (this.#exit === null) {
      this.#exitListeners.push(listener);
    } else {
      listener(this.#exit);
    }
  }

  kill(): void {
    this.isKilled = true;
    queueMicrotask(() => this.die({ code: null, signal: 'SIGKILL' }));
  }

  say(message: FromProcess | { readonly kind: 'nonsense' }): void {
    if (this.#exit === null) {
      this.#listener(message);
    }
  }

  die(exit: Exit): void {
    if (this.#exit === null) {
      this.#exit = exit;
      for (const listener of this.#exitListeners) {
        listener(exit);
      }
    }
  }

  get detectIds(): readonly number[] {
    return this.sent.flatMap((message) => (message.kind === 'detect' ? [message.id] : []));
  }
}
