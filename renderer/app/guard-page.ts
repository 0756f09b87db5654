import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { Workstation } from '../state/workstation.svelte.ts';

/** Faults that browsers report though nothing is wrong: a layout that settles a frame later. */
const harmless = /^ResizeObserver loop/;

/** Tells the person of what went wrong unforeseen, and writes it into the log. Returns how to stop. */
export function guardPage({ host, notices }: Pick<Workstation, 'host' | 'notices'>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const take = (error: unknown, message: string) => {
    if (harmless.test(message) || isAbort(error)) {
      return;
    }
    // What the engine has answered is no fault of the page: it is told, and the engine has logged it.
    if (error instanceof EngineError || host.reportFault(error ?? message)) {
      notices.fail(error ?? message);
    }
  };
  addEventListener('error', ({ error, message }) => take(error, message), { signal });
  addEventListener('unhandledrejection', ({ reason }) => take(reason, String(reason)), { signal });
  // A file that is dropped beside whoever takes it would be opened instead of the page.
  addEventListener('dragover', (event) => event.preventDefault(), { signal });
  addEventListener('drop', (event) => event.preventDefault(), { signal });
  return () => stop.abort();
}
