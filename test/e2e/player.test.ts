import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { variableStartsSeconds } from '../fixtures/clip-recipes.ts';
import { writeStretchedMp4 } from '../fixtures/stretch-mp4.ts';
import { axeViolations } from '../helpers/axe.ts';
import { drawNumberedClip, h264 } from '../integration/media/numbered-clip.ts';
import { openFound, press, shownNumber, shownTimeText, untilNumber, ViewerFixture } from './viewer-fixture.ts';

const fixture = new ViewerFixture();
const pictures = resolve('test/.cache');
const strip = { bitCount: 10, rowShare: 0.5 };
const foot = { bitCount: 16, rowShare: 344 / 360 };
let page: Page;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const draw = async (name: string, rate: string, options: readonly string[]) => {
    await drawNumberedClip(join(fixture.footage, name), { rate, seconds: 4, options });
    fixture.settle(name);
  };
  await draw('pal.mp4', '25', h264);
  await draw('film.mp4', '24000/1001', h264);
  await draw('ntsc.mp4', '30000/1001', [...h264, '-timecode', '00:59:58;00', '-g', '15']);
  // MKV counts milliseconds: no frame begins where the rate says.
  await draw('rounded.mkv', '30000/1001', h264);
  await draw('hevc.mp4', '25', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none']);
  const small = join(fixture.folder, 'small.mp4');
  await drawNumberedClip(small, { rate: '25', seconds: 4, options: [...h264, '-g', '25', '-movflags', '+faststart'] });
  writeStretchedMp4(readFileSync(small), 3_000_000_000, join(fixture.footage, 'vast.mp4'));
  fixture.settle('vast.mp4');
  rmSync(small);
  fixture.put((await drawClips()).variableRate.path, 'uneven.mp4');
  page = await fixture.start();
});

afterAll(() => fixture.end());

describe.each([
  { title: 'pal.mp4', word: 'pal', rate: '25 fps', last: 99 },
  { title: 'film.mp4', word: 'film', rate: '23.976 fps', last: 95 },
  { title: 'ntsc.mp4', word: 'ntsc', rate: '29.97 fps DF', last: 119 },
  { title: 'rounded.mkv', word: 'rounded', rate: '29.97 fps', last: 119 },
])('$title', ({ title, word, rate, last }) => {
  beforeEach(async () => {
    await openFound(page, `file ${word}`, title);
    await press(page, 'Home');
    await untilNumber(page, strip, 0);
  });

  test('says its true rate', async () => {
    await page.getByText(rate, { exact: true }).waitFor();
  });

  test('is stepped through frame by frame, forward and back', async () => {
    for (let number = 1; number <= 12; number += 1) {
      await press(page, '.');
      await untilNumber(page, strip, number);
    }
    for (let number = 11; number >= 4; number -= 1) {
      await press(page, ',');
      await untilNumber(page, strip, number);
    }
  });

  test('counts steps that come faster than pictures', async () => {
    await press(page, '.', '.', '.', '.', '.', '.', '.', '.', ',', '.');
    await untilNumber(page, strip, 8);
  });

  test('goes to the frame that is typed, and to its ends', async () => {
    await press(page, 'g');
    await page.keyboard.type('37f');
    await page.keyboard.press('Enter');
    await untilNumber(page, strip, 37);
    await press(page, 'End');
    await untilNumber(page, strip, last);
    await press(page, ',');
    await untilNumber(page, strip, last - 1);
    await press(page, 'Home');
    await untilNumber(page, strip, 0);
  });
});

test('a file of three gigabytes is played and searched beyond what 32 bits with a sign can count', async () => {
  expect(statSync(join(fixture.footage, 'vast.mp4')).size).toBeGreaterThan(2 ** 31);
  await openFound(page, 'file vast', 'vast.mp4');
  await press(page, 'Home');
  await untilNumber(page, strip, 0);
  for (const number of [80, 12, 99, 57]) {
    await press(page, 'g');
    await page.keyboard.type(`${number}f`);
    await page.keyboard.press('Enter');
    await untilNumber(page, strip, number);
  }
});

describe('a clip of variable rate', () => {
  test('is stepped through at its own frames, both ways, and says that its rate varies', async () => {
    await openFound(page, 'file uneven', 'uneven.mp4');
    await press(page, 'Home');
    await untilNumber(page, foot, 0);
    await page.getByText(/variable rate/).waitFor();
    for (const number of [1, 2, 3]) {
      await press(page, '.');
      await untilNumber(page, foot, number);
    }
    // Where 40 ms a frame become 100 ms, and those 20 ms.
    for (const from of [48, 78]) {
      await press(page, 'g');
      await page.keyboard.type(`${(variableStartsSeconds[from]! + 0.005).toFixed(3)} s`);
      await page.keyboard.press('Enter');
      await untilNumber(page, foot, from);
      for (const step of [1, 2, 3, 4]) {
        await press(page, '.');
        await untilNumber(page, foot, from + step);
      }
      for (const step of [3, 2, 1]) {
        await press(page, ',');
        await untilNumber(page, foot, from + step);
      }
    }
  });
});

describe('the player', () => {
  test('plays a moment to its last frame and stops there, then plays on when asked', async () => {
    await openFound(page, 'file pal', 'pal.mp4');
    await page.waitForFunction(() => document.querySelector('video')?.paused === false);
    await untilNumber(page, strip, 99);
    await page.waitForFunction(() => document.querySelector('video')!.paused);
    expect(await shownNumber(page, strip)).toBe(99);
  });

  test('plays backward with J, faster with each press, and says so', async () => {
    await openFound(page, 'file pal', 'pal.mp4');
    await press(page, 'End');
    await untilNumber(page, strip, 99);
    await press(page, 'j', 'j');
    await page.getByText('Backward 2×').waitFor();
    await expect.poll(() => shownNumber(page, strip), { interval: 20 }).toBeLessThan(60);
    await press(page, 'k');
    // The seek that was under way still comes to the screen.
    await page.waitForTimeout(300);
    const stopped = await shownNumber(page, strip);
    await page.waitForTimeout(300);
    expect(await shownNumber(page, strip)).toBe(stopped);
    expect(stopped).toBeGreaterThanOrEqual(0);
  });

  test('says in words why a typed time cannot be gone to', async () => {
    await openFound(page, 'file ntsc', 'ntsc.mp4');
    await press(page, 'Home', 'g');
    for (const [typed, words] of [
      ['tomorrow', 'is no time of this clip'],
      ['01:01:00;00', 'drop frame leaves it out'],
      ['01:10:00;00', 'is after the clip'],
      ['00:59:00;02', 'is before the clip'],
    ] as const) {
      await page.getByRole('textbox', { name: /Go to a time/ }).fill(typed);
      await page.keyboard.press('Enter');
      await page.getByRole('alert').filter({ hasText: words }).waitFor();
    }
    await page.getByRole('textbox', { name: /Go to a time/ }).fill('01:00:00;00');
    await page.keyboard.press('Enter');
    await untilNumber(page, strip, 60);
    await expect.poll(() => shownTimeText(page)).toBe('01:00:00;00');
  });

  test('marks in and out, jumps to them, and takes them back', async () => {
    await openFound(page, 'file pal', 'pal.mp4');
    await press(page, 'Home');
    await untilNumber(page, strip, 0);
    await press(page, 'ArrowRight');
    await untilNumber(page, strip, 25);
    await press(page, 'i', 'ArrowRight');
    await untilNumber(page, strip, 50);
    await press(page, 'o');
    await page.getByText('Span 00:00:01:00–00:00:02:01').waitFor();
    await press(page, 'Shift+ArrowLeft');
    await untilNumber(page, strip, 25);
    await press(page, 'Shift+ArrowRight');
    await untilNumber(page, strip, 50);
    await press(page, 'Control+z');
    await expect.poll(() => page.getByRole('slider', { name: 'Out point' }).count()).toBe(0);
    await press(page, 'Control+y');
    await page.getByRole('slider', { name: 'Out point' }).waitFor();
  });

  test('plays a copy of a format that the browser does not know, frame for frame', async () => {
    await openFound(page, 'file hevc', 'hevc.mp4');
    await page.getByText('Copy', { exact: true }).waitFor({ timeout: 60_000 });
    await press(page, 'Home');
    await untilNumber(page, strip, 0);
    await press(page, 'g');
    await page.keyboard.type('61f');
    await page.keyboard.press('Enter');
    await untilNumber(page, strip, 61);
    await press(page, '.');
    await untilNumber(page, strip, 62);
    await page.screenshot({ path: join(pictures, 'player-copy.png') });
    expect(await page.locator('video').count()).toBeLessThanOrEqual(2);
  });

  test('has no fault that axe finds, and the page has complained of nothing', async () => {
    await openFound(page, 'file pal', 'pal.mp4');
    await press(page, 'Home', 'i');
    expect(await axeViolations(page)).toEqual([]);
    expect(fixture.complaints).toEqual([]);
  });
});
