const irregularPlurals: ReadonlyMap<string, string> = new Map([
  ['person', 'people'],
  ['man', 'men'],
  ['woman', 'women'],
  ['child', 'children'],
  ['mouse', 'mice'],
  ['goose', 'geese'],
  ['ox', 'oxen'],
  ['calf', 'calves'],
  ['knife', 'knives'],
  ['thief', 'thieves'],
  ['wife', 'wives'],
  ['passerby', 'passersby'],
  ['sheep', 'sheep'],
  ['aircraft', 'aircraft'],
  ['cattle', 'cattle'],
  ['skis', 'skis'],
  ['scissors', 'scissors'],
  ['traffic', 'traffic'],
  ['furniture', 'furniture'],
  ['luggage', 'luggage'],
  ['baggage', 'baggage'],
  ['electronics', 'electronics'],
  ['cutlery', 'cutlery'],
  ['tableware', 'tableware'],
  ['broccoli', 'broccoli'],
  ['wildlife', 'wildlife'],
  ['livestock', 'livestock'],
  ['someone', 'someone'],
  ['somebody', 'somebody'],
  ['anyone', 'anyone'],
  ['anybody', 'anybody'],
  ['everyone', 'everyone'],
  ['everybody', 'everybody'],
]);

/** The plural of an English noun; of several words the last one is inflected ("traffic lights"). */
export function pluralOf(noun: string): string {
  const lastSpace = noun.lastIndexOf(' ') + 1;
  const head = noun.slice(0, lastSpace);
  const last = noun.slice(lastSpace);
  return head + pluralOfWord(last);
}

function pluralOfWord(word: string): string {
  const irregular = irregularPlurals.get(word);
  if (irregular !== undefined) {
    return irregular;
  }
  if (/(?:man|woman)$/u.test(word) && word !== 'human') {
    return word.replace(/man$/u, 'men');
  }
  if (/(?:s|x|z|ch|sh)$/u.test(word)) {
    return `${word}es`;
  }
  return /[^aeiou]y$/u.test(word) ? word.replace(/y$/u, 'ies') : `${word}s`;
}
