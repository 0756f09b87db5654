import {
  languages,
  messageFormatter,
  nearestLanguage,
  type KeyOf,
  type Language,
  type MessageValues,
} from '../../electron/words/words.ts';
import { de } from '../messages/de/index.ts';
import { en } from '../messages/en/index.ts';

export type MessageKey = KeyOf<typeof en>;
export { languages, type Language, type MessageValues };

const tables = { en, de };
const says = { en: messageFormatter(en, 'en'), de: messageFormatter(de, 'de') };
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
  return nearestLanguage(preferred);
}

/** Words of the message files, in ICU syntax: `t('jobs.videos', { count: 3 })`. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return says[language](key, values);
}

/** Whether there are words for what the engine has named. */
export function hasMessage(key: string): key is MessageKey {
  const dot = key.indexOf('.');
  const parts: Readonly<Record<string, Readonly<Record<string, string>>>> = tables.en;
  return parts[key.slice(0, dot)]?.[key.slice(dot + 1)] !== undefined;
}
