import { broaderWords } from './broader-words.ts';
import { detectorClasses } from './detector-classes.ts';
import { pluralOf } from './noun-forms.ts';
import { personWords } from './person-words.ts';

/** What a word for a thing stands for. */
export interface ThingWord {
  /** The word itself, singular. */
  readonly word: string;
  readonly classes: readonly string[];
  /** What the chip says: only as much as the detector can tell. */
  readonly label: string;
  readonly pluralLabel: string;
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
    const base = { classes: [name], label: name, pluralLabel: pluralOf(name), minCount: 1 };
    const all = name === 'person' ? [...narrower, ...personWords] : narrower;
    return [
      ...[name, ...same].map((word) => ({ ...base, word, isNarrower: false })),
      ...all.map((word) => ({ ...base, word, isNarrower: true })),
    ];
  });
}

function aboveClasses(): ThingWord[] {
  return broaderWords.flatMap(({ word, synonyms, classes, minCount, isNarrower }) => {
    const [label, pluralLabel] = labelsOf({ word, classes, isNarrower });
    return [word, ...synonyms].map((each) => ({ word: each, classes, label, pluralLabel, minCount, isNarrower }));
  });
}

function labelsOf(broader: Pick<ThingWord, 'word' | 'classes' | 'isNarrower'>): readonly [string, string] {
  const [only, ...others] = broader.classes;
  if (only !== undefined && others.length === 0) {
    return [only, pluralOf(only)];
  }
  if (broader.isNarrower) {
    return [broader.classes.join(' or '), broader.classes.map(pluralOf).join(' or ')];
  }
  if (broader.word === 'traffic') {
    return ['vehicle', 'vehicles'];
  }
  if (broader.word === 'flock' || broader.word === 'herd') {
    return ['animal', 'animals'];
  }
  return [broader.word, pluralOf(broader.word)];
}
