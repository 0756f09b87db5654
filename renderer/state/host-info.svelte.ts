import type { HostCapabilities, HostRequest } from '../../electron/contract/host.ts';
import type { CallEngine, Result } from '../../electron/contract/index.ts';

const noCapabilities: HostCapabilities = {
  canChoose: false,
  canReveal: false,
  canDragOut: false,
  hasDropPaths: false,
  canOpenLogs: false,
  canKeepSecrets: false,
};

/** The window or browser around the page, and what it asks of the page. */
export class HostInfo {
  #described = $state.raw<Result<'host.describe'> | null>(null);
  readonly #callEngine: CallEngine;
  readonly #onRequest: (request: HostRequest) => void;

  constructor(callEngine: CallEngine, onRequest: (request: HostRequest) => void) {
    this.#callEngine = callEngine;
    this.#onRequest = onRequest;
  }

  /** Null until it is known. */
  get described(): Result<'host.describe'> | null {
    return this.#described;
  }

  get capabilities(): HostCapabilities {
    return this.#described?.capabilities ?? noCapabilities;
  }

  get isReadOnly(): boolean {
    return this.#described?.isReadOnly ?? false;
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      this.#described = await this.#callEngine('host.describe', {});
      await this.#callEngine('host.watch', {}, { onProgress: this.#onRequest });
    } catch {
      // Asked again with the next connection.
    }
  }
}
