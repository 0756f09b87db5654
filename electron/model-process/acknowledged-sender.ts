/**
 * Sends over a port that does not tell when a message has left the process: each is numbered, and its promise waits
 * for the other side to have it. So an attempt that ends the process is known before it is made.
 */
export class AcknowledgedSender {
  readonly #post: (message: { readonly seq: number; readonly message: unknown }) => void;
  readonly #waiting = new Map<number, () => void>();
  #lastSeq = 0;

  constructor(post: (message: { readonly seq: number; readonly message: unknown }) => void) {
    this.#post = post;
  }

  send(message: unknown): Promise<void> {
    const seq = (this.#lastSeq += 1);
    return new Promise((resolve) => {
      this.#waiting.set(seq, resolve);
      this.#post({ seq, message });
    });
  }

  /** Whether the message was an acknowledgement, and not for anybody else. */
  takeAcknowledgement(message: unknown): boolean {
    const seq = typeof message === 'object' && message !== null && 'ack' in message ? message.ack : null;
    if (typeof seq !== 'number') {
      return false;
    }
    this.#waiting.get(seq)?.();
    this.#waiting.delete(seq);
    return true;
  }
}
