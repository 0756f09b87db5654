import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { VideoSummary } from '../../../../electron/contract/library.ts';
import { LibraryPages } from '../../../../renderer/state/library-pages.svelte.ts';
import { LibraryPicks } from '../../../../renderer/state/library-picks.svelte.ts';
import { clipOf, windowOf } from '../../../helpers/clips.ts';
import { loopback } from '../../../helpers/loopback.ts';

let clips: VideoSummary[];
let pages: LibraryPages;
let picks: LibraryPicks;
const titles = () => picks.videos.map(({ title }) => title);

beforeEach(async () => {
  clips = Array.from({ length: 250 }, (_, index) => clipOf(`c${index}`));
  pages = new LibraryPages(loopback({ 'library.list': async (params) => windowOf(clips, params) }));
  picks = new LibraryPicks(pages);
  pages.ask({ order: 'title', isDescending: false, filter: {} });
  await vi.waitFor(() => expect(pages.totalCount).toBe(250), { interval: 1 });
});

describe('LibraryPicks', () => {
  test('picks one, puts others to it and takes them out again', async () => {
    await picks.pick(1, 'only');
    await picks.pick(3, 'toggle');
    expect(titles()).toEqual(['c1.mp4', 'c3.mp4']);
    await picks.pick(1, 'toggle');
    expect(titles()).toEqual(['c3.mp4']);
    await picks.pick(5, 'only');
    expect(titles()).toEqual(['c5.mp4']);
  });

  test('moves without picking', async () => {
    await picks.pick(2, 'only');
    await picks.pick(4, 'move');
    expect(titles()).toEqual(['c2.mp4']);
    expect(picks.activeIndex).toBe(4);
  });

  test('extends from where picking began, forwards and back, also over clips that are not kept', async () => {
    await picks.pick(98, 'only');
    await picks.pick(240, 'extend');
    expect(picks.count).toBe(143);
    await picks.pick(96, 'extend');
    expect(titles()).toEqual(['c96.mp4', 'c97.mp4', 'c98.mp4']);
  });

  test('picks all there are, and none', async () => {
    await picks.pickAll();
    expect(picks.count).toBe(250);
    picks.clear();
    expect(picks.count).toBe(0);
  });

  test('stays on its clip when the list changes, and shows it as it is now', async () => {
    await picks.pick(3, 'only');
    clips = [clipOf('new'), ...clips.map((clip) => ({ ...clip, isOffline: true }))];
    pages.refresh();
    await vi.waitFor(() => expect(pages.totalCount).toBe(251), { interval: 1 });
    expect(picks.activeIndex).toBe(4);
    expect(picks.videos[0]?.isOffline).toBe(true);
  });

  test('forgets clips that are gone, and stays inside a list that became shorter', async () => {
    await picks.pick(2, 'only');
    picks.forget([clips[2]!.videoId]);
    expect(picks.count).toBe(0);
    clips = clips.slice(0, 2);
    pages.refresh();
    await vi.waitFor(() => expect(pages.totalCount).toBe(2), { interval: 1 });
    expect(picks.activeIndex).toBe(1);
  });
});
