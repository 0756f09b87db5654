import { describe, expect, test } from 'vitest';
import { videoIdSchema, type VideoId } from '../../../../../electron/contract/ids.ts';
import {
  cardsPerPage,
  foldGroups,
  groupHits,
  orderHits,
  pageOfGroups,
  pageOfHits,
} from '../../../../../renderer/features/search/arrange-hits.ts';
import { clipOf } from '../../../../helpers/clips.ts';
import { hitOf } from '../../../../helpers/search-answers.ts';

const idOf = (name: string) => videoIdSchema.parse(name);
const hit = (name: string, startSeconds: number) =>
  hitOf({
    hitId: `${name}-${startSeconds}`,
    videoId: idOf(name),
    title: `${name}.mp4`,
    range: { startSeconds, endSeconds: startSeconds + 1 },
  });
const filmed: Record<string, number> = { clip10: 1000, clip2: 3000 };
const clipIn = (videoId: VideoId) => clipOf(videoId, { modifiedAtMs: filmed[videoId] ?? null });
const byScore = [hit('clip10', 7), hit('clip2', 5), hit('clip10', 1), hit('clip2', 2)];
const idsOf = (hits: readonly { hitId: string }[]) => hits.map(({ hitId }) => hitId);

describe('orderHits', () => {
  test.each([
    ['score', ['clip10-7', 'clip2-5', 'clip10-1', 'clip2-2']],
    ['title', ['clip2-2', 'clip2-5', 'clip10-1', 'clip10-7']],
    ['time', ['clip10-1', 'clip10-7', 'clip2-2', 'clip2-5']],
  ] as const)('by %s', (order, ids) => {
    expect(idsOf(orderHits(byScore, { order, clipOf: clipIn }))).toEqual(ids);
  });

  test('clips whose date is not known come last', () => {
    const hits = [hit('aaa', 1), ...byScore];
    expect(idsOf(orderHits(hits, { order: 'time', clipOf: clipIn })).at(-1)).toBe('aaa-1');
  });
});

test('a clip stands where its best hit does', () => {
  expect(groupHits(byScore).map(({ title, hits }) => [title, idsOf(hits)])).toEqual([
    ['clip10.mp4', ['clip10-7', 'clip10-1']],
    ['clip2.mp4', ['clip2-5', 'clip2-2']],
  ]);
});

const many = (name: string, count: number) => Array.from({ length: count }, (_, index) => hit(name, index));

test('a clip with many hits shows three, unless it is unfolded; a fold never hides one alone', () => {
  const groups = groupHits([...many('a', 10), ...many('b', 4), ...many('c', 5)]);
  const folded = foldGroups(groups, (videoId) => videoId === 'c');
  expect(folded.map(({ shown, hiddenCount }) => [shown.length, hiddenCount])).toEqual([
    [3, 7],
    [4, 0],
    [5, 0],
  ]);
});

test('no page has more cards than may be mounted, and no hit is lost between pages', () => {
  const groups = foldGroups(groupHits([...many('a', 50), ...many('b', 50), ...many('c', 60)]), () => true);
  const pages = [0, 1, 2].map((page) => pageOfGroups(groups, page));
  expect(pages.map(({ part }) => part.reduce((sum, { shown }) => sum + shown.length, 0))).toEqual([60, 60, 40]);
  expect(pages.flatMap(({ part }) => part.flatMap(({ shown }) => idsOf(shown)))).toEqual(
    groups.flatMap(({ hits }) => idsOf(hits)),
  );
  expect(pages[1]).toMatchObject({ firstIndex: 60, endIndex: 120, count: 160 });
  expect(pageOfHits(many('a', 70), 1).part).toHaveLength(70 - cardsPerPage);
});

test('a page that is no longer there is the last one', () => {
  expect(pageOfHits(many('a', 70), 5)).toMatchObject({ firstIndex: 60, endIndex: 70 });
  expect(pageOfHits([], 3)).toMatchObject({ firstIndex: 0, endIndex: 0 });
});
