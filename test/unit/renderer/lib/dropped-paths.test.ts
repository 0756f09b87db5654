import { afterEach, describe, expect, test, vi } from 'vitest';
import { droppedPaths } from '../../../../renderer/lib/dropped-paths.ts';

const files = [new File([], 'a.mp4'), new File([], 'from a web page.mp4')];

afterEach(() => vi.unstubAllGlobals());

describe('droppedPaths', () => {
  test('names what the desktop program can name and leaves out the rest', () => {
    vi.stubGlobal('window', {
      timecue: { pathForFile: ({ name }: File) => (name === 'a.mp4' ? '/footage/a.mp4' : '') },
    });
    expect(droppedPaths(files)).toEqual([{ path: '/footage/a.mp4', name: 'a.mp4' }]);
  });

  test('names nothing in a browser', () => {
    expect(droppedPaths(files)).toEqual([]);
  });
});
