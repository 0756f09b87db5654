import type { AtomOf, Bearer, PlanAtom } from '../contract/plan.ts';
import { alternativesText, colouredText, thingText } from './thing-text.ts';
import type { Words } from './words.ts';

const maxLength = 200;

/** What the chip of a part of the plan says: "2+ people", "red car", "says: lord", "not: dog". */
export function chipText(atom: PlanAtom, words: Words): string {
  const what = contentText(atom, words);
  return shortened(atom.isNegated ? words('chips.not', { what }) : what);
}

function shortened(text: string): string {
  // A cut through a surrogate pair would leave half a character.
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

function contentText(atom: PlanAtom, words: Words): string {
  switch (atom.kind) {
    case 'thing':
      return thingAtomText(atom, words);
    case 'colour':
      return words('chips.colour', { colour: words(`attributes.colour.${atom.colour}`) });
    case 'light':
      return words(`chips.light.${atom.light}`);
    case 'camera':
      return words(`chips.camera.${atom.move}`);
    case 'motion':
      return placedText(words(`attributes.motion.${atom.motion}`), atom.place, words);
    case 'action':
      return words(`chips.action.${atom.action}`, { who: bearerText(atom.subject, words) });
    case 'relation':
      return words(`chips.relation.${atom.relation}`, {
        who: bearerText(atom.subject, words),
        whom: bearerText(atom.object, words),
      });
    case 'cut':
      return words(`attributes.cut.${atom.cut}`);
    case 'speech':
      return words(atom.isPhrase && atom.words.length > 1 ? 'chips.saysPhrase' : 'chips.says', {
        words: atom.words.join(' '),
      });
    case 'name':
      return words(`chips.name.${atom.lead ?? 'name'}`, { words: atom.words.join(' ') });
    case 'words':
      return words('chips.words', { words: atom.words.join(', ') });
  }
}

/** "2 people in red on the left, large in the frame"; an attribute that says nothing stays away. */
function thingAtomText(atom: AtomOf<'thing'>, words: Words): string {
  const { classes, noun, colour, posture, size } = atom;
  const many = atom.minCount > 1 || (atom.maxCount ?? 1) > 1 ? 2 : 1;
  const isPerson = classes.length === 1 && classes[0] === 'person';
  const name = noun === null ? alternativesText(classes, many, words) : thingText(noun, many, words);
  const counted = countedText(colouredText(name, { colour, isPerson }, words), atom, words);
  const postured = posture === undefined ? counted : words(`chips.posture.${posture}`, { what: counted });
  const placed = placedText(postured, atom.place, words);
  return size === null ? placed : words(`chips.size.${size}`, { what: placed });
}

function bearerText({ classes, noun }: Bearer, words: Words): string {
  if (classes.length === 0) {
    return words('attributes.anything');
  }
  return noun === null ? alternativesText(classes, 1, words) : thingText(noun, 1, words);
}

function countedText(what: string, { minCount, maxCount }: AtomOf<'thing'>, words: Words): string {
  if (maxCount === null) {
    return minCount === 1 ? what : words('attributes.count.atLeast', { count: minCount, what });
  }
  if (minCount === maxCount) {
    return words(minCount === 1 ? 'attributes.count.one' : 'attributes.count.exactly', { count: minCount, what });
  }
  return minCount === 1
    ? words('attributes.count.upTo', { count: maxCount, what })
    : words('attributes.count.between', { from: minCount, to: maxCount, what });
}

function placedText(what: string, place: AtomOf<'thing'>['place'], words: Words): string {
  return place === null ? what : words('attributes.placed', { what, place: words(`attributes.place.${place}`) });
}
