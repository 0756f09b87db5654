import type { AtomOf, PlanAtom } from '../../contract/plan.ts';
import type { Leaf, ThingDraft } from './draft.ts';

const moveLabels: Readonly<Record<AtomOf<'camera'>['move'], string>> = {
  still: 'camera still',
  moving: 'camera moves',
  'pan-left': 'camera pans left',
  'pan-right': 'camera pans right',
  'tilt-up': 'camera tilts up',
  'tilt-down': 'camera tilts down',
  'zoom-in': 'camera zooms in',
  'zoom-out': 'camera zooms out',
  shake: 'shaky camera',
};
const lightLabels: Readonly<Record<AtomOf<'light'>['light'], string>> = {
  dark: 'dark',
  bright: 'bright',
  'low-contrast': 'low contrast',
  'high-contrast': 'high contrast',
  colourful: 'colourful',
  colourless: 'black and white',
};
const motionLabels: Readonly<Record<AtomOf<'motion'>['motion'], string>> = {
  still: 'no movement',
  moving: 'movement',
  fast: 'fast movement',
};
const cutLabels: Readonly<Record<AtomOf<'cut'>['cut'], string>> = {
  cut: 'cut',
  'fade-in': 'fade in',
  'fade-out': 'fade out',
};
const placeLabels: Readonly<Record<AtomOf<'thing'>['place'] & string, string>> = {
  left: 'on the left',
  right: 'on the right',
  top: 'at the top',
  bottom: 'at the bottom',
  centre: 'in the middle',
};

const maxLength = 200;

/** Cuts a chip to its room, and says so by an ellipsis. */
export function fitLabel(label: string): string {
  // A cut through a surrogate pair would leave half a character.
  return label.length <= maxLength ? label : `${label.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** "2 people in red on the left, large in the frame"; an attribute that says nothing stays away. */
export function thingLabel(thing: AtomOf<'thing'>, draft: ThingDraft): string {
  const isMany = thing.minCount > 1 || (thing.maxCount ?? 1) > 1;
  const noun = isMany ? draft.word.pluralLabel : draft.word.label;
  const isPerson = thing.classes.length === 1 && thing.classes[0] === 'person';
  const colour = thing.colour === null ? '' : isPerson ? ` in ${thing.colour}` : `${thing.colour} `;
  const named = isPerson ? `${noun}${colour}` : `${colour}${noun}`;
  const place = thing.place === null ? '' : ` ${placeLabels[thing.place]}`;
  const size = thing.size === null ? '' : `, ${thing.size} in the frame`;
  const posture = thing.posture === undefined ? '' : ` ${thing.posture}`;
  return countLabel(thing) + named + posture + place + size;
}

function countLabel({ minCount, maxCount }: Pick<AtomOf<'thing'>, 'minCount' | 'maxCount'>): string {
  if (maxCount === null) {
    return minCount === 1 ? '' : `${String(minCount)}+ `;
  }
  if (minCount === maxCount) {
    return minCount === 1 ? 'only 1 ' : `${String(minCount)} `;
  }
  return minCount === 1 ? `up to ${String(maxCount)} ` : `${String(minCount)}–${String(maxCount)} `;
}

/** What the chip of an atom that is no thing says. */
export function leafLabel({ content, lead }: Leaf): string {
  switch (content.kind) {
    case 'colour':
      return `colour ${content.colour}`;
    case 'light':
      return lightLabels[content.light];
    case 'camera':
      return moveLabels[content.move];
    case 'motion':
      return motionLabels[content.motion] + (content.place === null ? '' : ` ${placeLabels[content.place]}`);
    case 'cut':
      return cutLabels[content.cut];
    case 'speech':
      return content.isPhrase && content.words.length > 1
        ? `says: “${content.words.join(' ')}”`
        : `says: ${content.words.join(' ')}`;
    case 'name':
      return `${lead ?? 'name'}: ${content.words.join(' ')}`;
    case 'words':
      return `words: ${content.words.join(', ')}`;
  }
}

export function negated(label: PlanAtom['label'], isNegative: boolean): string {
  return fitLabel(isNegative ? `not: ${label}` : label);
}
