/**
 * Text of an answer as it grows: whole characters only, and nothing of a stop string. What could still become a stop
 * string is held back until it is known.
 */
export class AnswerText {
  readonly #decoder = new TextDecoder('utf-8');
  readonly #stop: readonly string[];
  #held = '';
  #text = '';
  #isStopped = false;

  constructor(stop: readonly string[]) {
    this.#stop = stop.filter((text) => text !== '');
  }

  /** Everything that was given out. */
  get text(): string {
    return this.#text;
  }

  /** A stop string came: nothing follows. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Takes a token's bytes; returns what can be shown now, often nothing. */
  push(bytes: Uint8Array): string {
    return this.#take(this.#decoder.decode(bytes, { stream: true }), { isLast: false });
  }

  /** The rest; half a character at the end becomes U+FFFD. */
  finish(): string {
    return this.#take(this.#decoder.decode(), { isLast: true });
  }

  #take(more: string, { isLast }: { readonly isLast: boolean }): string {
    if (this.#isStopped) {
      return '';
    }
    const text = this.#held + more;
    const found = this.#stop.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    this.#isStopped = found.length > 0;
    const end = this.#isStopped ? Math.min(...found) : text.length - (isLast ? 0 : this.#openLength(text));
    this.#held = this.#isStopped ? '' : text.slice(end);
    const delta = text.slice(0, end);
    this.#text += delta;
    return delta;
  }

  /** Length of the longest end of `text` with which a stop string begins. */
  #openLength(text: string): number {
    const longest = Math.max(0, ...this.#stop.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
      if (this.#stop.some((stop) => stop.startsWith(text.slice(-length)))) {
        return length;
      }
    }
    return 0;
  }
}
