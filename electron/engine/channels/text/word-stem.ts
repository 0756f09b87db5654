/**
 * Porter's stemmer (Porter 1980, "An algorithm for suffix stripping"), as SQLite's FTS5 applies it, so that evidence
 * finds in a text what the index found: lower-case words of 3 to 63 bytes, anything else unchanged.
 */
export function stemOf(word: string): string {
  if (/^[\x20-\x7e]*$/.test(word)) {
    return stemOfBytes(word);
  }
  // FTS5 works on the bytes of UTF-8, each of which is a consonant to it when it is not ASCII.
  const bytes = new TextEncoder().encode(word);
  const stem = stemOfBytes(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return new TextDecoder().decode(Uint8Array.from(stem, (character) => character.charCodeAt(0)));
}

function stemOfBytes(word: string): string {
  if (word.length < 3 || word.length >= 64) {
    return word;
  }
  let stem = withoutPlural(word);
  stem = withoutPast(stem);
  if (stem.endsWith('y') && hasVowel(stem.slice(0, -1))) {
    stem = `${stem.slice(0, -1)}i`;
  }
  stem = replaceSuffix(stem, doubleSuffixes);
  stem = replaceSuffix(stem, singleSuffixes);
  stem = withoutLastSuffix(stem);
  return withoutFinalE(stem);
}

const doubleSuffixes: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['logi', 'log'],
  ['bli', 'ble'],
  ['alli', 'al'],
  ['entli', 'ent'],
  ['eli', 'e'],
  ['ousli', 'ous'],
  ['ization', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['alism', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
];

const singleSuffixes: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ful', ''],
  ['ness', ''],
];

const lastSuffixes: readonly string[] = [
  'ement',
  'ance',
  'ence',
  'able',
  'ible',
  'ment',
  'ant',
  'ent',
  'ion',
  'ism',
  'ate',
  'iti',
  'ous',
  'ive',
  'ize',
  'al',
  'er',
  'ic',
  'ou',
];

function isVowelAt(word: string, index: number): boolean {
  const letter = word[index]!;
  return 'aeiou'.includes(letter) || (letter === 'y' && index > 0 && !isVowelAt(word, index - 1));
}

function hasVowel(stem: string): boolean {
  for (let index = 0; index < stem.length; index++) {
    if (isVowelAt(stem, index)) {
      return true;
    }
  }
  return false;
}

/** Porter's m: how many times a vowel is followed by a consonant. */
function measureOf(stem: string): number {
  let count = 0;
  for (let index = 1; index < stem.length; index++) {
    if (isVowelAt(stem, index - 1) && !isVowelAt(stem, index)) {
      count += 1;
    }
  }
  return count;
}

/** Consonant, vowel, consonant other than w, x, y at the end. */
function endsShort(stem: string): boolean {
  const last = stem.length - 1;
  return (
    last >= 2 &&
    !isVowelAt(stem, last) &&
    isVowelAt(stem, last - 1) &&
    !isVowelAt(stem, last - 2) &&
    !'wxy'.includes(stem[last]!)
  );
}

function withoutPlural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) {
    return word.slice(0, -2);
  }
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function withoutPast(word: string): string {
  if (word.endsWith('eed')) {
    return measureOf(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  }
  const suffix = ['ed', 'ing'].find((ending) => word.endsWith(ending));
  if (suffix === undefined || !hasVowel(word.slice(0, -suffix.length))) {
    return word;
  }
  const stem = word.slice(0, -suffix.length);
  if (stem.endsWith('at') || stem.endsWith('bl') || stem.endsWith('iz')) {
    return `${stem}e`;
  }
  const last = stem.length - 1;
  if (last > 0 && stem[last] === stem[last - 1] && !'aeioulsz'.includes(stem[last]!)) {
    return stem.slice(0, -1);
  }
  return measureOf(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

function replaceSuffix(word: string, table: readonly (readonly [string, string])[]): string {
  const found = table.find(([suffix]) => word.endsWith(suffix));
  if (found === undefined) {
    return word;
  }
  const stem = word.slice(0, -found[0].length);
  return measureOf(stem) > 0 ? stem + found[1] : word;
}

function withoutLastSuffix(word: string): string {
  const suffix = lastSuffixes.find((ending) => word.endsWith(ending));
  if (suffix === undefined) {
    return word;
  }
  const stem = word.slice(0, -suffix.length);
  const isAllowed = suffix !== 'ion' || stem.endsWith('s') || stem.endsWith('t');
  return measureOf(stem) > 1 && isAllowed ? stem : word;
}

function withoutFinalE(word: string): string {
  let stem = word;
  if (stem.endsWith('e')) {
    const without = stem.slice(0, -1);
    const measure = measureOf(without);
    stem = measure > 1 || (measure === 1 && !endsShort(without)) ? without : stem;
  }
  return stem.endsWith('ll') && measureOf(stem) > 1 ? stem.slice(0, -1) : stem;
}
