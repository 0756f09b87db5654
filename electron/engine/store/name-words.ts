const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** Year, month and day (the day may be missing), with separators or without: 2023-05-14, 2023_05, 20230514. */
const datePattern =
  /(?<!\d)(19\d\d|20\d\d)(?:([-_. ])(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)/gu;

function dateWords(text: string): string[] {
  return [...text.matchAll(datePattern)].flatMap((match) => {
    const [, year = '', , spacedMonth, spacedDay, joinedMonth, joinedDay] = match;
    const month = spacedMonth ?? joinedMonth ?? '';
    const day = spacedDay ?? joinedDay;
    const monthName = monthNames[Number(month) - 1] ?? '';
    return [year, monthName, ...(day === undefined ? [] : [String(Number(day)), `${year}${month}${day}`])];
  });
}

/** Three-letter months ("14Mar2021") under their full name, so that either way of asking finds them. */
function fullMonth(word: string): string[] {
  const month = word.length >= 3 && word.length <= 4 ? monthNames.find((name) => name.startsWith(word)) : undefined;
  return month === undefined || month === word ? [] : [month];
}

const camelBoundary = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/u;

function partWords(part: string): string[] {
  const pieces = part.split(camelBoundary).filter((piece) => piece !== '');
  const words = pieces.length > 1 ? [part, ...pieces] : pieces;
  return words.flatMap((word) => {
    const lower = word.toLowerCase();
    const withoutZeros = /^0+\d+$/u.test(lower) ? [String(Number(lower))] : [];
    return [lower, ...withoutZeros, ...fullMonth(lower)];
  });
}

/**
 * Words by which a file may be asked for, in lower case, each once, in the order of the path: of the file's name
 * without its extension, of the folders below its root, parts of camelCase and of `GOPR0123`, and of dates in the
 * path or in `dates` (ISO days such as `2023-05-14`: year, month name, day, `20230514`).
 */
export function nameWords(relativePath: string, dates: readonly string[] = []): string[] {
  // macOS writes accents as separate characters; the index and the queries use composed ones.
  const path = relativePath.normalize('NFC').replaceAll('\\', '/');
  const withoutExtension = path.replace(/\.\p{L}[\p{L}\p{N}]{0,4}$/u, '');
  const parts = withoutExtension.split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== '');
  return [...new Set([...parts.flatMap(partWords), ...dateWords(withoutExtension), ...dates.flatMap(dateWords)])];
}
