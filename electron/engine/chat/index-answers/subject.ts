import type { AtomOf, PlanAtom, QueryPlan } from '../../../contract/plan.ts';
import type { TimeRange } from '../../../contract/time-range.ts';
import { chipText } from '../../../words/chip-text.ts';
import { ignoredText } from '../../../words/ignored-text.ts';
import { insideScope, type Scope } from '../scope.ts';
import type { Answering, FoundMoment, FoundMoments } from './answering.ts';

/** A moment of which so little lies inside the chosen span belongs to what is beside it. */
const leastInsideSeconds = 0.25;
/** Moments so near to each other are one: a cut between them is of the policy's making. */
const oneMomentGapSeconds = 0.25;

/** Looks for a subject; null where nothing of it can be looked for, so that the question is one for a model. */
export async function findSubject(subject: string, answering: Answering): Promise<FoundMoments | null> {
  const { scope, find, signal } = answering;
  const found = await find(subject, scope.videoIds, signal);
  const { plan, missingChannels, weakerCount } = found;
  if (plan.root === null || isOnlyALine(plan)) return null;
  const inside = found.hits.flatMap((hit) =>
    insideScope(scope, hit.videoId, hit.range)
      .filter((range) => isInside(range, hit.range))
      .map((range): FoundMoment => ({ ...hit, range })),
  );
  const order = new Map(scope.windows.map(({ videoId }, index) => [videoId, -index] as const).reverse());
  const moments = inside.sort(
    (a, b) => order.get(b.videoId)! - order.get(a.videoId)! || a.range.startSeconds - b.range.startSeconds,
  );
  return { plan, moments: joined(moments), missingChannels, weakerCount: isAllWhole(scope) ? weakerCount : 0 };
}

function isInside(range: TimeRange, whole: TimeRange): boolean {
  const length = range.endSeconds - range.startSeconds;
  return length >= Math.min(leastInsideSeconds, whole.endSeconds - whole.startSeconds);
}

function isAllWhole({ windows }: Scope): boolean {
  return windows.every(({ isWhole }) => isWhole);
}

function joined(moments: readonly FoundMoment[]): FoundMoment[] {
  const result: FoundMoment[] = [];
  for (const moment of moments) {
    const last = result.at(-1);
    const isOne =
      last?.videoId === moment.videoId && moment.range.startSeconds - last.range.endSeconds <= oneMomentGapSeconds;
    if (isOne) {
      const endSeconds = Math.max(last.range.endSeconds, moment.range.endSeconds);
      const stronger = last.score >= moment.score ? last : moment;
      result[result.length - 1] = { ...stronger, range: { startSeconds: last.range.startSeconds, endSeconds } };
    } else {
      result.push(moment);
    }
  }
  return result;
}

/** The planner takes what it cannot read for a line that somebody says; a question about a subject is never that. */
function isOnlyALine({ atoms, text }: QueryPlan): boolean {
  return atoms.every((atom) => atom.kind === 'speech' && atom.isPhrase && !isQuoted(atom, text));
}

function isQuoted({ span }: PlanAtom, text: string): boolean {
  return /["“”„«»‘]|\bsay|\bword|\bline|\bmention|\btalk|\bspeak/iu.test(text.slice(0, span.end));
}

/** "red car, 2+ people": what was looked for, as the chips say it; words that only help are told apart. */
export function subjectText({ atoms }: QueryPlan, { words }: Pick<Answering, 'words'>): string {
  const telling = atoms.filter(({ kind }) => kind !== 'words');
  return (telling.length === 0 ? atoms : telling).map((atom) => chipText(atom, words)).join(', ');
}

/** Says what of the subject was not looked for, and why; a person must not take the answer for more than it is. */
export function sayLimits({ plan, missingChannels }: FoundMoments, { out, say, words }: Answering): void {
  for (const { text, why } of plan.ignored) out.line(say('ignored', { text, why: ignoredText(why, words) }));
  const told = plan.ignored.map(({ text }) => text.toLowerCase());
  const onlyWords = plan.atoms.filter(
    (atom) => atom.kind === 'words' && !told.includes(atom.words.join(' ').toLowerCase()),
  ) as AtomOf<'words'>[];
  if (onlyWords.length > 0) {
    out.line(say('onlyWords', { text: onlyWords.map(({ words: asked }) => asked.join(' ')).join(', ') }));
  }
  for (const { channel, reason, cardId } of missingChannels) {
    if (onlyWords.length === plan.atoms.length && channel !== 'objects') continue;
    out.line(
      cardId !== null && reason === 'no-model' ? say('missingModel', { cardId }) : say('missingIndex', { channel }),
    );
  }
}

/** Whether what could not be looked for is all there is to it. */
export function isBeyondIndex({ plan, moments }: FoundMoments): boolean {
  return moments.length === 0 && plan.atoms.every((atom) => atom.kind === 'words' || atom.kind === 'name');
}

/** The classes of the detector that a subject asks for. */
export function thingAtoms({ atoms }: QueryPlan): Extract<PlanAtom, { kind: 'thing' }>[] {
  return atoms.flatMap((atom) => (atom.kind === 'thing' && !atom.isNegated ? [atom] : []));
}
