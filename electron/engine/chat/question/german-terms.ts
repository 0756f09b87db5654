import { wordsIn } from '../../../words/words.ts';
import { en } from '../../../words/en/index.ts';

/** Words for what the index knows, beside the names of the detector's classes; from → to, in lower case. */
const furtherWords: Readonly<Record<string, string>> = {
  ...spread('person', 'mensch menschen jemand leute personen'),
  ...spread('people', 'leute menschen'),
  ...spread('man', 'mann'),
  ...spread('men', 'männer männern'),
  ...spread('woman', 'frau'),
  ...spread('women', 'frauen'),
  ...spread('child', 'kind'),
  ...spread('children', 'kinder kindern'),
  ...spread('bird', 'vogel vögeln'),
  ...spread('car', 'wagen pkw'),
  ...spread('truck', 'lkw laster'),
  ...spread('cell phone', 'handy smartphone'),
  ...spread('couch', 'couch'),
  ...spread('tv', 'fernseher'),
  ...spread('bicycle', 'rad räder'),
  ...spread('red', 'rot rote roten roter rotes rotem'),
  ...spread('blue', 'blau blaue blauen blauer blaues blauem'),
  ...spread('green', 'grün grüne grünen grüner grünes grünem'),
  ...spread('yellow', 'gelb gelbe gelben gelber gelbes gelbem'),
  ...spread('black', 'schwarz schwarze schwarzen schwarzer schwarzes schwarzem'),
  ...spread('white', 'weiß weiße weißen weißer weißes weißem'),
  ...spread('grey', 'grau graue grauen grauer graues grauem'),
  ...spread('brown', 'braun braune braunen brauner braunes braunem'),
  ...spread('purple', 'violett violette lila'),
  ...spread('pink', 'rosa'),
  ...spread('orange', 'orange orangefarbene orangen'),
  ...spread('large', 'groß große großen großer großes großem'),
  ...spread('small', 'klein kleine kleinen kleiner kleines kleinem'),
  ...spread('a', 'ein eine einen einem einer eines'),
  ...spread('the', 'der die das den dem des'),
  ...spread('no', 'kein keine keinen keinem keiner'),
  ...spread('nobody', 'niemand niemanden'),
  ...spread('and', 'und'),
  ...spread('or', 'oder'),
  ...spread('not', 'nicht'),
  ...spread('without', 'ohne'),
  ...spread('with', 'mit'),
  ...spread('then', 'dann'),
  ...spread('at least', 'mindestens'),
  ...spread('two', 'zwei'),
  ...spread('three', 'drei'),
  ...spread('four', 'vier'),
  ...spread('five', 'fünf'),
  ...spread('on the left', 'links'),
  ...spread('on the right', 'rechts'),
  ...spread('at the top', 'oben'),
  ...spread('at the bottom', 'unten'),
  ...spread('sitting', 'sitzt sitzen sitzend sitzende'),
  ...spread('standing', 'steht stehen stehend stehende'),
  ...spread('lying', 'liegt liegen liegend liegende'),
  ...spread('dark', 'dunkel dunkle dunklen dunkles'),
  ...spread('bright', 'hell helle hellen helles'),
  ...spread('colourful', 'bunt bunte bunten'),
  ...spread('motion', 'bewegung bewegt'),
  ...spread('cut', 'schnitt schnitte'),
  ...spread('fade in', 'aufblende'),
  ...spread('fade out', 'abblende'),
  ...spread('camera', 'kamera'),
  ...spread('pans', 'schwenkt schwenk'),
  ...spread('zooms in', 'zoomt'),
  ...spread('shakes', 'wackelt'),
  ...spread('moves', 'bewegt'),
  ...spread('says', 'sagt sagen spricht'),
};

const longerWords: Readonly<Record<string, string>> = {
  'in der mitte': 'in the middle',
  'von links nach rechts': 'moving',
  'von rechts nach links': 'moving',
  'kamera schwenkt nach links': 'camera pans left',
  'kamera schwenkt nach rechts': 'camera pans right',
  'schwenk nach links': 'camera pans left',
  'schwenk nach rechts': 'camera pans right',
  'kamera bewegt sich': 'camera moves',
  'kamera steht still': 'camera is still',
};

function spread(english: string, german: string): Record<string, string> {
  return Object.fromEntries(german.split(' ').map((word) => [word, english]));
}

let termsByText: ReadonlyMap<string, string> | undefined;

/** German words and phrases for what the index knows, in lower case → what the query planner calls it. */
function terms(): ReadonlyMap<string, string> {
  termsByText ??= new Map([...classTerms(), ...Object.entries(furtherWords), ...Object.entries(longerWords)]);
  return termsByText;
}

/** The names of the detector's classes in German, singular and plural, also as a dative has them. */
function* classTerms(): Generator<[string, string]> {
  const german = wordsIn('de');
  for (const name of Object.keys(en.things) as (keyof typeof en.things)[]) {
    const singular = german(`things.${name}`, { count: 1 }).toLowerCase();
    const plural = german(`things.${name}`, { count: 2 }).toLowerCase();
    yield* [
      [`${plural}n`, name],
      [`${plural}en`, name],
      [`${singular}s`, name],
      [`${singular}es`, name],
      [plural, pluralIn(name)],
      [singular, name],
    ] as [string, string][];
  }
}

/** Only "people" says a plural that is not the class itself to the planner; a mere plural asks for no count there. */
function pluralIn(name: string): string {
  return name === 'person' ? 'people' : name;
}

const longestTermWords = 4;

/** A German subject as the query planner reads it: known words and phrases in English, quoted ones and others as they are. */
export function englishOf(german: string): string {
  const tokens = german.match(/"[^"]+"|„[^“”"]+[“”"]|“[^”]+”|«[^»]+»|[^\s,;]+|[,;]/gu) ?? [];
  const known = terms();
  const out: string[] = [];
  for (let index = 0; index < tokens.length;) {
    const found = longestTerm(tokens, index, known);
    out.push(found?.english ?? tokens[index]!);
    index += found?.wordCount ?? 1;
  }
  return out.join(' ').replace(/\s+([,;])/gu, '$1');
}

function longestTerm(
  tokens: readonly string[],
  from: number,
  known: ReadonlyMap<string, string>,
): { readonly english: string; readonly wordCount: number } | null {
  for (let wordCount = Math.min(longestTermWords, tokens.length - from); wordCount > 0; wordCount -= 1) {
    const english = known.get(
      tokens
        .slice(from, from + wordCount)
        .join(' ')
        .toLowerCase(),
    );
    if (english !== undefined) return { english, wordCount };
  }
  return null;
}
