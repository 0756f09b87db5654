import { betweenColours, colourWords } from './lexicon/colours.ts';
import { cutPhrases } from './lexicon/cut-words.ts';
import { lightPhrases } from './lexicon/light-words.ts';
import { allThingWords } from './lexicon/thing-words.ts';

/** What people want most often, first: the rest follows in alphabetical order. */
const firstWords = [
  'person, people, car, dog, cat, bicycle, red, blue, green, white, black, yellow, night, dark, bright, sunny',
  'pan left, pan right, tilt up, tilt down, zoom in, zoom out, shaky camera, still camera, fade in, fade out',
  'says, left, right, top, bottom, large, small, without, then, two, three, several, moving, fast',
].flatMap((line) => line.split(', '));

let known: readonly string[] | undefined;

/** Words and short phrases that a query may hold and the planner understands, the most usual first. Made once. */
export function knownWords(): readonly string[] {
  known ??= [
    ...new Set([
      ...firstWords,
      ...[
        ...allThingWords().keys(),
        ...Object.values(colourWords).flatMap(phrasesOf),
        ...betweenColours.keys(),
        ...Object.values(lightPhrases).flatMap(phrasesOf),
        ...cutPhrases.keys(),
      ].sort(),
    ]),
  ];
  return known;
}

const phrasesOf = (list: string) => list.split(',').map((phrase) => phrase.trim());

/** Queries that show a newcomer what can be asked, each with something that needs no model. */
export const exampleQueries: readonly string[] = [
  'camera pans left',
  'a dark scene',
  'someone says hello',
  'a red car',
  'two people',
  'fade to black',
  'a dog then a person',
  'shaky camera at night',
];
