import { shownLanguage, t } from '../../lib/messages.svelte.ts';

/** `0.62`: a share in 0..1 as points of mean IoU are written. */
export function iouText(share: number): string {
  return new Intl.NumberFormat(shownLanguage(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(share);
}

/** `+0.12`, `−0.03`. */
export function gainText(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${iouText(Math.abs(difference))}`;
}

/** A habit at an edge: `0.5 s earlier`, `as found`. */
export function habitText(seconds: number): string {
  if (seconds === 0) {
    return t('teach.asFound');
  }
  const amount = new Intl.NumberFormat(shownLanguage(), { maximumFractionDigits: 1 }).format(Math.abs(seconds));
  return t(seconds < 0 ? 'teach.earlier' : 'teach.later', { seconds: amount });
}

/** `taught@3` is "Policy 3". */
export function policyText(policyId: string | null): string {
  const number = policyId === null ? null : /^taught@(\d+)$/.exec(policyId)?.[1];
  return number === undefined || number === null
    ? (policyId ?? t('teach.builtIn'))
    : t('teach.policyNumber', { number });
}

/** Date and time, as the language writes them. */
export function momentText(atMs: number): string {
  return new Intl.DateTimeFormat(shownLanguage(), { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);
}
