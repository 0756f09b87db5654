const displayNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

let codesByName: ReadonlyMap<string, string> | null = null;

/**
 * The language of the dotted parts between a video's name and `.srt`: the first part that is one, as a short BCP 47
 * tag (`en`, `pt-BR`; `eng` and `English` are `en`). Null where there is none (`embedded`, `v2`, `forced`).
 */
export function languageOfSuffix(parts: readonly string[]): string | null {
  for (const part of parts) {
    const language = languageOfTag(part) ?? languageOfName(part);
    if (language !== null) {
      return language;
    }
  }
  return null;
}

function languageOfTag(part: string): string | null {
  if (!/^[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?$/i.test(part)) {
    return null;
  }
  const tag = canonicalTag(part.replaceAll('_', '-'));
  // Three letters that have no shorter form are nearly always a word: `new` is not Newari, `sdh` (for the
  // deaf) not Southern Kurdish.
  const isShort = /^[a-z]{2}(?:-|$)/.test(tag) || ['fil', 'yue', 'cmn', 'haw', 'mul'].includes(tag);
  return isShort && englishName(tag) !== null ? tag : null;
}

function languageOfName(part: string): string | null {
  codesByName ??= readCodesByName();
  return codesByName.get(part.toLowerCase()) ?? null;
}

function readCodesByName(): Map<string, string> {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const byName = new Map<string, string>();
  for (const code of codes) {
    const name = englishName(code)?.toLowerCase();
    // Old codes (`iw` for `he`) share a name with the new one.
    if (name !== undefined && canonicalTag(code) === code) {
      byName.set(name, code);
    }
  }
  return byName;
}

function canonicalTag(tag: string): string {
  return Intl.getCanonicalLocales(tag)[0] ?? tag;
}

function englishName(tag: string): string | null {
  return displayNames.of(tag) ?? null;
}
