import type { ErrorCode, WireError } from '../../electron/contract/errors.ts';
import { serverErrorText } from '../../electron/words/server-text.ts';
import { t } from './messages.svelte.ts';

/**
 * What the user reads, and what they can do next; of a server of language models with the values of its error. A code
 * without words does not compile.
 */
export function errorText(code: ErrorCode, details?: WireError['details']): string {
  const ofServer = details === undefined ? null : serverErrorText({ code, details }, t);
  return ofServer ?? t(`errors.${code}`);
}
