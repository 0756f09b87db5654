import { thingText } from '../../../words/thing-text.ts';
import type { Extreme } from '../question/question.ts';
import type { ScopeWindow } from '../scope.ts';
import type { Answering } from './answering.ts';
import { stretchFacts, type SeenThing, type StretchFacts } from './clip-facts.ts';
import { pick } from './moment-answers.ts';

const mostThings = 12;
const mostStretches = 12;
const mostShots = 60;

/** What is to be seen and heard in each stretch, as far as the index knows. */
export function answerOnScreen(answering: Answering): boolean {
  const { scope, facts, out, say } = answering;
  for (const window of scope.windows.slice(0, mostStretches)) {
    answering.signal.throwIfAborted();
    tellStretch(stretchFacts(window, facts), answering);
  }
  if (scope.windows.length > mostStretches) out.line(say('more', { count: scope.windows.length - mostStretches }));
  return true;
}

function tellStretch(known: StretchFacts, answering: Answering): void {
  const { out, say, words } = answering;
  const { window, things, shotCount, lights, camera, lineCount } = known;
  const moment = out.cite(window);
  if (shotCount === null) {
    out.line(say('notAnalysed', { moment }));
    return;
  }
  if (things === null) out.line(say('onScreenUnknown', { moment }));
  else if (things.length === 0) out.line(say('onScreenNothing', { moment }));
  else out.line(say('onScreen', { moment }));
  for (const thing of things?.slice(0, mostThings) ?? []) {
    const own = out.cite({ ...window, range: rangeOf(thing) });
    out.item(say('thingLine', { name: countedName(thing, answering), moment: own, percent: percentOf(thing.share) }));
  }
  const looks = [
    ...lights.map((light) => words(`chips.light.${light}`)),
    ...(camera === null ? [] : [words(`chips.camera.${camera}`)]),
  ];
  const values = { shots: shotCount, lines: lineCount };
  out.line(
    looks.length === 0 ? say('stretchLine', values) : say('stretchLineWithLook', { ...values, look: looks.join(', ') }),
  );
  if (things === null) out.line(say('missingModel', { cardId: 'yolox-nano' }));
}

function rangeOf({ startSeconds, endSeconds }: SeenThing) {
  return { startSeconds, endSeconds };
}

function percentOf(share: number): number {
  return Math.max(1, Math.round(share * 100));
}

function countedName({ className, mostAtOnce }: SeenThing, { say, words }: Answering): string {
  const name = thingText(className, mostAtOnce, words);
  return mostAtOnce === 1 ? name : say('countedThing', { count: mostAtOnce, name });
}

/** The shots of each stretch, numbered. */
export function answerShots({ scope, facts, out, say, signal }: Answering): boolean {
  let left = mostShots;
  for (const window of scope.windows) {
    signal.throwIfAborted();
    const shots = facts.shots(window.videoId, window.range);
    const moment = out.cite(window);
    if (shots === null) {
      out.line(say('notAnalysed', { moment }));
      continue;
    }
    out.line(say('shotsHead', { moment, count: shots.length }));
    for (const [index, { startSeconds, endSeconds, startKind }] of shots.slice(0, left).entries()) {
      const own = out.cite({ ...window, range: { startSeconds, endSeconds } });
      const values = { number: index + 1, moment: own, seconds: endSeconds - startSeconds };
      out.item(startKind === 'fade-in' ? say('shotLineFade', values) : say('shotLine', values));
    }
    if (shots.length > left) out.line(say('more', { count: shots.length - left }));
    left = Math.max(0, left - shots.length);
  }
  return true;
}

/** The first, last, longest or shortest shot of all stretches. */
export function answerExtremeShot(extreme: Extreme, { scope, facts, out, say }: Answering): boolean {
  const shots = scope.windows.flatMap((window) =>
    (facts.shots(window.videoId, window.range) ?? []).map(({ startSeconds, endSeconds }) => ({
      ...window,
      range: { startSeconds, endSeconds },
    })),
  );
  const best = pick(extreme, shots);
  if (best === null) {
    out.line(say('notAnalysed', { moment: out.cite(scope.windows[0]!) }));
    return true;
  }
  const seconds = best.range.endSeconds - best.range.startSeconds;
  out.line(say(`extremeShot.${extreme}`, { moment: out.cite(best), seconds, count: shots.length }));
  return true;
}

/** How long the stretches are, or which of them is the longest. */
export function answerLengths(extreme: Extreme | null, { scope, out, say }: Answering): boolean {
  const length = ({ range }: ScopeWindow) => range.endSeconds - range.startSeconds;
  if (extreme !== null) {
    const best = pick(extreme, scope.windows)!;
    out.line(
      say(`extremeClip.${extreme}`, { moment: out.cite(best), seconds: length(best), count: scope.windows.length }),
    );
    return true;
  }
  for (const window of scope.windows.slice(0, mostShots)) {
    out.item(say('lengthLine', { moment: out.cite(window), seconds: length(window) }));
  }
  const seconds = scope.windows.reduce((sum, window) => sum + length(window), 0);
  if (scope.windows.length > 1) out.line(say('lengthSum', { count: scope.windows.length, seconds }));
  return true;
}

/** What two stretches have in common and what only one of them has. */
export function answerCompare(answering: Answering): boolean {
  const { scope, facts, out, say, words } = answering;
  const [first, second] = scope.windows;
  if (first === undefined || second === undefined || scope.windows.length !== 2) {
    out.line(say('compareNeedsTwo', { count: scope.windows.length }));
    return true;
  }
  const [a, b] = [stretchFacts(first, facts), stretchFacts(second, facts)];
  out.line(say('compareHead', { first: out.cite(first), second: out.cite(second) }));
  const length = ({ range }: ScopeWindow) => range.endSeconds - range.startSeconds;
  out.item(say('compareLengths', { first: length(first), second: length(second) }));
  if (a.shotCount !== null && b.shotCount !== null) {
    out.item(say('compareShots', { first: a.shotCount, second: b.shotCount }));
  }
  compareThings(a, b, answering);
  out.item(say('compareLines', { first: a.lineCount, second: b.lineCount }));
  const lookOf = ({ lights, camera }: StretchFacts) =>
    [
      ...lights.map((light) => words(`chips.light.${light}`)),
      ...(camera === null ? [] : [words(`chips.camera.${camera}`)]),
    ].join(', ');
  const [lookA, lookB] = [lookOf(a), lookOf(b)];
  if (lookA !== lookB) out.item(say('compareLooks', { first: lookA || '–', second: lookB || '–' }));
  else if (lookA !== '') out.item(say('compareSameLook', { look: lookA }));
  return true;
}

function compareThings(a: StretchFacts, b: StretchFacts, answering: Answering): void {
  const { out, say, words } = answering;
  if (a.things === null || b.things === null) {
    out.item(say('missingModel', { cardId: 'yolox-nano' }));
    return;
  }
  const named = new Map([...a.things, ...b.things].map(({ className }) => [className, thingText(className, 1, words)]));
  const of = (things: readonly SeenThing[], className: string) => things.find((thing) => thing.className === className);
  const lists = { both: [] as string[], first: [] as string[], second: [] as string[] };
  for (const [className, name] of named) {
    const [inA, inB] = [of(a.things, className), of(b.things, className)];
    const counts = inA !== undefined && inB !== undefined ? `${inA.mostAtOnce} / ${inB.mostAtOnce}` : '';
    if (counts !== '') lists.both.push(inA!.mostAtOnce === inB!.mostAtOnce ? name : `${name} (${counts})`);
    else if (inA !== undefined) lists.first.push(countedName(inA, answering));
    else lists.second.push(countedName(inB!, answering));
  }
  if (lists.both.length > 0) out.item(say('compareBoth', { things: lists.both.join(', ') }));
  if (lists.first.length > 0) out.item(say('compareFirst', { things: lists.first.join(', ') }));
  if (lists.second.length > 0) out.item(say('compareSecond', { things: lists.second.join(', ') }));
  if (named.size === 0) out.item(say('compareNoThings'));
}
