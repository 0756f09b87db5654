import type { Finding, FindingOf, FoundTrack } from '../contract/finding.ts';
import { colouredText, thingText } from './thing-text.ts';
import type { Words } from './words.ts';

/** What was found, in words: "2 people at once, best 0.91", "says “good morning”". */
export function findingText(found: Finding, words: Words): string {
  switch (found.code) {
    case 'things':
      return thingsText(found, words);
    case 'colour':
      return words('findings.colour', {
        colour: words(`attributes.colour.${found.colour}`),
        percent: percentOf(found.share),
      });
    case 'light':
      return words(`findings.light.${found.light}`, { percent: percentOf(found.level) });
    case 'camera':
      return words(`findings.camera.${found.move}`, { percent: percentOf(found.ratePerSecond ?? 0) });
    case 'motion':
      return motionText(found, words);
    case 'action':
      return words(`findings.action.${found.action}`, { who: trackText(found.who, words) });
    case 'relation':
      return words(`findings.relation.${found.relation}`, {
        who: trackText(found.who, words),
        whom: trackText(found.whom, words),
      });
    case 'cut':
      return words(found.moreCount === 0 ? 'findings.cut' : 'findings.cuts', {
        cut: words(`attributes.cut.${found.cut}`),
        seconds: found.atSeconds,
        count: found.moreCount,
      });
    case 'spoken':
      return words('findings.spoken', { text: found.text });
    case 'described':
      return words('findings.described', { text: found.text });
    case 'name':
      return words('findings.name', {
        words: found.words.map((text) => words('attributes.quoted', { text })).join(', '),
      });
    case 'marked':
      return words('findings.marked');
  }
}

/** "person #3". */
function trackText({ className, trackNumber }: FoundTrack, words: Words): string {
  return words('findings.track', { what: thingText(className, 1, words), number: trackNumber });
}

/** "2 people at once, best 0.91" · "red car, best 0.84, on the left" · "person in black, best 0.90". */
function thingsText(found: FindingOf<'things'>, words: Words): string {
  const { things, colour, size, place, posture, bestScore } = found;
  const list = things
    .map(({ className, count }) => {
      const noun = thingText(className, count, words);
      const coloured = colouredText(noun, { colour, isPerson: className === 'person' }, words);
      const what =
        size === null
          ? coloured
          : words('attributes.sized', { noun: coloured, size: words(`attributes.size.${size}`) });
      return words('findings.some', { count, what });
    })
    .join(', ');
  const isAtOnce = things.reduce((sum, { count }) => sum + count, 0) > 1;
  return [
    isAtOnce ? words('findings.atOnce', { things: list }) : list,
    words('findings.best', { score: bestScore }),
    ...(place === null ? [] : [words(`attributes.place.${place}`)]),
    ...(posture === null ? [] : [words(`findings.posture.${posture.verdict}.${posture.asked}`)]),
  ].join(', ');
}

function motionText({ motion, place, isPlaceAsked, share }: FindingOf<'motion'>, words: Words): string {
  const bare = motion === 'still' ? words('findings.still') : words(`attributes.motion.${motion}`);
  const what =
    place === null ? bare : words('attributes.placed', { what: bare, place: words(`attributes.place.${place}`) });
  return share === null
    ? what
    : words(isPlaceAsked ? 'findings.movingPart' : 'findings.movingShare', {
        what,
        percent: Math.max(1, percentOf(share)),
      });
}

function percentOf(share: number): number {
  return Math.round(share * 100);
}
