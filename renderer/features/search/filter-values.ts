import type { SearchFilters } from '../../state/search-session.svelte.ts';

type LengthFilter = Pick<SearchFilters, 'minDurationSeconds' | 'maxDurationSeconds'>;

/** The lengths of clips that are offered, in seconds. */
export const lengthChoices = {
  any: { minDurationSeconds: null, maxDurationSeconds: null },
  short: { minDurationSeconds: null, maxDurationSeconds: 60 },
  middle: { minDurationSeconds: 60, maxDurationSeconds: 600 },
  long: { minDurationSeconds: 600, maxDurationSeconds: 3600 },
  hours: { minDurationSeconds: 3600, maxDurationSeconds: null },
} as const satisfies Record<string, LengthFilter>;
export type LengthChoice = keyof typeof lengthChoices;

export function lengthChoiceOf({ minDurationSeconds, maxDurationSeconds }: LengthFilter): LengthChoice {
  const found = (Object.keys(lengthChoices) as LengthChoice[]).find(
    (choice) =>
      lengthChoices[choice].minDurationSeconds === minDurationSeconds &&
      lengthChoices[choice].maxDurationSeconds === maxDurationSeconds,
  );
  return found ?? 'any';
}

/** When a day of a date field begins where the person is; `dayOffset` days later. Null for no day. */
export function msOfDay(text: string, dayOffset = 0): number | null {
  const match = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) {
    return null;
  }
  // By calendar, not by 24 hours: days of a clock change are longer or shorter.
  const ms = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + dayOffset).getTime();
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}

/** The day that a moment lies in, as a date field has it; empty for null. */
export function dayOfMs(ms: number | null): string {
  if (ms === null) {
    return '';
  }
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
