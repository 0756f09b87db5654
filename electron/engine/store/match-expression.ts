/**
 * Match expressions of FTS5 from words that people wrote. Every word becomes a quoted string, so no word can be an
 * operator, a column or a syntax error. The tokenizer of the table then folds case and accents and takes the stem.
 */

/** A word with nothing to search in it (empty, only signs) matches nothing; in a conjunction FTS5 leaves it out. */
function quoted(text: string): string {
  // FTS5 ends its expression at NUL, which would leave the quote open.
  return `"${text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
}

/** FTS5 refuses trees deeper than 256; no query of a person comes near. */
const maxOperandCount = 200;

function joined(words: readonly string[], operator: 'AND' | 'OR'): string {
  const operands = [...new Set(words)].slice(0, maxOperandCount).map(quoted);
  return operands.length === 0 ? '""' : operands.join(` ${operator} `);
}

/** The words one after the other. */
export function ftsPhrase(words: readonly string[]): string {
  return quoted(words.slice(0, maxOperandCount).join(' '));
}

/** All of the words, anywhere in the text. */
export function ftsAnd(words: readonly string[]): string {
  return joined(words, 'AND');
}

/** At least one of the words. */
export function ftsOr(words: readonly string[]): string {
  return joined(words, 'OR');
}
