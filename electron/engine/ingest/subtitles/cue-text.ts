const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/**
 * The words of a cue as people read them: without tags of SubRip, WebVTT and SubStation, entities decoded, a line for
 * each line that is not empty, single spaces; the lines are given trimmed and not empty. A lone `<` stays, so that "3 < 5" keeps its meaning.
 */
export function cueText(lines: readonly string[]): string {
  const text = lines.join('\n');
  // Most cues are plain, and a file has a hundred thousand: the first look is all that they need.
  const plain = /[<{&\\]/.test(text) ? withoutMarkup(text) : text;
  if (!/[^\S \n]| {2}|[\u200e\u200f]/.test(plain) && plain === text) {
    return text;
  }
  return plain
    .split('\n')
    .map((line) => line.replace(/[\s\u200e\u200f]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

function withoutMarkup(text: string): string {
  return text
    .replace(/\\N/g, '\n')
    .replace(/\{\\[^{}]*\}/g, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>|<\/>|<\d[\d:.]*>/gi, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,5}));/gi, decodeEntity);
}

function decodeEntity(whole: string, ...groups: readonly (string | undefined)[]): string {
  const [decimal, hexadecimal, name] = groups;
  if (name !== undefined) {
    return namedEntities[name.toLowerCase()] ?? whole;
  }
  const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return isCharacter ? String.fromCodePoint(codePoint) : whole;
}
