import { describe, expect, test } from 'vitest';
import { ByteBoundedCache } from '../../../../../electron/engine/index/byte-bounded-cache.ts';

describe('ByteBoundedCache', () => {
  test('drops what was unused for longest once it is full', () => {
    const cache = new ByteBoundedCache<number>(100);
    cache.set('a', 1, 40);
    cache.set('b', 2, 40);
    cache.get('a');
    cache.set('c', 3, 40);
    expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3]);
    expect(cache.sizeBytes).toBe(80);
  });

  test('counts a value that is set again once', () => {
    const cache = new ByteBoundedCache<number>(100);
    cache.set('a', 1, 60);
    cache.set('a', 2, 50);
    expect(cache.sizeBytes).toBe(50);
    expect(cache.get('a')).toBe(2);
  });

  test('does not keep what is larger than itself, nor throw others out for it', () => {
    const cache = new ByteBoundedCache<number>(100);
    cache.set('a', 1, 60);
    cache.set('b', 2, 101);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBe(1);
  });

  test('is empty after clear', () => {
    const cache = new ByteBoundedCache<number>(100);
    cache.set('a', 1, 60);
    cache.clear();
    expect([cache.get('a'), cache.sizeBytes]).toEqual([undefined, 0]);
  });
});
