const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `3.7 MB`: thousands, as disks and downloads are sold, in the way of writing of a language. */
export function sizeText(bytes: number, language: string): string {
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 9.95 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${units[unit]}`;
}
