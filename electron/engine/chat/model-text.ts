import type { TimeRange } from '../../contract/time-range.ts';
import type { TextSpan } from '../../contract/plan.ts';
import { firstClue, lastAnswer, withoutTimesteps } from '../../../native-models/parsing/answer-blocks.ts';
import type { CornerBox } from '../../../native-models/parsing/box-text.ts';
import { lastSpanInWords, parseSpanList } from '../../../native-models/parsing/span-text.ts';

/** Longer answers are cut: nobody reads them, and every window is told them again and again. */
const longestText = 200_000;
const mostTimes = 500;

/** What a model said, apart: its thinking, and what is meant to be read. Lenient: a block that is not closed goes on to the end. */
export interface ModelText {
  readonly thinking: string;
  /** Without tags. */
  readonly text: string;
}

/** Text of a model as it came so far. Control characters are taken out: it is shown in terminals too. */
export function readModelText(raw: string): ModelText {
  const plain = withoutControls(raw.slice(0, longestText));
  const thinking: string[] = [];
  const rest = plain.replace(/<think>([\s\S]*?)(?:<\/think>|$)/giu, (_, inner: string) => {
    thinking.push(inner.trim());
    return '';
  });
  // A template may have opened the block itself, so that only its end is said.
  const [before, after] = splitAt(rest, '</think>');
  if (after !== null) thinking.unshift(before.trim());
  const answer = after ?? rest;
  const text = withoutTimesteps(answer)
    .replace(/<(glue|clue)>[\s\S]*?(?:<\/\1>|$)/giu, '')
    .replace(/<\/?answer>/giu, '')
    // Half a tag at the end of what came so far.
    .replace(/<\/?(?:a|an|ans|answ|answe|answer|g|gl|glu|glue|c|cl|clu|clue|t|th|thi|thin|think|time\w*)?$/iu, '')
    .trim();
  return { thinking: thinking.join('\n\n'), text };
}

function splitAt(text: string, mark: string): readonly [string, string | null] {
  const at = text.lastIndexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** All but tab and line feed, and what turns the direction of text around. */
export function withoutControls(text: string): string {
  return text
    .replace(/\r\n?/gu, '\n')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uE000\uE001]/gu, '');
}

/** The content of the last `<answer>`, or the whole text without thinking and clues. */
export function answerOf(raw: string): string {
  return withoutTimesteps(lastAnswer(raw) ?? readModelText(raw).text).trim();
}

/** The spans that an answer rests on; empty where there are none or they cannot be read. */
export function cluesOf(raw: string): TimeRange[] {
  const block = firstClue(raw) ?? /<(?:glue|clue)>([\s\S]*)$/iu.exec(raw)?.[1] ?? null;
  if (block === null) return [];
  const text = withoutTimesteps(block);
  const strict = parseSpanList(text);
  const pairs =
    strict ??
    [...text.matchAll(/(\d+(?:\.\d+)?)\s*(?:,|-|–|to|and)\s*(\d+(?:\.\d+)?)/giu)].map(
      (match) => [Number(match[1]), Number(match[2])] as const,
    );
  return pairs.flatMap(([startSeconds, endSeconds]) =>
    startSeconds < endSeconds ? [{ startSeconds, endSeconds }] : [],
  );
}

/** The span that an answer to "when" names, in seconds; null where it names none. */
export function spanOf(raw: string): TimeRange | null {
  for (const text of [answerOf(raw), readModelText(raw).text]) {
    // Of "0:12 to 1:05" the rule of the paper's evaluation would read "12 to 1".
    const isClock = /\d:\d\d/u.test(text);
    const span = (isClock ? clockSpan(text) : lastSpanInWords(text)) ?? parseSpanList(text)?.[0] ?? null;
    const [first, second] = span ?? clockSpan(text) ?? [0, 0];
    if (first < second) return { startSeconds: first, endSeconds: second };
  }
  return null;
}

function clockSpan(text: string): readonly [number, number] | null {
  const found = timesIn(text).at(-1);
  return found === undefined || found.span.startSeconds === found.span.endSeconds
    ? null
    : [found.span.startSeconds, found.span.endSeconds];
}

/** Whether an answer to "when" says that it does not happen at all. */
export function saysNever(raw: string): boolean {
  return /^(?:none|never|no|not (?:there|seen|present)|n\/a)\b/iu.test(answerOf(raw));
}

/** The boxes of an answer, as many as it has: lists of four numbers anywhere in it. Without area or outside 0..1: left out as null. */
export function boxesOf(raw: string): (CornerBox | null)[] {
  const number = String.raw`\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*`;
  const pattern = new RegExp(String.raw`[[(]${number},${number},${number},${number},?\s*[\])]`, 'giu');
  return [...answerOf(raw).matchAll(pattern)].slice(0, 64).map((match) => {
    const [left, top, right, bottom] = match.slice(1, 5).map((text) => Math.min(1, Math.max(0, Number(text)))) as [
      number,
      number,
      number,
      number,
    ];
    return left < right && top < bottom ? [left, top, right, bottom] : null;
  });
}

export interface NamedTime {
  /** Of one moment both ends are the same. */
  readonly span: TimeRange;
  readonly textSpan: TextSpan;
}

const clock = String.raw`(?:\d{1,2}:)?\d{1,3}:\d{2}(?:\.\d+)?`;
const secondsWord = String.raw`\s*(?:s|sec|secs|seconds?|sekunden?)\b`;
const plainSeconds = String.raw`\d+(?:\.\d+)?`;
const joint = String.raw`\s*(?:to|and|until|bis|und|-|–|—)\s*`;
const timePattern = new RegExp(
  [
    String.raw`(?<clockFrom>(?<![\d:.])${clock})(?:${joint}(?<clockTo>${clock}))?(?![\d:])`,
    String.raw`(?<![\d:.])(?<from>${plainSeconds})(?:${secondsWord})?${joint}(?<to>${plainSeconds})${secondsWord}`,
    String.raw`(?<![\d:.])(?<at>${plainSeconds})${secondsWord}`,
    String.raw`(?<![\d:.])(?<fromFine>\d+\.\d{1,2})\s*(?:to|-|–)\s*(?<toFine>\d+\.\d{1,2})(?![\d:.])`,
  ].join('|'),
  'giu',
);

/** Times that a text names: `0:12`, `0:12–0:20`, `12.5 s`, `12.54 to 17.83`, `from 3 to 5 seconds`. */
export function timesIn(text: string): NamedTime[] {
  const found: NamedTime[] = [];
  for (const match of text.matchAll(timePattern)) {
    const { clockFrom, clockTo, from, to, at, fromFine, toFine } = match.groups ?? {};
    const startSeconds = clockFrom === undefined ? Number(from ?? at ?? fromFine) : clockSeconds(clockFrom);
    const endSeconds = clockTo === undefined ? Number(to ?? toFine ?? startSeconds) : clockSeconds(clockTo);
    if (!(startSeconds <= endSeconds)) continue;
    found.push({
      span: { startSeconds, endSeconds },
      textSpan: { start: match.index, end: match.index + match[0].length },
    });
    if (found.length >= mostTimes) break;
  }
  return found;
}

function clockSeconds(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
