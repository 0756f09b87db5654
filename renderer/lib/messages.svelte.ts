import { IntlMessageFormat } from 'intl-messageformat';
import { de } from '../messages/de/index.ts';
import { en } from '../messages/en/index.ts';

export type Messages = typeof en;
export type MessageKey = {
  [Part in keyof Messages & string]: `${Part}.${keyof Messages[Part] & string}`;
}[keyof Messages & string];
export type MessageValues = Readonly<Record<string, string | number>>;

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const tables: Readonly<Record<Language, Readonly<Record<string, Readonly<Record<string, string>>>>>> = { en, de };
const formats: Record<string, IntlMessageFormat> = {};
let language = $state.raw<Language>('en');

/** The language that words are shown in; what reads `t` in a component follows. */
export function setLanguage(wanted: Language): void {
  language = wanted;
  document.documentElement.lang = wanted;
}

export function shownLanguage(): Language {
  return language;
}

/** The best language of ours for what the system prefers. */
export function systemLanguage(preferred: readonly string[] = navigator.languages): Language {
  return preferred.map((tag) => languages.find((one) => tag.toLowerCase().startsWith(one))).find((one) => one) ?? 'en';
}

/** Words of the message files, in ICU syntax: `t('jobs.videos', { count: 3 })`. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  const formatKey = `${language} ${key}`;
  formats[formatKey] ??= new IntlMessageFormat(textOf(key), language);
  return String(formats[formatKey].format(values));
}

/** Whether there are words for what the engine has named. */
export function hasMessage(key: string): key is MessageKey {
  const dot = key.indexOf('.');
  return tables.en[key.slice(0, dot)]?.[key.slice(dot + 1)] !== undefined;
}

function textOf(key: MessageKey): string {
  const dot = key.indexOf('.');
  return tables[language][key.slice(0, dot)]?.[key.slice(dot + 1)] ?? key;
}
