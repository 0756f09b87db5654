import type { ToProcess } from './protocol.ts';

/** A request as its caller makes it; the id is given here. */
type WithoutId<M> = M extends unknown ? Omit<M, 'id'> : never;
export type RequestMessage = WithoutId<Extract<ToProcess, { kind: 'load' | 'detect' | 'embed' | 'locate' }>>;

export interface QueuedRequest {
  readonly id: number;
  readonly message: RequestMessage;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** How often a process died while it ran this one. */
  deathCount: number;
}

/**
 * Requests of one role, those that wait and those that were sent, in the order in which they came. A process answers
 * in that order, so the first that was sent is the one that runs.
 */
export class RequestQueue {
  readonly #waiting: QueuedRequest[] = [];
  readonly #sent: QueuedRequest[] = [];

  get waitingCount(): number {
    return this.#waiting.length;
  }

  get sentCount(): number {
    return this.#sent.length;
  }

  get isEmpty(): boolean {
    return this.#waiting.length + this.#sent.length === 0;
  }

  add(request: QueuedRequest): void {
    this.#waiting.push(request);
  }

  /** The next to send, moved among the sent ones; null when none waits. */
  takeNext(): QueuedRequest | null {
    const request = this.#waiting.shift();
    if (request === undefined) {
      return null;
    }
    this.#sent.push(request);
    return request;
  }

  /** Takes a request out for good; null when it is not here. `wasSent`: the process may be at it. */
  remove(id: number): { readonly request: QueuedRequest; readonly wasSent: boolean } | null {
    for (const list of [this.#waiting, this.#sent]) {
      const index = list.findIndex((request) => request.id === id);
      if (index >= 0) {
        return { request: list.splice(index, 1)[0]!, wasSent: list === this.#sent };
      }
    }
    return null;
  }

  /**
   * Puts what was sent back before what waits, in its order, after a process ended. With `blameFirst` the request
   * that ran is counted, and given back instead when a process died at it `deathLimit` times.
   */
  returnSent({ blameFirst, deathLimit }: { blameFirst: boolean; deathLimit: number }): QueuedRequest | null {
    const first = this.#sent[0];
    if (blameFirst && first !== undefined) {
      first.deathCount += 1;
      if (first.deathCount >= deathLimit) {
        this.#sent.shift();
        this.#waiting.unshift(...this.#sent.splice(0));
        return first;
      }
    }
    this.#waiting.unshift(...this.#sent.splice(0));
    return null;
  }

  /** Takes out everything. */
  drain(): readonly QueuedRequest[] {
    return [...this.#sent.splice(0), ...this.#waiting.splice(0)];
  }
}
