import { describe, expect, test, vi } from 'vitest';
import type { SelectionItemId, VideoId } from '../../../../../electron/contract/ids.ts';
import type { SelectionItem } from '../../../../../electron/contract/selection.ts';
import { SelectionService } from '../../../../../electron/engine/selection/selection-service.ts';
import { addVideo, TemporaryLibrary } from '../store/temporary-library.ts';

function item(itemId: string, videoId: string, startSeconds = 1): SelectionItem {
  const range = { startSeconds, endSeconds: startSeconds + 2 };
  return { itemId: itemId as SelectionItemId, videoId: videoId as VideoId, range, name: '', note: '', query: null };
}

describe('the selection', () => {
  test('keeps the order of the person over a restart', () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'park');
    new SelectionService({ db: library.db, writer: library.db }).replace({
      revision: 0,
      items: [item('b', 'park', 9), item('a', 'park', 3), item('c', 'park', 5)],
    });
    library.close();

    const { revision, items } = new SelectionService({ db: library.db, writer: library.db }).get();

    expect(revision).toBe(1);
    expect(items.map(({ itemId, title, isOffline }) => [itemId, title, isOffline])).toEqual([
      ['b', 'park', true],
      ['a', 'park', true],
      ['c', 'park', true],
    ]);
  });

  test('leaves out items of videos that the library does not have, and later of those that leave it', () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'park');
    addVideo(library.db, 'beach');
    const service = new SelectionService({ db: library.db, writer: library.db });
    const { items } = service.replace({
      revision: 0,
      items: [item('a', 'gone'), item('b', 'park'), item('c', 'beach')],
    });
    expect(items.map(({ itemId }) => itemId)).toEqual(['b', 'c']);
    library.db.exec(`DELETE FROM video WHERE video_id = 'park'`);
    expect(service.get().items.map(({ itemId }) => itemId)).toEqual(['c']);
  });

  test('refuses a change that was made from an older state, and changes nothing', () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'park');
    const service = new SelectionService({ db: library.db, writer: library.db });
    service.replace({ revision: 0, items: [item('a', 'park')] });
    expect(() => service.replace({ revision: 0, items: [] })).toThrow(
      expect.objectContaining({ code: 'conflict', details: { revision: 1 } }),
    );
    expect(service.get().items).toHaveLength(1);
  });

  test('is told at once and after every change, until nobody listens', async () => {
    using library = new TemporaryLibrary();
    const service = new SelectionService({ db: library.db, writer: library.db });
    const controller = new AbortController();
    const tell = vi.fn();
    const watching = service.watch(({ revision }) => tell(revision), controller.signal);
    service.replace({ revision: 0, items: [] });
    controller.abort();
    await watching;
    service.replace({ revision: 1, items: [] });
    expect(tell.mock.calls).toEqual([[0], [1]]);
  });

  test('is told when a video leaves the library', async () => {
    using library = new TemporaryLibrary();
    addVideo(library.db, 'park');
    const service = new SelectionService({ db: library.db, writer: library.db });
    service.replace({ revision: 0, items: [item('a', 'park')] });
    const controller = new AbortController();
    const tell = vi.fn();
    const watching = service.watch(({ items }) => tell(items.length), controller.signal);
    library.db.exec(`DELETE FROM video WHERE video_id = 'park'`);
    await vi.waitFor(() => expect(tell).toHaveBeenLastCalledWith(0));
    controller.abort();
    await watching;
    expect(tell.mock.calls).toEqual([[1], [0]]);
  });

  test('is only read beside another engine', () => {
    using library = new TemporaryLibrary();
    const service = new SelectionService({ db: library.db, writer: null });
    expect(() => service.replace({ revision: 0, items: [] })).toThrow(expect.objectContaining({ code: 'read-only' }));
  });
});
