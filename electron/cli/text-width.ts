/** East Asian letters and emoji take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Accents and joiners stand on the letter before. */
const widthless = /[\p{Mn}\p{Me}\u200b-\u200f\ufe00-\ufe0f]/u;

/** How many columns of a terminal a text takes, as nearly as one can know without asking it. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    width += widthless.test(character) ? 0 : wide.test(character) ? 2 : 1;
  }
  return width;
}

/** A text in at most so many columns: its middle goes, since names differ at their ends. */
export function shorten(text: string, columnCount: number): string {
  if (widthOf(text) <= columnCount) {
    return text;
  }
  if (columnCount < 1) {
    return '';
  }
  const characters = [...text];
  const head = takeWhileFits(characters, Math.ceil((columnCount - 1) / 2));
  const tail = takeWhileFits(characters.toReversed(), columnCount - 1 - widthOf(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

function takeWhileFits(characters: readonly string[], columnCount: number): string[] {
  const taken: string[] = [];
  let width = 0;
  for (const character of characters) {
    width += widthOf(character);
    if (width > columnCount) {
      break;
    }
    taken.push(character);
  }
  return taken;
}

/** Without what a terminal would obey instead of showing it: a file name may hold anything. Line breaks stay. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '�');
}
