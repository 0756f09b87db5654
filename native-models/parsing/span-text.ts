import type { TimeSpan } from '../rewards/interval-union.ts';

const decimal = String.raw`\d+(?:\.\d+)?`;
const spanInWords = new RegExp(`(${decimal})\\s+(?:to|and)\\s+(${decimal})`, 'gi');
const spanPair = new RegExp(`^\\(\\s*(${decimal})\\s*,\\s*(${decimal})\\s*\\)`);

/**
 * The last "12.54 to 17.83" or "12.54 and 17.83" of a text, in seconds; null where there is none. Numbers are unsigned
 * decimals: a minus sign before one is not part of it. The order of the two is not looked at.
 */
export function lastSpanInWords(text: string): TimeSpan | null {
  const match = [...text.matchAll(spanInWords)].at(-1);
  return match === undefined ? null : [Number(match[1]), Number(match[2])];
}

/**
 * The spans of `[(5.2, 10.4), (12, 13)]`, in seconds. An empty list is one; null when the text is anything else, when a
 * number is negative, or when a span ends before it begins.
 */
export function parseSpanList(text: string): TimeSpan[] | null {
  const inner = /^\[([\s\S]*)\]$/.exec(text.trim())?.[1]?.trim();
  if (inner === undefined) {
    return null;
  }
  const spans: TimeSpan[] = [];
  for (let rest = inner; rest !== '';) {
    const match = spanPair.exec(rest);
    const after = match === null ? null : afterComma(rest.slice(match[0].length));
    if (match === null || after === null || Number(match[1]) > Number(match[2])) {
      return null;
    }
    spans.push([Number(match[1]), Number(match[2])]);
    rest = after;
  }
  return spans;
}

/** What follows an entry: nothing, or a comma and more (Python allows one after the last entry too). */
function afterComma(rest: string): string | null {
  const trimmed = rest.trimStart();
  if (trimmed === '') {
    return '';
  }
  return trimmed.startsWith(',') ? trimmed.slice(1).trim() : null;
}
