import { broadNounSchema, type BroadNoun } from '../../../contract/plan.ts';
import { broaderWords } from './broader-words.ts';
import { detectorClasses } from './detector-classes.ts';
import { pluralOf } from './noun-forms.ts';
import { personWords } from './person-words.ts';

/** What a word for a thing stands for. */
export interface ThingWord {
  /** The word itself, singular. */
  readonly word: string;
  readonly classes: readonly string[];
  /** What the classes are called together; null where they are named one by one. */
  readonly noun: BroadNoun | null;
  readonly minCount: number;
  /** The word says more than the detector can tell. */
  readonly isNarrower: boolean;
}

export interface ThingForm {
  readonly word: ThingWord;
  readonly isPlural: boolean;
}

let formsByText: ReadonlyMap<string, ThingForm> | undefined;

/** Every word for a thing, singular and plural, in lower case. A singular form wins over another word's plural. */
export function allThingWords(): ReadonlyMap<string, ThingForm> {
  formsByText ??= buildForms();
  return formsByText;
}

function buildForms(): ReadonlyMap<string, ThingForm> {
  const forms = new Map<string, ThingForm>();
  const words = [...classWords(), ...aboveClasses()];
  for (const word of words) {
    if (!forms.has(word.word)) {
      forms.set(word.word, { word, isPlural: false });
    }
  }
  for (const word of words) {
    const plural = pluralOf(word.word);
    if (!forms.has(plural)) {
      forms.set(plural, { word, isPlural: true });
    }
  }
  const person = forms.get('person')!.word;
  forms.set('persons', { word: person, isPlural: true });
  forms.set('peoples', { word: person, isPlural: true });
  return forms;
}

function classWords(): ThingWord[] {
  return detectorClasses.flatMap(({ name, same, narrower }) => {
    const base = { classes: [name], noun: null, minCount: 1 };
    const all = name === 'person' ? [...narrower, ...personWords] : narrower;
    return [
      ...[name, ...same].map((word) => ({ ...base, word, isNarrower: false })),
      ...all.map((word) => ({ ...base, word, isNarrower: true })),
    ];
  });
}

function aboveClasses(): ThingWord[] {
  return broaderWords.flatMap(({ word, synonyms, classes, minCount, isNarrower }) => {
    const noun = nounOf({ word, classes, isNarrower });
    return [word, ...synonyms].map((each) => ({ word: each, classes, noun, minCount, isNarrower }));
  });
}

/** Only as much as the detector can tell: a van is a car, a truck or a bus, traffic is vehicles. */
function nounOf({ word, classes, isNarrower }: Pick<ThingWord, 'word' | 'classes' | 'isNarrower'>): BroadNoun | null {
  if (classes.length === 1 || isNarrower) {
    return null;
  }
  if (word === 'traffic') {
    return 'vehicle';
  }
  return word === 'flock' || word === 'herd' ? 'animal' : broadNounSchema.parse(word);
}
