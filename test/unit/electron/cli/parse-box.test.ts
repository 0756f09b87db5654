import { expect, test } from 'vitest';
import { parseBox } from '../../../../electron/cli/parse-box.ts';

const frame = { widthPixels: 640, heightPixels: 360 };

test('shares of the picture and pixels may be mixed', () => {
  expect(parseBox('0.5,0.25,0.125,0.5', frame)).toEqual({ x: 0.5, y: 0.25, width: 0.125, height: 0.5 });
  expect(parseBox('320px, 90px ,80px,180px', frame)).toEqual({ x: 0.5, y: 0.25, width: 0.125, height: 0.5 });
  expect(parseBox('-64px,0,0.2,0.1', frame)).toEqual({ x: -0.1, y: 0, width: 0.2, height: 0.1 });
});

test.each([
  '',
  '1,2,3',
  '0,0,0.1,0.1,0.1',
  'a,b,c,d',
  '0,0,0,0.1',
  '320,90,80,180',
  '640px,0,0.1,0.1',
  '0,0,1e3,1',
  'NaN,0,1,1',
])('refuses "%s"', (text) => {
  expect(() => parseBox(text, frame)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
