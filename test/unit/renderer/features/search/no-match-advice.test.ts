import { expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { noMatchAdvice, type NoMatchSituation } from '../../../../../renderer/features/search/no-match-advice.ts';
import { noFilters } from '../../../../../renderer/state/search-session.svelte.ts';

const plain: NoMatchSituation = {
  result: { weakerCount: 0 },
  filters: noFilters,
  scope: null,
  removedCount: 0,
  pendingCount: 0,
  failedCount: 0,
};
const actionsOf = (situation: NoMatchSituation) =>
  noMatchAdvice(situation).map(({ action, text }) => action?.kind ?? text);

test('whoever narrowed nothing is told to try other words', () => {
  expect(actionsOf(plain)).toEqual(['Take a part of the query out, or try other words.']);
});

test('everything that may have kept matches away is named with what helps', () => {
  const advice = noMatchAdvice({
    result: { weakerCount: 3 },
    filters: { ...noFilters, name: 'drone', maxDurationSeconds: 60, withoutChannels: ['speech'] },
    scope: { videoIds: [videoIdSchema.parse('v1')], title: 'clip.mp4' },
    removedCount: 1,
    pendingCount: 2,
    failedCount: 1,
  });
  expect(advice.map(({ action }) => action?.kind)).toEqual([
    'show-weaker',
    'clear-filters',
    'search-everywhere',
    'ask-anew',
    'ask-again',
    undefined,
    undefined,
  ]);
  expect(advice[1]!.text).toBe('Filters are on: Name holds, Clip length, Found by.');
  expect(advice[2]!.text).toBe('Only clip.mp4 was searched.');
  expect(advice[4]!.text).toBe('2 clips are still being analysed. Ask again later.');
});
