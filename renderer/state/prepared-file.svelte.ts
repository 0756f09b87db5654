import { EngineError } from '../../electron/contract/errors.ts';

export type PreparedStatus<File> =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ready'; readonly file: File }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** The file that a dialog offers: written as soon as it is known what it shall be, so that its facts can be shown. */
export class PreparedFile<File> {
  #status = $state.raw<PreparedStatus<File>>({ kind: 'nothing' });
  #controller: AbortController | null = null;

  get status(): PreparedStatus<File> {
    return this.#status;
  }

  /** Null: there is nothing to export. Never rejects: the status says what became of it. */
  async prepare(write: ((signal: AbortSignal) => Promise<File>) | null): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const setStatus = (status: PreparedStatus<File>): void => {
      if (this.#controller === controller) {
        this.#status = status;
      }
    };
    if (write === null) {
      setStatus({ kind: 'nothing' });
      return;
    }
    setStatus({ kind: 'preparing' });
    try {
      setStatus({ kind: 'ready', file: await write(controller.signal) });
    } catch (error) {
      const known = error instanceof EngineError ? error : new EngineError('internal', String(error), { cause: error });
      setStatus({ kind: 'failed', error: known });
    }
  }

  stop(): void {
    this.#controller?.abort();
    this.#controller = null;
  }
}
