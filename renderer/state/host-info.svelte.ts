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

/** A page that fails over and over fills no log. */
const mostReports = 20;

/** The window or browser around the page, and what it asks of the page. */
export class HostInfo {
  #described = $state.raw<Result<'host.describe'> | null>(null);
  readonly #callEngine: CallEngine;
  readonly #onRequest: (request: HostRequest) => void;
  #reported: readonly string[] = [];

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

  /** Puts a fault of the page into the log, each once. Whether it was new. */
  reportFault(error: unknown): boolean {
    const message = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 2000);
    if (this.#reported.includes(message) || this.#reported.length >= mostReports) {
      return false;
    }
    this.#reported = [...this.#reported, message];
    const stack = error instanceof Error ? (error.stack?.slice(0, 8000) ?? null) : null;
    this.#callEngine('host.reportFault', { message, stack }).catch(() => {
      // Without an engine there is no log to write to.
    });
    return true;
  }
}
