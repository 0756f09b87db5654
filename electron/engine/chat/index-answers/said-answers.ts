import { matchCues } from '../../channels/speech/match-cues.ts';
import { stemsAsked, wordWeight } from '../../channels/text/words-of.ts';
import { wordsIn } from '../../query/text-tokens.ts';
import type { Cue } from '../../store/queries/index.ts';
import { withoutMarks } from '../answer-text.ts';
import { commonRange, type ScopeWindow } from '../scope.ts';
import type { Answering } from './answering.ts';

/** So much of a topic's words must be in a line. */
const leastShare = 0.5;
const mostLines = 15;
const longestLine = 200;

interface SaidLine {
  readonly window: ScopeWindow;
  readonly cue: Cue;
  readonly value: number;
}

/** What is said, about a topic or at all: the lines themselves, never what they might mean. */
export function answerSaid(topic: string | null, { scope, facts, out, say, signal }: Answering): boolean {
  const asked = topic === null ? null : wordsOfTopic(topic);
  const shownTopic = withoutMarks(topic ?? '').replace(/["“”„«»]/gu, '');
  const lines: SaidLine[] = [];
  let cueCount = 0;
  for (const window of scope.windows) {
    const cues = facts.cues(window.videoId, window.range);
    cueCount += cues.length;
    const values = asked === null ? null : matchCues(cues, asked);
    cues.forEach((cue, index) => {
      const value = values?.[index] ?? 1;
      if (value >= leastShare) lines.push({ window, cue, value });
    });
    signal.throwIfAborted();
  }
  if (cueCount === 0) {
    out.line(say('noSpeech'));
    return true;
  }
  if (lines.length === 0) {
    out.line(say('notSaid', { topic: shownTopic }));
    return true;
  }
  out.line(
    topic === null
      ? say('saidAll', { count: lines.length })
      : say('saidAbout', { topic: shownTopic, count: lines.length }),
  );
  for (const { window, cue } of shown(lines)) {
    const range = commonRange(cue, window.range) ?? window.range;
    out.item(say('saidLine', { moment: out.cite({ ...window, range }), text: lineOf(cue.text) }));
  }
  if (lines.length > mostLines) out.line(say('more', { count: lines.length - mostLines }));
  return true;
}

/** The best ones, told in the order of time. */
function shown(lines: readonly SaidLine[]): SaidLine[] {
  const best = [...lines].sort((a, b) => b.value - a.value).slice(0, mostLines);
  return lines.filter((line) => best.includes(line));
}

function wordsOfTopic(topic: string): { words: string[]; isPhrase: boolean } {
  const quoted = /^["“„«](.+)["”“»]$/u.exec(topic.trim())?.[1];
  const words = wordsIn(quoted ?? topic);
  const telling = words.filter((word) => stemsAsked([word]).some((stem) => wordWeight(stem) === 1));
  return { words: quoted === undefined && telling.length > 0 ? telling : words, isPhrase: quoted !== undefined };
}

function lineOf(text: string): string {
  const line = withoutMarks(text).replace(/\s+/gu, ' ').trim();
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
