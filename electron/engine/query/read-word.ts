import { trackVerbs } from './lexicon/action-words.ts';
import { colourLeads, shadeWords } from './lexicon/colours.ts';
import { countPhrases, numberWords } from './lexicon/counts.ts';
import { adjectivesOfLight } from './lexicon/light-words.ts';
import { motionVerbs, nounLeads } from './lexicon/motion-verbs.ts';
import {
  bodyParts,
  compoundHeads,
  compoundPersons,
  placeNouns,
  verbLikeThings,
  wearables,
} from './lexicon/other-nouns.ts';
import { allThingWords } from './lexicon/thing-words.ts';
import type { Meaning, Reading, WordRole } from './lexeme.ts';
import type { PhraseTable } from './phrase-table.ts';
import type { Sentence } from './sentence.ts';

/** One place in the sentence with what is needed to choose between the meanings of a word. */
interface Spot {
  readonly sentence: Sentence;
  readonly index: number;
  readonly table: PhraseTable;
  readonly key: string;
}

/** Words that a verb follows. */
const subjects = /^(?:he|she|it|they|who|that)$/u;

type SpecialReader = (spot: Spot) => Reading | Meaning | null;

/** The meaning of one word that no longer phrase takes: by its neighbours, the tables, then its part of speech. */
export function readWord(sentence: Sentence, index: number, table: PhraseTable): Reading {
  const spot: Spot = { sentence, index, table, key: sentence.key(index) };
  const read = specials.get(spot.key)?.(spot) ?? compound(spot) ?? fixed(spot) ?? unknown(spot);
  return 'meaning' in read ? read : { meaning: read, tokenCount: 1 };
}

const motionVerbBases: ReadonlySet<string> = new Set([
  ...Object.values(motionVerbs).flatMap((verbs) => verbs.split(' ')),
  ...trackVerbs.keys(),
]);

const before = ({ sentence, index }: Spot): string => sentence.key(index - 1);
const after = ({ sentence, index }: Spot): string => sentence.key(index + 1);
const typeAt = ({ sentence, table }: Spot, index: number): string => table.longest(sentence, index)?.meaning.type ?? '';

function word(spot: Spot, role: WordRole): Meaning {
  return { type: 'word', role, words: [spot.key] };
}

/** Whether a noun, or an adjective of one, stands right behind: then this word describes it. */
function isNounAhead(spot: Spot): boolean {
  const { sentence, index, table } = spot;
  if (!sentence.isWord(index + 1)) {
    return false;
  }
  const type = table.longest(sentence, index + 1)?.meaning.type;
  return type === undefined
    ? ['NOUN', 'PROPN', 'ADJ'].includes(sentence.partOfSpeech(index + 1))
    : type === 'thing' || type === 'word' || type === 'colour';
}

function isCounted(spot: Spot): boolean {
  return (
    numberWords.has(before(spot)) ||
    countPhrases.has(before(spot)) ||
    spot.sentence.tokens[spot.index - 1]?.kind === 'number'
  );
}

const orangeColour: Meaning = { type: 'colour', colours: ['orange'] };

/** "an orange car", "in orange" are the colour; "an orange", "orange on the belt" the fruit; alone it may be both. */
const readOrange: SpecialReader = (spot) => {
  const fruit: Meaning = { type: 'thing', ...allThingWords().get('orange')! };
  const isLed = colourLeads.has(before(spot)) || shadeWords.has(before(spot));
  const isAfterColour = ['and', 'or'].includes(before(spot)) && typeAt(spot, spot.index - 2) === 'colour';
  const isBeforeColour = ['and', 'or'].includes(after(spot)) && typeAt(spot, spot.index + 2) === 'colour';
  if (isLed || isAfterColour || isBeforeColour || isNounAhead(spot)) {
    return orangeColour;
  }
  return spot.sentence.tokens.length === 1 ? { type: 'either', meanings: [fruit, orangeColour] } : fruit;
};

/** A word of light right before a thing or a garment describes that, and nothing here can tell it. */
const readLightAdjective: SpecialReader = (spot) => {
  const next = spot.sentence.key(spot.index + 1);
  if (typeAt(spot, spot.index + 1) === 'colour') {
    return { type: 'silent' };
  }
  const isOfThing = typeAt(spot, spot.index + 1) === 'thing' || wearables.has(next) || bodyParts.has(next);
  return isOfThing ? word(spot, 'adjective') : null;
};

const readShade: SpecialReader = (spot) => {
  const isShade = ['colour', 'adjective'].includes(typeAt(spot, spot.index + 1));
  return isShade ? { type: 'silent' } : word(spot, isNounAhead(spot) || spot.key !== 'light' ? 'adjective' : 'noun');
};

const readGlass: SpecialReader = (spot) => (isNounAhead(spot) && after(spot) !== 'of' ? word(spot, 'adjective') : null);

/** Glasses to drink from are counted or filled; others are worn. */
const readGlasses: SpecialReader = (spot) => {
  const isForDrink =
    isCounted(spot) || after(spot) === 'of' || ['empty', 'full', 'beer', 'water'].includes(before(spot));
  return isForDrink ? null : word(spot, 'worn');
};

const readMice: SpecialReader = (spot) => word(spot, 'noun');
/** The class is the computer's mouse. */
const readMouse: SpecialReader = (spot) => {
  const animal = /\b(?:cat|cheese|trap|rodent|rat|tail|squeak\w*|field|runs?|running|eats?|eating)\b/iu;
  return animal.test(spot.sentence.text) ? word(spot, 'noun') : null;
};

const readRemote: SpecialReader = (spot) => (isNounAhead(spot) ? word(spot, 'adjective') : null);

const readCan: SpecialReader = (spot) =>
  nounLeads.has(before(spot)) ||
  ['tin', 'beer', 'soda', 'empty', 'trash', 'garbage', 'watering', 'spray'].includes(before(spot))
    ? word(spot, 'noun')
    : null;

const readCuts: SpecialReader = (spot) =>
  typeAt(spot, spot.index - 1) === 'thing' || subjects.test(before(spot)) ? word(spot, 'verb') : null;

const readCut: SpecialReader = (spot) =>
  spot.sentence.tokens.length === 1 ? { type: 'cut', cuts: ['cut'] } : word(spot, spot.index === 0 ? 'noun' : 'verb');

const readNight: SpecialReader = (spot) => (/^(?:good|last|\w+day)$/u.test(before(spot)) ? word(spot, 'noun') : null);

/** "leaves on a tree", "big waves": a verb only right after who does it, or after a joining word of time. */
const readNounOrVerb: SpecialReader = (spot) => {
  const isVerb = ['thing', 'nobody', 'then', 'before', 'after'].includes(typeAt(spot, spot.index - 1));
  return isVerb || subjects.test(before(spot)) ? null : word(spot, 'noun');
};

/** "both dogs" are two; in "both a dog and a cat" the word only joins. */
const readBoth: SpecialReader = (spot) => {
  const next = ['the', 'of', 'these', 'those', 'his', 'her', 'their'].includes(after(spot))
    ? spot.index + 2
    : spot.index + 1;
  const meaning = spot.table.longest(spot.sentence, next)?.meaning;
  const isPlural = meaning?.type === 'thing' && meaning.isPlural;
  return isPlural ? { type: 'count', count: { minCount: 2, maxCount: 2 }, digits: null } : null;
};

const readPan: SpecialReader = (spot) =>
  nounLeads.has(before(spot)) || spot.sentence.partOfSpeech(spot.index - 1) === 'ADJ' ? word(spot, 'noun') : null;

const readAbsent: SpecialReader = (spot) => (isNounAhead(spot) ? word(spot, 'adjective') : null);

const readBack: SpecialReader = (spot) => (nounLeads.has(before(spot)) ? word(spot, 'noun') : null);

/** An empty street has nobody in it; an empty bottle is another matter. */
const readEmpty: SpecialReader = (spot) => (placeNouns.has(after(spot)) ? { type: 'nobody' } : word(spot, 'adjective'));

const specials: ReadonlyMap<string, SpecialReader> = new Map<string, SpecialReader>([
  ['orange', readOrange],
  ...[...adjectivesOfLight].map((key): [string, SpecialReader] => [key, readLightAdjective]),
  ...['light', 'pale', 'deep', 'neon', 'pastel', 'fluorescent'].map((key): [string, SpecialReader] => [key, readShade]),
  ['glass', readGlass],
  ['glasses', readGlasses],
  ['mouse', readMouse],
  ['mice', readMice],
  ['remote', readRemote],
  ['can', readCan],
  ['cut', readCut],
  ['cuts', readCuts],
  ['night', readNight],
  ['pan', readPan],
  ['missing', readAbsent],
  ['absent', readAbsent],
  ['back', readBack],
  ['empty', readEmpty],
  ['both', readBoth],
  ...['leaves', 'waves', 'steps', 'drops', 'streams', 'slides', 'stream', 'flies'].map(
    (key): [string, SpecialReader] => [key, readNounOrVerb],
  ),
]);

/** "car park", "bus driver": the first noun only tells which kind the second is. */
function compound(spot: Spot): Reading | null {
  const meaning = spot.table.get(spot.key);
  if (meaning?.type !== 'thing' || meaning.isPlural || meaning.word.classes.includes('person')) {
    return null;
  }
  const next = after(spot);
  if (compoundHeads.has(next)) {
    return { meaning: { type: 'word', role: 'noun', words: [spot.key, next] }, tokenCount: 2 };
  }
  return compoundPersons.has(next) ? { meaning: word(spot, 'noun'), tokenCount: 1 } : null;
}

/** What the tables say, unless the neighbours show another part of speech. */
function fixed(spot: Spot): Reading | Meaning | null {
  const reading = spot.table.longest(spot.sentence, spot.index);
  if (reading === null || reading.tokenCount > 1) {
    return reading;
  }
  if (verbLikeThings.has(spot.key) && isVerbUse(spot)) {
    return word(spot, 'verb');
  }
  const { meaning } = reading;
  if (meaning.type === 'posture' && (!isOfPerson(spot) || isBecoming(spot))) {
    return null;
  }
  const isBaseVerb =
    meaning.type === 'motion' ? !meaning.isParticiple : meaning.type === 'action' && meaning.role === 'verb';
  return isBaseVerb && isMotionNoun(spot) ? word(spot, 'noun') : reading;
}

/** "sits down", "stands up": a change, of which a box tells nothing. */
function isBecoming(spot: Spot): boolean {
  return ['up', 'down'].includes(after(spot)) && !spot.key.endsWith('ing');
}

/** Whether the last thing before a word, or the one right behind it, is a person: bottles stand in another way. */
function isOfPerson({ sentence, index, table }: Spot): boolean {
  const isPerson = (meaning: Meaning | undefined) =>
    meaning?.type === 'thing' && meaning.word.classes.includes('person');
  if (isPerson(table.longest(sentence, index + 1)?.meaning)) {
    return true;
  }
  for (let before = index - 1; before >= 0; before -= 1) {
    const meaning = table.longest(sentence, before)?.meaning;
    if (meaning?.type === 'thing' || ['and', 'or', 'then', 'before', 'after'].includes(meaning?.type ?? '')) {
      return isPerson(meaning);
    }
  }
  return false;
}

/** "a walk", "a water drop": the base form of a verb as a noun. */
function isMotionNoun(spot: Spot): boolean {
  const { sentence, index, table } = spot;
  if (!motionVerbBases.has(spot.key)) {
    return false;
  }
  const isCompound =
    index > 0 && sentence.partOfSpeech(index) === 'NOUN' && table.longest(sentence, index - 1) === null;
  return nounLeads.has(before(spot)) || (isCompound && sentence.isWord(index - 1));
}

function isVerbUse(spot: Spot): boolean {
  const leads = [
    'to',
    'will',
    'must',
    'can',
    'could',
    'should',
    'would',
    "don't",
    "doesn't",
    "didn't",
    'i',
    'you',
    'we',
    'they',
    'he',
    'she',
    'who',
  ];
  const hasObject = nounLeads.has(after(spot)) && typeAt(spot, spot.index - 1) === 'thing';
  return leads.includes(before(spot)) || hasObject;
}

/** A word of no table: the lemma may be in one (irregular forms); otherwise its part of speech says what it is. */
function unknown(spot: Spot): Reading | Meaning {
  const { sentence, index, table } = spot;
  const lemma = sentence.tag(index)?.lemma;
  const byLemma = lemma === undefined || lemma === spot.key ? undefined : table.get(lemma);
  if (byLemma?.type === 'motion' || byLemma?.type === 'action' || byLemma?.type === 'thing') {
    return byLemma;
  }
  return word(spot, unknownRole(spot));
}

/** The part of speech, corrected where the tagger is weak: verbs without an object and nouns after a colour. */
function unknownRole(spot: Spot): WordRole {
  const { sentence, index } = spot;
  const role = roleOf(sentence.partOfSpeech(index));
  const isAfterThing = typeAt(spot, index - 1) === 'thing';
  if (role === 'noun' && isAfterThing && /^[a-z]+s$/u.test(spot.key) && nounLeads.has(after(spot))) {
    return 'verb';
  }
  const subject = spot.table.longest(sentence, index - 1)?.meaning;
  const isBaseForm = sentence.tag(index)?.lemma === spot.key && !/(?:ing|ed)$/u.test(spot.key);
  if (role === 'verb' && isBaseForm && subject?.type === 'thing' && !subject.isPlural) {
    // One does, with an -s: "a football match" holds no verb.
    return 'noun';
  }
  const isAfterColour = typeAt(spot, index - 1) === 'colour' && !colourLeads.has(sentence.key(index - 2));
  if (role === 'verb' && isAfterColour && !spot.key.endsWith('ing')) {
    return 'noun';
  }
  return role === 'adverb' && isNounAhead(spot) && nounLeads.has(before(spot)) ? 'adjective' : role;
}

function roleOf(partOfSpeech: string): WordRole {
  switch (partOfSpeech) {
    case 'VERB':
    case 'AUX':
      return 'verb';
    case 'ADJ':
      return 'adjective';
    case 'ADV':
      return 'adverb';
    default:
      return 'noun';
  }
}
