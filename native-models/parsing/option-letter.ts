/** Words that models put before a letter; taken out before it is looked for. */
const stockPrefixes = [
  'The best answer is',
  'The correct answer is',
  'The answer is',
  'The answer',
  'The best option is',
  'The correct option is',
  'Best answer:',
  'Best option:',
  'Answer:',
  'Option:',
] as const;

/**
 * The letter of an answer to a question with options: the first character from A to G, in upper case, after stock words
 * have been taken out; null where there is none. `(C)`, `C.` and `C` are all C. As in the released code, the letter may
 * begin a word: "A dog" is A, and so is "And".
 */
export function optionLetter(text: string): string | null {
  const bare = stockPrefixes.reduce((rest, prefix) => rest.replaceAll(prefix, ''), text.trim());
  return /[A-G]/.exec(bare)?.[0] ?? null;
}
