import { shownLanguage } from './messages.svelte.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `3.7 MB`, in the language that is shown; thousands, as disks and downloads are counted. */
export function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  return new Intl.NumberFormat(shownLanguage(), {
    style: 'unit',
    unit: units[step]!,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || amount >= 100 ? 0 : 1,
  }).format(amount);
}

/** `42 %` of a share in 0..1. Whole per cent, and 100 only when all is done. */
export function shareText(share: number): string {
  const percent = share >= 1 ? 100 : Math.min(99, Math.floor(share * 100));
  return new Intl.NumberFormat(shownLanguage(), { style: 'percent' }).format(percent / 100);
}

/** `41.7`, and `42` from ten on. */
export function factorText(factor: number): string {
  const digits = factor >= 10 ? 0 : 1;
  return new Intl.NumberFormat(shownLanguage(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(factor);
}
