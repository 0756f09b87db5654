import { EngineError } from '../../../electron/contract/errors.ts';
import type { ExportFormat } from '../../../electron/contract/export.ts';
import type { CallEngine, Params, Result } from '../../../electron/contract/index.ts';

export type ExportWhat = Params<'export.prepare'>['what'];

export type PreparedStatus =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ready'; readonly file: Result<'export.prepare'> }
  | { readonly kind: 'failed'; readonly error: EngineError };

/** The file that the dialog offers: written as soon as it is known what it shall be, so that its facts can be shown. */
export class PreparedExport {
  #status = $state.raw<PreparedStatus>({ kind: 'nothing' });
  #controller: AbortController | null = null;
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get status(): PreparedStatus {
    return this.#status;
  }

  /** Null: there is nothing to export. Never rejects: the status says what became of it. */
  async prepare(what: ExportWhat | null, format: ExportFormat): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const setStatus = (status: PreparedStatus): void => {
      if (this.#controller === controller) {
        this.#status = status;
      }
    };
    if (what === null) {
      setStatus({ kind: 'nothing' });
      return;
    }
    setStatus({ kind: 'preparing' });
    try {
      const file = await this.#callEngine('export.prepare', { what, format }, { signal: controller.signal });
      setStatus({ kind: 'ready', file });
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
