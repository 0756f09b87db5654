import type { InferencePort, InferenceRole, SpawnInference } from '../../native-models/api/inference-process.ts';
import type { ElectronPort } from './electron-port.ts';
import type { FromEngine } from './protocol.ts';

type Exit = { readonly code: number | null; readonly signal: string | null };

/** One inference process that main has started, or is about to. */
class RemoteInference implements InferencePort {
  readonly #onKill: () => void;
  #port: ElectronPort | null = null;
  /** Messages sent before the port has come. */
  #waiting: unknown[] = [];
  #messageListeners: ((message: unknown) => void)[] = [];
  #exitListeners: ((exit: Exit) => void)[] = [];
  #exit: Exit | null = null;

  constructor(onKill: () => void) {
    this.#onKill = onKill;
  }

  join(port: ElectronPort): void {
    this.#port = port;
    port.on('message', ({ data }) => {
      const { seq, message } = data as { readonly seq?: unknown; readonly message?: unknown };
      // Told before the message is used: the process may be about to do what ends it.
      port.postMessage({ ack: seq });
      for (const listener of this.#messageListeners) {
        listener(message);
      }
    });
    port.start();
    for (const message of this.#waiting.splice(0)) {
      port.postMessage(message);
    }
  }

  end(code: number | null): void {
    if (this.#exit !== null) {
      return;
    }
    this.#exit = { code, signal: null };
    this.#port?.close();
    this.#waiting = [];
    for (const listener of this.#exitListeners.splice(0)) {
      listener(this.#exit);
    }
  }

  send(message: unknown): void {
    if (this.#port !== null) {
      this.#port.postMessage(message);
    } else if (this.#exit === null) {
      this.#waiting.push(message);
    }
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messageListeners.push(listener);
  }

  onExit(listener: (exit: Exit) => void): void {
    if (this.#exit === null) {
      this.#exitListeners.push(listener);
    } else {
      const exit = this.#exit;
      queueMicrotask(() => listener(exit));
    }
  }

  kill(): void {
    if (this.#exit === null) {
      this.#onKill();
    }
  }
}

/** The engine's side of the inference processes that only main can start; `electron/cli/spawn-inference.ts` is the twin. */
export class InferencePorts {
  readonly #send: (message: FromEngine) => void;
  readonly #running = new Map<number, RemoteInference>();
  #lastId = 0;

  constructor(send: (message: FromEngine) => void) {
    this.#send = send;
  }

  readonly spawn: SpawnInference = (role: InferenceRole) => {
    const spawnId = (this.#lastId += 1);
    const remote = new RemoteInference(() => this.#send({ kind: 'kill-inference', spawnId }));
    this.#running.set(spawnId, remote);
    this.#send({ kind: 'spawn-inference', spawnId, role });
    return remote;
  };

  join(spawnId: number, port: ElectronPort): void {
    this.#running.get(spawnId)?.join(port);
  }

  end(spawnId: number, code: number | null): void {
    this.#running.get(spawnId)?.end(code);
    this.#running.delete(spawnId);
  }
}
