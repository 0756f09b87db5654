import type { TimeRange } from '../../../contract/time-range.ts';
import { parseClockTime } from '../../../contract/time/clock-time.ts';

const time = String.raw`(\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?|\d+(?:[.,]\d+)?)`;
const unit = String.raw`\s*(s|sec|secs|seconds?|sekunden?|m|min|mins|minutes?|minuten?|h|hours?|stunden?)?`;
const words = {
  between: new RegExp(
    String.raw`\b(?:between|from|zwischen|von)\s+(?:second\s+|sekunde\s+|minute\s+)?${time}${unit}\s*(?:and|to|until|till|und|bis|-|–)\s*(?:second\s+|sekunde\s+|minute\s+)?${time}${unit}(?![\w:])`,
    'iu',
  ),
  dash: new RegExp(String.raw`(?<![\w:.])${time}${unit}\s*[-–]\s*${time}${unit}(?![\w:])`, 'iu'),
  first: new RegExp(
    String.raw`\b(?:in|within|during|for)?\s*(?:the|den|der|die)?\s*(?:first|ersten)\s+${time}${unit}(?!\w)`,
    'iu',
  ),
  after: new RegExp(String.raw`\b(?:after|since|nach|ab)\s+${time}${unit}(?![\w:])`, 'iu'),
  before: new RegExp(String.raw`\b(?:before|until|till|vor|bis)\s+${time}${unit}(?![\w:])`, 'iu'),
  at: new RegExp(String.raw`\b(?:at|bei|um)\s+(?:second\s+|sekunde\s+|minute\s+)?${time}${unit}(?![\w:])`, 'iu'),
};

/** A moment is asked about with what lies so near to it. */
const momentSeconds = 1;
const endlessSeconds = 1e9;

export interface TimedText {
  readonly within: TimeRange | null;
  /** The question without the words about time. */
  readonly rest: string;
}

/**
 * "between 0:10 and 0:20", "from 5 to 9 seconds", "in the first 30 s", "at 1:05", "after 2 min": a range of each clip's
 * own time, half-open. A bare number counts seconds, and needs a word or a unit to be a time at all.
 */
export function readTime(text: string): TimedText {
  const between = words.between.exec(text) ?? guardedDash(text);
  if (between !== null) {
    const [, from, fromUnit, to, toUnit] = between;
    return cut(text, between, { start: seconds(from, fromUnit ?? toUnit), end: seconds(to, toUnit ?? fromUnit) });
  }
  const first = words.first.exec(text);
  if (first !== null && (first[2] !== undefined || first[1]!.includes(':'))) {
    return cut(text, first, { start: 0, end: seconds(first[1], first[2]) });
  }
  const at = words.at.exec(text);
  if (at !== null && isTime(at)) {
    const moment = seconds(at[1], at[2]);
    return cut(text, at, { start: Math.max(0, moment - momentSeconds), end: moment + momentSeconds });
  }
  const after = words.after.exec(text);
  if (after !== null && isTime(after))
    return cut(text, after, { start: seconds(after[1], after[2]), end: endlessSeconds });
  const before = words.before.exec(text);
  if (before !== null && isTime(before)) return cut(text, before, { start: 0, end: seconds(before[1], before[2]) });
  return { within: null, rest: text };
}

/** "2-3 people" is a count: without a word before it a range needs a colon or a unit. */
function guardedDash(text: string): RegExpExecArray | null {
  const match = words.dash.exec(text);
  return match !== null && (isTime(match) || match[4] !== undefined) ? match : null;
}

function isTime([, value, name]: RegExpExecArray): boolean {
  return name !== undefined || value!.includes(':');
}

function seconds(text: string | undefined, name: string | undefined): number {
  const value = parseClockTime(text!.replace(',', '.')) ?? Number.NaN;
  if (text!.includes(':')) return value;
  const factor = name === undefined || /^s/iu.test(name) ? 1 : /^m/iu.test(name) ? 60 : 3600;
  // "Stunden" begins as "seconds" does.
  return value * (/^stunde/iu.test(name ?? '') ? 3600 : factor);
}

function cut(text: string, match: RegExpExecArray, { start, end }: { start: number; end: number }): TimedText {
  if (!(start < end)) return { within: null, rest: text };
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
  return { within: { startSeconds: start, endSeconds: end }, rest: rest.replace(/\s+/gu, ' ').trim() };
}
