import { describe, expect, test, vi } from 'vitest';
import type { ParsedParams } from '../../../../electron/contract/index.ts';
import { LibraryBrowser, videoFilterOf, type ClipFilter } from '../../../../renderer/state/library-browser.svelte.ts';
import { clipOf, windowOf } from '../../../helpers/clips.ts';
import { loopback } from '../../../helpers/loopback.ts';

const nothing: ClipFilter = { name: '', folderId: null, state: 'any', length: 'any', date: 'any' };

function browserWith(kept: Record<string, string> = {}) {
  const asked: ParsedParams<'library.list'>[] = [];
  const store = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  };
  const callEngine = loopback({
    'library.list': async (params) => {
      asked.push(params);
      return windowOf([clipOf('a')], params);
    },
    'library.folders': async () => ({ folders: [] }),
  });
  return { browser: new LibraryBrowser(callEngine, store), asked, store };
}

describe('LibraryBrowser', () => {
  test('remembers layout and order for the next time', async () => {
    const { browser, store } = browserWith();
    browser.setLook({ layout: 'list' });
    browser.sortBy('modified');
    const next = new LibraryBrowser(loopback({}), store);
    expect(next.look).toEqual({ layout: 'list', order: 'modified', isDescending: true, hasTree: true });
  });

  test('begins anew with what it cannot read', () => {
    expect(browserWith({ 'timecue.library': '{"layout":"heap"' }).browser.look.layout).toBe('grid');
    expect(browserWith({ 'timecue.library': '{"layout":"heap","order":"size"}' }).browser.look).toMatchObject({
      layout: 'grid',
      order: 'size',
    });
  });

  test('turns the same order around, and shows the newest first of an order by time', () => {
    const { browser } = browserWith();
    browser.sortBy('title');
    expect(browser.look.isDescending).toBe(true);
    browser.sortBy('added');
    expect(browser.look.isDescending).toBe(true);
    browser.sortBy('size');
    expect(browser.look.isDescending).toBe(false);
  });

  test('asks for what is chosen, and for everything again', async () => {
    const { browser, asked } = browserWith();
    browser.refresh();
    browser.narrow({ name: ' market ', state: 'failed' });
    expect(browser.isFiltered).toBe(true);
    await vi.waitFor(() => expect(asked.at(-1)?.filter).toMatchObject({ name: 'market', states: ['failed'] }));
    browser.showAll();
    expect(browser.isFiltered).toBe(false);
    await vi.waitFor(() => expect(asked.at(-1)?.filter).toMatchObject({ name: null, states: null }));
  });
});

describe('videoFilterOf', () => {
  test('asks for nothing where nothing is chosen', () => {
    expect(Object.values(videoFilterOf(nothing, 0)).every((value) => value === null)).toBe(true);
  });

  test('takes offline for what it is: no state of indexing', () => {
    expect(videoFilterOf({ ...nothing, state: 'offline' }, 0)).toMatchObject({ states: null, isOffline: true });
  });

  test('turns lengths and dates into bounds', () => {
    expect(videoFilterOf({ ...nothing, length: 'middle', date: 'week' }, 10 * 86_400_000)).toMatchObject({
      minDurationSeconds: 60,
      maxDurationSeconds: 600,
      fromMs: 3 * 86_400_000,
    });
    expect(videoFilterOf({ ...nothing, date: 'year' }, 5)).toMatchObject({ fromMs: 0 });
  });
});
