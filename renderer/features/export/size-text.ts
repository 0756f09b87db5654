import { shownLanguage, t } from '../../lib/messages.svelte.ts';

/** How large a file is, as people read it: `812 bytes`, `12.4 kB`, `3.1 MB`. */
export function sizeText(sizeBytes: number): string {
  const number = (value: number) => value.toLocaleString(shownLanguage(), { maximumFractionDigits: 1 });
  if (sizeBytes < 1000) {
    return t('export.bytes', { count: number(sizeBytes) });
  }
  return sizeBytes < 1_000_000
    ? t('export.kilobytes', { count: number(sizeBytes / 1000) })
    : t('export.megabytes', { count: number(sizeBytes / 1_000_000) });
}
