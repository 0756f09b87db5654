import { findingText } from '../../../words/finding-text.ts';
import type { Intent } from '../question/question.ts';
import { lengthOf } from '../scope.ts';
import type { Answering, FoundMoment, FoundMoments } from './answering.ts';
import { findSubject, isBeyondIndex, sayLimits, subjectText } from './subject.ts';

const mostListed = 20;

type Of<K extends Intent['kind']> = Extract<Intent, { kind: K }>;
type MomentIntent = Of<'when' | 'is-there' | 'how-often' | 'which-clip'> | (Of<'how-long'> & { subject: string });

/** When, whether, how often, how long, in which clip. False where only a model can tell. */
export async function answerMoments(intent: MomentIntent, answering: Answering): Promise<boolean> {
  const found = await findSubject(intent.subject, answering);
  if (found === null || isBeyondIndex(found)) return false;
  const what = subjectText(found.plan, answering);
  const { out, say } = answering;
  if (found.moments.length === 0) {
    out.line(say('none', { what }));
    sayWeaker(found, answering);
  } else {
    out.line(say(headKey[intent.kind], { what, ...figuresOf(found.moments) }));
    if (intent.kind === 'which-clip') listClips(found.moments, answering);
    else listMoments(found.moments, answering);
  }
  sayLimits(found, answering);
  return true;
}

const headKey = {
  when: 'found',
  'is-there': 'yes',
  'how-often': 'found',
  'how-long': 'lasts',
  'which-clip': 'clips',
} as const;

function figuresOf(moments: readonly FoundMoment[]) {
  return {
    count: moments.length,
    clipCount: new Set(moments.map(({ videoId }) => videoId)).size,
    seconds: lengthOf(moments.map(({ range }) => range)),
  };
}

/** What was not good enough to be told, so that "not found" is not taken for "not there". */
function sayWeaker({ weakerCount }: FoundMoments, { out, say }: Answering): void {
  if (weakerCount > 0) out.line(say('weaker', { count: weakerCount }));
}

export function listMoments(moments: readonly FoundMoment[], { out, say, words }: Answering): void {
  for (const moment of moments.slice(0, mostListed)) {
    const [best] = [...moment.reasons].sort((a, b) => b.strength - a.strength);
    const why = best === undefined ? '' : `: ${findingText(best.found, words)}`;
    out.item(`${out.cite(moment)}${why}`);
  }
  if (moments.length > mostListed) out.line(say('more', { count: moments.length - mostListed }));
}

/** A line a clip, with its moments. */
function listClips(moments: readonly FoundMoment[], { out, say }: Answering): void {
  const byClip = Map.groupBy(moments, ({ videoId }) => videoId);
  for (const own of [...byClip.values()].slice(0, mostListed)) {
    const shown = own.slice(0, 5).map((moment, index) => out.cite(moment, index === 0 ? {} : { isNamed: false }));
    out.item(say('clipLine', { moments: shown.join(', '), count: own.length }));
  }
  if (byClip.size > mostListed) out.line(say('more', { count: byClip.size - mostListed }));
}

/** The first, last, longest or shortest moment with a subject. */
export async function answerExtremeMoment(
  { extreme, subject }: Extract<Of<'extreme'>, { of: 'moment' }>,
  answering: Answering,
): Promise<boolean> {
  const found = await findSubject(subject, answering);
  if (found === null || isBeyondIndex(found)) return false;
  const { out, say } = answering;
  const what = subjectText(found.plan, answering);
  const best = pick(extreme, found.moments);
  if (best === null) {
    out.line(say('none', { what }));
    sayWeaker(found, answering);
  } else {
    const seconds = best.range.endSeconds - best.range.startSeconds;
    out.line(say(`extreme.${extreme}`, { what, moment: out.cite(best), seconds, count: found.moments.length }));
  }
  sayLimits(found, answering);
  return true;
}

/** `first` and `last` go by the order in which the clips were chosen, and by time within one. */
export function pick<Item extends Pick<FoundMoment, 'range'>>(
  extreme: 'first' | 'last' | 'longest' | 'shortest',
  moments: readonly Item[],
): Item | null {
  const length = ({ range }: Item) => range.endSeconds - range.startSeconds;
  switch (extreme) {
    case 'first':
      return moments[0] ?? null;
    case 'last':
      return moments.at(-1) ?? null;
    case 'longest':
      return moments.reduce<Item | null>(
        (best, one) => (best === null || length(one) > length(best) ? one : best),
        null,
      );
    case 'shortest':
      return moments.reduce<Item | null>(
        (best, one) => (best === null || length(one) < length(best) ? one : best),
        null,
      );
  }
}
