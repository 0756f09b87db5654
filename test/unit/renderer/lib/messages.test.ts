import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hasMessage, setLanguage, systemLanguage, t } from '../../../../renderer/lib/messages.svelte.ts';
import { de } from '../../../../renderer/messages/de/index.ts';
import { en } from '../../../../renderer/messages/en/index.ts';

type Ast = ReturnType<IntlMessageFormat['getAst']>;
/** Kinds of the ICU syntax tree: https://formatjs.github.io/docs/icu-syntax */
const literalKind = 0;
const poundKind = 7;

/** What a message is given, with what it does to it: `count plural`. */
function argumentsOf(elements: Ast): string[] {
  return elements.flatMap((element) => {
    if (element.type === literalKind || element.type === poundKind || !('value' in element)) {
      return [];
    }
    const inner = 'options' in element ? Object.values(element.options).flatMap(({ value }) => argumentsOf(value)) : [];
    return [`${String(element.value)} ${String(element.type)}`, ...inner];
  });
}

const flat = (tables: Record<string, Record<string, string>>) =>
  Object.entries(tables).flatMap(([part, words]) =>
    Object.entries(words).map(([key, text]) => [`${part}.${key}`, text] as const),
  );
const english = flat(en);
const german = new Map(flat(de));

const source = ['renderer', 'electron/words', 'electron/main', 'electron/engine/chat']
  .map((name) => new URL(`../../../../${name}/`, import.meta.url).pathname)
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('messages/'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  .join('\n');

describe('the words of the page', () => {
  test('are the same keys in both languages, in the same order', () => {
    expect([...german.keys()]).toEqual(english.map(([key]) => key));
  });

  test('take the same values in both languages', () => {
    for (const [key, text] of english) {
      const sorted = (words: string, language: string) =>
        [...new Set(argumentsOf(new IntlMessageFormat(words, language).getAst()))].sort();
      expect([key, ...sorted(german.get(key)!, 'de')]).toEqual([key, ...sorted(text, 'en')]);
    }
  });

  test('are never empty', () => {
    for (const [key, text] of [...english, ...german]) {
      expect([key, text.trim()]).not.toEqual([key, '']);
    }
  });

  test('are all used: a key stands in the source whole, or begins like one that is put together there', () => {
    const whole = new Set([...source.matchAll(/['"`]([a-z]+\.[\w.-]+)['"`]/g)].map(([, key]) => key!));
    const begun = [...source.matchAll(/`([a-z]+\.[\w.-]*)\$\{[^`]*`/g)].map(([, start]) => start!);
    const unused = english
      .map(([key]) => key)
      .filter((key) => !whole.has(key) && !begun.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });

  test('exist for every key that the page asks for', () => {
    const asked = [...source.matchAll(/\b(?:t|words)\(\s*'([a-z]+\.[^']+)'/g)].map(([, key]) => key!);
    const known = new Set<string>(english.map(([key]) => key));
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  test('say “Sie” in German', () => {
    for (const [key, text] of german) {
      expect([key, /\b(du|dir|dich|dein|deine|deinen)\b/i.test(text)]).toEqual([key, false]);
    }
  });
});

describe('t', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('counts as the language does', () => {
    expect(t('jobs.videos', { count: 1 })).toBe('1 video');
    expect(t('jobs.videos', { count: 1200 })).toBe('1,200 videos');
  });

  test('speaks the language that was set, and tells the document', () => {
    const root = { lang: 'en' };
    vi.stubGlobal('document', { documentElement: root });
    setLanguage('de');
    expect(t('app.settings')).toBe('Einstellungen');
    expect(root.lang).toBe('de');
    setLanguage('en');
    expect(t('app.settings')).toBe('Settings');
  });

  test('knows whether there are words for a key', () => {
    expect([hasMessage('app.settings'), hasMessage('app.nothingOfTheKind'), hasMessage('nothing')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

test.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'de', 'en'], 'de'],
  [['fr', 'it'], 'en'],
  [[], 'en'],
])('a system that prefers %j is spoken to in %s', (preferred, language) => {
  expect(systemLanguage(preferred)).toBe(language);
});
