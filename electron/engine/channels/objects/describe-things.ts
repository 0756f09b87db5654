import type { AtomOf, Place } from '../../../contract/plan.ts';
import { describePosture } from './posture-value.ts';
import type { MatchedObject } from './thing-value.ts';

/** "2 persons at once, best 0.91" · "red car, best 0.84, on the left" · "person in black, best 0.90". */
export function describeThings(matches: readonly MatchedObject[], atom: AtomOf<'thing'>): string {
  // Objects that hardly count are not told, unless the count needs them.
  const floor = Math.max(0.2, matches[0]!.value / 2);
  const told = matches.filter(({ value }, index) => value >= floor || index < atom.minCount);
  const countOf = new Map<string, number>();
  for (const { object } of told) {
    countOf.set(object.className, (countOf.get(object.className) ?? 0) + 1);
  }
  const things = Array.from(countOf, ([className, count]) => {
    const noun = withAttributes(count === 1 ? className : pluralOf(className), className, atom);
    return count === 1 ? noun : `${count} ${noun}`;
  }).join(', ');
  const best = Math.max(...told.map(({ object }) => object.score)).toFixed(2);
  const at = told.length > 1 ? ' at once' : '';
  const place = atom.place === null ? '' : `, ${placeWords[atom.place]}`;
  return `${things}${at}, best ${best}${place}${postureOf(told, atom)}`;
}

/** Of the strongest one: a hint that comes from the shape of a box, and says so. */
function postureOf(told: readonly MatchedObject[], { posture }: AtomOf<'thing'>): string {
  const verdict = told[0]?.posture ?? null;
  return posture === undefined || verdict === null ? '' : `, ${describePosture(posture, verdict)}`;
}

/** A colour of a person is one of the clothes. */
function withAttributes(noun: string, className: string, { size, colour }: AtomOf<'thing'>): string {
  const sized = size === null ? '' : `${size} `;
  if (colour === null) {
    return sized + noun;
  }
  return className === 'person' ? `${sized}${noun} in ${colour}` : `${sized}${colour} ${noun}`;
}

const placeWords: Readonly<Record<Place, string>> = {
  left: 'on the left',
  right: 'on the right',
  top: 'at the top',
  bottom: 'at the bottom',
  centre: 'in the middle',
};

const irregular: Readonly<Record<string, string>> = {
  sheep: 'sheep',
  knife: 'knives',
  mouse: 'mice',
  skis: 'skis',
  scissors: 'scissors',
};

function pluralOf(className: string): string {
  return irregular[className] ?? (/(?:s|x|ch|sh)$/.test(className) ? `${className}es` : `${className}s`);
}
