import { describe, expect, test } from 'vitest';
import { FrameSizes } from '../../../../renderer/state/frame-sizes.svelte.ts';

function storageWith(kept: string | null) {
  const storage = {
    kept,
    getItem: () => storage.kept,
    setItem: (_key: string, value: string) => void (storage.kept = value),
  };
  return storage;
}

function listStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

describe('FrameSizes', () => {
  test('are remembered, and put back', () => {
    const storage = storageWith(null);
    const sizes = new FrameSizes(storage);
    const { pageShare } = sizes;
    sizes.set('pageShare', 0.5);
    expect(new FrameSizes(storage).pageShare).toBe(0.5);
    sizes.reset('pageShare');
    expect(new FrameSizes(storage).pageShare).toBe(pageShare);
  });

  test('know whether the tracks were listed', () => {
    const storage = listStorage();
    expect(new FrameSizes(storage).isTrackListOpen).toBe(false);
    new FrameSizes(storage).setTrackListOpen(true);
    expect(new FrameSizes(storage).isTrackListOpen).toBe(true);
  });

  test('stay within what leaves room for both sides', () => {
    const sizes = new FrameSizes(storageWith(null));
    sizes.set('timelinePixels', 10_000);
    expect(sizes.timelinePixels).toBe(sizes.limitsOf('timelinePixels').most);
    sizes.set('pageShare', -1);
    expect(sizes.pageShare).toBe(sizes.limitsOf('pageShare').least);
  });

  test.each(['not json', '{"pageShare":"wide"}', '{"pageShare":null}', '[]', 'null'])(
    'take the usual ones where %j is remembered',
    (kept) => {
      expect(new FrameSizes(storageWith(kept)).pageShare).toBe(new FrameSizes(storageWith(null)).pageShare);
    },
  );

  test('hold for the time being where nothing can be remembered', () => {
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    for (const storage of [refusing, null]) {
      const sizes = new FrameSizes(storage);
      sizes.set('pageShare', 0.6);
      expect(sizes.pageShare).toBe(0.6);
    }
  });
});
