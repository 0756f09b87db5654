import { expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { rankHits } from '../../../../../electron/engine/search/rank-hits.ts';

const hit = (...[name, startSeconds, endSeconds, score]: [string, number, number, number]) => ({
  videoId: videoIdSchema.parse(name),
  range: { startSeconds, endSeconds },
  score,
});

test('rankHits keeps the better of two hits that overlap in one video, and both in two', () => {
  const found = [hit('a', 0, 10, 0.5), hit('a', 5, 15, 0.9), hit('a', 15, 20, 0.4), hit('b', 0, 10, 0.6)];
  const { hits, weakerCount } = rankHits(found, { limit: 10, floor: 0 });
  expect(hits.map(({ score }) => score)).toEqual([0.9, 0.6, 0.4]);
  expect(weakerCount).toBe(0);
});

test('rankHits counts what is below the floor and not what is beyond the limit', () => {
  const found = [hit('a', 0, 1, 0.9), hit('a', 2, 3, 0.8), hit('a', 4, 5, 0.3), hit('a', 4, 6, 0.2)];
  expect(rankHits(found, { limit: 1, floor: 0.35 })).toEqual({ hits: [found[0]], weakerCount: 1 });
});
