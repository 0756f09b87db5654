import type { ErrorCode } from '../../electron/contract/errors.ts';
import { t } from './messages.svelte.ts';

/** What the user reads, and what they can do next. A code without words does not compile. */
export function errorText(code: ErrorCode): string {
  return t(`errors.${code}`);
}
