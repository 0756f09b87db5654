import type { ColourName } from '../contract/colours.ts';
import { en } from './en/index.ts';
import type { Words } from './words.ts';

type ThingKey = keyof typeof en.things;

/** A class of the detector or a word above the classes, singular or plural; one without words is named as it is. */
export function thingText(name: string, count: number, words: Words): string {
  return isThing(name) ? words(`things.${name}`, { count }) : name;
}

function isThing(name: string): name is ThingKey {
  return Object.hasOwn(en.things, name);
}

/** "red car"; a colour of a person is one of the clothes: "person in red". */
export function colouredText(
  noun: string,
  { colour, isPerson }: { readonly colour: ColourName | null; readonly isPerson: boolean },
  words: Words,
): string {
  if (colour === null) {
    return noun;
  }
  return isPerson
    ? words('attributes.dressed', { noun, worn: words(`attributes.worn.${colour}`) })
    : words('attributes.coloured', { noun, colour: words(`attributes.colour.${colour}`) });
}

/** "car or truck or bus". */
export function alternativesText(names: readonly string[], count: number, words: Words): string {
  return names
    .map((name) => thingText(name, count, words))
    .reduce((first, second) => words('attributes.or', { first, second }));
}
