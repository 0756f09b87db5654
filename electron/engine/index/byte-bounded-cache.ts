/** Keeps what was used last, up to a number of bytes that its owner states for each value. */
export class ByteBoundedCache<Value> {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, { readonly value: Value; readonly sizeBytes: number }>();
  #sizeBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      // A Map iterates in order of insertion, so the first key is always the one unused for longest.
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry?.value;
  }

  /** A value larger than the whole cache is not kept. */
  set(key: string, value: Value, sizeBytes: number): void {
    this.#drop(key);
    if (sizeBytes > this.#maxBytes) {
      return;
    }
    this.#entries.set(key, { value, sizeBytes });
    this.#sizeBytes += sizeBytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.#maxBytes) {
        break;
      }
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#sizeBytes = 0;
  }

  #drop(key: string): void {
    this.#sizeBytes -= this.#entries.get(key)?.sizeBytes ?? 0;
    this.#entries.delete(key);
  }
}
