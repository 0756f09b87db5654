import { IntlMessageFormat } from 'intl-messageformat';
import { de } from './de/index.ts';
import { en } from './en/index.ts';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** `part.key` of every message in some tables. */
export type KeyOf<Tables> = {
  [Part in keyof Tables & string]: `${Part}.${keyof Tables[Part] & string}`;
}[keyof Tables & string];
export type MessageValues = Readonly<Record<string, string | number>>;
export type WordKey = KeyOf<typeof en>;

/** Says a message of the shared files. The page's own `t` is one as well. */
export type Words = (key: WordKey, values?: MessageValues) => string;

export type MessageTables = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Says messages of some tables in one language, in ICU syntax; each is parsed once. A key without words says itself. */
export function messageFormatter(
  tables: MessageTables,
  language: Language,
): (key: string, values?: MessageValues) => string {
  const formats = new Map<string, IntlMessageFormat>();
  return (key, values = {}) => {
    let format = formats.get(key);
    if (format === undefined) {
      const dot = key.indexOf('.');
      format = new IntlMessageFormat(tables[key.slice(0, dot)]?.[key.slice(dot + 1)] ?? key, language);
      formats.set(key, format);
    }
    return String(format.format(values));
  };
}

const byLanguage: Readonly<Record<Language, Words>> = {
  en: messageFormatter(en, 'en'),
  de: messageFormatter(de, 'de'),
};

/** The best language of ours for the tags that somebody prefers, best first ("de-AT", "fr"). */
export function nearestLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => languages.find((one) => tag.toLowerCase().split(/[-_]/)[0] === one));
  return known.find((one) => one !== undefined) ?? 'en';
}

/** The shared words in a language. */
export function wordsIn(language: Language): Words {
  return byLanguage[language];
}

/** The one English wording, for the command line and for what is written to files. */
export const englishWords: Words = byLanguage.en;
