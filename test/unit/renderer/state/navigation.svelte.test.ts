import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Navigation } from '../../../../renderer/state/navigation.svelte.ts';

const address = { hash: '' };
const pushState = vi.fn((_state: unknown, _unused: string, url: string) => void (address.hash = url));
let hashchange = () => {};

beforeEach(() => {
  address.hash = '';
  pushState.mockClear();
  vi.stubGlobal('location', address);
  vi.stubGlobal('history', { pushState });
  vi.stubGlobal('addEventListener', (_name: string, listener: () => void) => (hashchange = listener));
  return () => vi.unstubAllGlobals();
});

describe('Navigation', () => {
  test.each([
    ['', 'library'],
    ['#/settings', 'settings'],
    ['#/nowhere', 'library'],
    ['#token=abc', 'library'],
  ])('begins at %j with the page %s', (hash, page) => {
    address.hash = hash;
    expect(new Navigation().page).toBe(page);
  });

  test('puts the page into the address, once', () => {
    const navigation = new Navigation();
    navigation.go('models');
    navigation.go('models');
    expect(navigation.page).toBe('models');
    expect(pushState.mock.calls.map(([, , url]) => url)).toEqual(['#/models']);
  });

  test('follows the address, and stays where it is when that names no page', () => {
    const navigation = new Navigation();
    navigation.go('models');
    address.hash = '#/help';
    hashchange();
    expect(navigation.page).toBe('help');
    address.hash = '#elsewhere';
    hashchange();
    expect(navigation.page).toBe('help');
  });
});
