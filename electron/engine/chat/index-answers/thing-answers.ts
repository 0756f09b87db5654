import type { Box } from '../../../contract/time-range.ts';
import type { AtomOf, Place } from '../../../contract/plan.ts';
import { matchObjects, placeValue } from '../../channels/objects/thing-value.ts';
import { thingText } from '../../../words/thing-text.ts';
import { keyAt, type HeldTrack } from '../../tracking/held-track.ts';
import type { ScopeWindow } from '../scope.ts';
import type { Answering, FoundMoment } from './answering.ts';
import { seenThings } from './clip-facts.ts';
import { findSubject, isBeyondIndex, sayLimits, subjectText, thingAtoms } from './subject.ts';

/** Of what the detector is not sure enough of, as `presenceOf` judges it, nothing is counted. */
const countedValue = 0.6;
/** A count is told when so many samples agree on it, or all there are. */
const agreeingSamples = 2;
const mostTracks = 12;
/** A thing is "at" a place when it fits it so well. */
const atPlaceValue = 0.5;

/** How many of a thing are seen at once: the most, and when. False where only a model can tell. */
export async function answerHowMany(subject: string, answering: Answering): Promise<boolean> {
  const { facts, scope, out, say } = answering;
  const found = await findSubject(subject, answering);
  if (found === null || isBeyondIndex(found)) return false;
  const [atom] = thingAtoms(found.plan);
  if (atom === undefined) return false;
  const what = subjectText({ ...found.plan, atoms: [{ ...atom, minCount: 1, maxCount: null }] }, answering);
  let best: { readonly window: ScopeWindow; readonly count: number; readonly from: number; to: number } | null = null;
  let looked = 0;
  for (const window of scope.windows) {
    const rows = facts.objects(window.videoId, window.range);
    if (rows === null) continue;
    looked += 1;
    const counts = rows.map((row) => matchObjects(row, atom, null).filter(({ value }) => value >= countedValue).length);
    const count = mostAgreed(counts);
    if (count > (best?.count ?? 0)) {
      const index = counts.indexOf(count);
      const end = counts.findIndex((value, at) => at > index && value !== count);
      const to = rows[(end === -1 ? counts.length : end) - 1]!.endSeconds;
      best = { window, count, from: rows[index]!.startSeconds, to };
    }
    answering.signal.throwIfAborted();
  }
  if (looked === 0) {
    out.line(say('missingModel', { cardId: 'yolox-nano' }));
    return true;
  }
  if (best === null) {
    out.line(say('none', { what }));
  } else {
    const range = clamped({ startSeconds: best.from, endSeconds: best.to }, best.window);
    out.line(say('atOnce', { what, count: best.count, moment: out.cite({ ...best.window, range }) }));
    out.line(say('countedByDetector'));
  }
  sayLimits(found, answering);
  return true;
}

/** The largest count that enough samples reach. */
function mostAgreed(counts: readonly number[]): number {
  const needed = Math.min(agreeingSamples, counts.length);
  const sorted = counts.toSorted((a, b) => b - a);
  return sorted[needed - 1] ?? 0;
}

/** Where in the picture a thing is, from the boxes of what was followed. */
export async function answerWhere(subject: string, answering: Answering): Promise<boolean> {
  const { out, say, words } = answering;
  const found = await findSubject(subject, answering);
  if (found === null || isBeyondIndex(found)) return false;
  const atoms = thingAtoms(found.plan);
  if (atoms.length === 0) return false;
  const classes = new Set(atoms.flatMap((atom) => atom.classes));
  // A moment must show what was asked, colour and all; a track only tells where in the picture it is.
  const followed = tracksOf(answering, ({ label }) => classes.has(label)).flatMap(({ window, track }) => {
    const own = found.moments.filter(
      ({ videoId, range }) =>
        videoId === window.videoId &&
        range.startSeconds < track.range.endSeconds &&
        range.endSeconds > track.range.startSeconds,
    );
    return own.length === 0 ? [] : [{ window, track }];
  });
  const what = subjectText(found.plan, answering);
  if (found.moments.length === 0) {
    out.line(say('none', { what }));
  } else if (followed.length === 0) {
    tellPlaces(found.moments, atoms, { ...answering, what });
  } else {
    out.line(say('whereHead', { what, count: followed.length }));
    const placed = ({ window, track }: Followed) => {
      const [from, to] = [placeAt(track, 0), placeAt(track, 1)];
      const name = thingText(track.label, 1, words);
      const moment = out.cite({ ...window, range: clamped(track.range, window) });
      const values = { name, moment, from: words(`attributes.place.${from}`), to: words(`attributes.place.${to}`) };
      out.item(say(from === to ? 'whereStays' : 'whereMoves', values));
    };
    longestFirst(followed).forEach(placed);
    if (followed.length > mostTracks) out.line(say('more', { count: followed.length - mostTracks }));
  }
  sayLimits(found, answering);
  return true;
}

/** Where nothing was followed: where the detector saw it at the beginning and the end of each moment. */
function tellPlaces(
  moments: readonly FoundMoment[],
  atoms: readonly AtomOf<'thing'>[],
  { facts, out, say, words, what }: Answering & { readonly what: string },
): void {
  out.line(say('found', { what, count: moments.length, clipCount: 1 }));
  for (const moment of moments.slice(0, mostTracks)) {
    const seen = (facts.objects(moment.videoId, moment.range) ?? []).flatMap(
      (row) => atoms.flatMap((atom) => matchObjects(row, atom, null).slice(0, 1))[0] ?? [],
    );
    const [first, last] = [seen[0], seen.at(-1)];
    if (first === undefined || last === undefined) continue;
    const [from, to] = [placeOf(first.object.box), placeOf(last.object.box)];
    const name = thingText(first.object.className, 1, words);
    const values = {
      name,
      moment: out.cite(moment),
      from: words(`attributes.place.${from}`),
      to: words(`attributes.place.${to}`),
    };
    out.item(say(from === to ? 'whereStays' : 'whereMoves', values));
  }
}

/** Who or what is in a part of the picture, as the detector is sure of it. */
export function answerWhoIsAt(place: Place, answering: Answering): boolean {
  const { out, say, words, scope, facts, signal } = answering;
  const where = words(`attributes.place.${place}`);
  let looked = 0;
  let told = 0;
  for (const window of scope.windows) {
    signal.throwIfAborted();
    const rows = facts.objects(window.videoId, window.range);
    if (rows === null) continue;
    looked += 1;
    const there = rows.map((row) => ({
      ...row,
      objects: row.objects.filter(({ box }) => placeValue(box, place) >= atPlaceValue),
    }));
    for (const thing of seenThings(there, window).slice(0, mostTracks)) {
      if (told === 0) out.line(say('someAt', { place: where }));
      told += 1;
      const { startSeconds, endSeconds, mostAtOnce, share } = thing;
      const name = thingText(thing.className, mostAtOnce, words);
      const moment = out.cite({ ...window, range: { startSeconds, endSeconds } });
      const percent = Math.max(1, Math.round(share * 100));
      out.item(
        say('thingLine', {
          name: mostAtOnce === 1 ? name : say('countedThing', { count: mostAtOnce, name }),
          moment,
          percent,
        }),
      );
    }
  }
  if (looked === 0) out.line(say('missingModel', { cardId: 'yolox-nano' }));
  else if (told === 0) out.line(say('nobodyAt', { place: where }));
  return true;
}

interface Followed {
  readonly window: ScopeWindow;
  readonly track: HeldTrack;
}

function tracksOf({ scope, facts }: Answering, fits: (track: HeldTrack) => boolean): Followed[] {
  return scope.windows.flatMap((window) =>
    facts
      .tracks(window.videoId, window.range)
      .filter(fits)
      .map((track) => ({ window, track })),
  );
}

/** The longest of them, in the order of time. */
function longestFirst(followed: readonly Followed[]): Followed[] {
  const length = ({ track }: Followed) => track.range.endSeconds - track.range.startSeconds;
  const longest = [...followed].sort((a, b) => length(b) - length(a)).slice(0, mostTracks);
  return followed.filter((one) => longest.includes(one));
}

function clamped(range: { startSeconds: number; endSeconds: number }, window: ScopeWindow) {
  return {
    startSeconds: Math.max(range.startSeconds, window.range.startSeconds),
    endSeconds: Math.min(range.endSeconds, window.range.endSeconds),
  };
}

/** Box of a track at a share of its time. */
function boxAt({ range, keys }: HeldTrack, share: number): Box {
  const last = keys.at(-1)!;
  const time = Math.min(last.timeSeconds, range.startSeconds + share * (range.endSeconds - range.startSeconds));
  return (keyAt(keys, time) ?? last).box;
}

function placeAt(track: HeldTrack, share: number): Place {
  return placeOf(boxAt(track, share));
}

function placeOf(box: Box): 'left' | 'right' | 'centre' {
  const x = box.x + box.width / 2;
  return x < 0.4 ? 'left' : x > 0.6 ? 'right' : 'centre';
}
