import { expect, test } from 'vitest';
import { isPathInside } from '../../../../electron/media-response/is-path-inside.ts';

test.each([
  ['/media/a.mp4', '/media', true],
  ['/media/a.mp4', '/media/', true],
  ['/media/..a/b.mp4', '/media', true],
  ['/media/a.mp4', '/', true],
  ['/media2/a.mp4', '/media', false],
  ['/media', '/media', false],
  ['/media/../etc/passwd', '/media', false],
  ['/', '/media', false],
  ['/Media/a.mp4', '/media', false],
  ['media/a.mp4', '/media', false],
  ['/media/a.mp4', 'media', false],
])('on Linux, %s in %s: %s', (path, folder, isInside) => {
  expect(isPathInside(path, folder, 'linux')).toBe(isInside);
});

test.each([
  ['C:\\Media\\a.mp4', 'c:\\media', true],
  ['C:\\Media2\\a.mp4', 'C:\\Media', false],
  ['D:\\Media\\a.mp4', 'C:\\Media', false],
  ['\\\\server\\share\\a.mp4', '\\\\server\\share', true],
  ['\\\\server\\other\\a.mp4', '\\\\server\\share', false],
  ['C:\\Media\\..\\a.mp4', 'C:\\Media', false],
])('on Windows, %s in %s: %s', (path, folder, isInside) => {
  expect(isPathInside(path, folder, 'win32')).toBe(isInside);
});
