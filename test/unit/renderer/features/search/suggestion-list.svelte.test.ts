import { expect, test } from 'vitest';
import type { Handlers } from '../../../../../electron/contract/index.ts';
import { SuggestionList } from '../../../../../renderer/features/search/suggestion-list.svelte.ts';
import { loopback } from '../../../../helpers/loopback.ts';

const suggest: Handlers['search.suggest'] = async ({ text }) => ({
  suggestions: ['dog', 'dog then cat']
    .filter((one) => one.startsWith(text))
    .map((one) => ({ text: one, kind: 'recent' })),
});

test('offers what the text may become, not the text itself, and walks round through the text', async () => {
  const list = new SuggestionList(loopback({ 'search.suggest': suggest }));
  await list.offer('do');
  expect([list.isOpen, list.suggestions.length, list.active]).toEqual([true, 2, null]);
  const walked = [1, 1, 1, -1].map((step) => {
    list.move(step as 1 | -1);
    return list.active?.text ?? null;
  });
  expect(walked).toEqual(['dog', 'dog then cat', null, 'dog then cat']);
  await list.offer('dog');
  expect([list.suggestions.map(({ text }) => text), list.activeIndex]).toEqual([['dog then cat'], -1]);
});

test('a later text wins, and a closed list stays closed', async () => {
  const list = new SuggestionList(loopback({ 'search.suggest': suggest }));
  const first = list.offer('d');
  const second = list.offer('dog then');
  await Promise.all([first, second]);
  expect(list.suggestions.map(({ text }) => text)).toEqual(['dog then cat']);
  const third = list.offer('d');
  list.close();
  await third;
  expect(list.isOpen).toBe(false);
});

test('without answer there is no list', async () => {
  const list = new SuggestionList(loopback({}));
  await list.offer('d');
  expect(list.isOpen).toBe(false);
});
