import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { axeViolations } from '../helpers/axe.ts';
import { openFound, press, shownNumber, untilNumber, ViewerFixture } from './viewer-fixture.ts';

const fixture = new ViewerFixture();
const pictures = resolve('test/.cache');
const foot = { bitCount: 16, rowShare: 344 / 360 };
let page: Page;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const { shots, numbered } = await drawClips();
  fixture.put(shots.path, 'shots.mp4');
  fixture.put(numbered.path, 'numbered.mp4');
  page = await fixture.start();
});

afterAll(() => fixture.end());

const area = () => page.getByRole('group', { name: /Timeline of/ });
const momentEnd = () => page.getByRole('slider', { name: 'End of the moment' }).first();
const valueOf = (slider: ReturnType<typeof momentEnd>) => slider.getAttribute('aria-valuenow').then(Number);

/** How many different colours a lane of the canvas holds. */
const coloursIn = (from: number, to: number) =>
  page.evaluate(
    ([top, bottom]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('#timeline-lanes canvas')!;
      const ratio = canvas.height / canvas.clientHeight;
      const y = Math.round(top! * ratio);
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [canvas.width, Math.round((bottom! - top!) * ratio)];
      const context = copy.getContext('2d', { willReadFrequently: true })!;
      context.drawImage(canvas, 0, -y);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      const colours = new Set<number>();
      for (let index = 0; index < data.length; index += 4) {
        colours.add((data[index]! << 16) | (data[index + 1]! << 8) | data[index + 2]!);
      }
      return { count: colours.size, ratio: canvas.width / canvas.clientWidth };
    },
    [from, to],
  );

test('scrubs to the frame under the pointer, and shows it', async () => {
  await openFound(page, 'file numbered', 'numbered.mp4');
  await press(page, 'Home');
  await untilNumber(page, foot, 0);
  const box = (await area().boundingBox())!;
  await page.mouse.move(box.x + 10, box.y + 12);
  await page.mouse.down();
  for (const share of [0.2, 0.7, 0.4, 0.9, 0.5]) {
    await page.mouse.move(box.x + box.width * share, box.y + 12, { steps: 4 });
  }
  await page.mouse.up();
  // Ten seconds of 25 frames over the whole width.
  await expect
    .poll(() => shownNumber(page, foot), { timeout: 10_000, interval: 50 })
    .toSatisfy((number: number) => number >= 124 && number <= 126);
  const head = page.getByRole('slider', { name: 'Playhead' });
  await expect.poll(async () => Math.round((await valueOf(head)) * 25)).toBe(await shownNumber(page, foot));
});

test('zooms around the pointer, pans, and shows the whole clip again', async () => {
  const bar = page.getByRole('scrollbar', { name: /Part of the clip/ });
  const box = (await area().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 12);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect.poll(() => bar.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(0);
  await page.mouse.wheel(4000, 0);
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('100');
  await press(page, '0');
  await expect.poll(() => bar.getAttribute('aria-valuenow')).toBe('0');
});

test('draws ruler, pictures and evidence in the pixels of the screen', async () => {
  await openFound(page, 'blue', 'shots.mp4');
  await page.getByRole('button', { name: 'Evidence', exact: true }).waitFor();
  await expect.poll(async () => (await coloursIn(0, 24)).count).toBeGreaterThan(3);
  await expect.poll(async () => (await coloursIn(26, 66)).count, { timeout: 60_000 }).toBeGreaterThan(20);
  expect((await coloursIn(0, 24)).ratio).toBe(1);
  const before = (await area().boundingBox())!.height;
  await page.getByRole('button', { name: 'Evidence', exact: true }).click();
  await expect.poll(async () => (await area().boundingBox())!.height).toBeGreaterThan(before);
});

test('goes from shot to shot', async () => {
  await openFound(page, 'blue', 'shots.mp4');
  await press(page, 'Home');
  const head = page.getByRole('slider', { name: 'Playhead' });
  await expect.poll(() => valueOf(head)).toBe(0);
  await press(page, ']');
  await expect.poll(() => valueOf(head)).toBeCloseTo(4, 1);
  await press(page, ']');
  await expect.poll(() => valueOf(head)).toBeCloseTo(8, 1);
  await press(page, '[');
  await expect.poll(() => valueOf(head)).toBeCloseTo(4, 1);
});

test('an edge is dragged, snaps to a cut, and the change is kept, undone and done again', async () => {
  await openFound(page, 'blue', 'shots.mp4');
  await press(page, 'Home');
  const found = await valueOf(momentEnd());
  const box = (await momentEnd().boundingBox())!;
  const lane = (await area().boundingBox())!;
  const cutX = lane.x + (lane.width * 10) / 17;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(cutX - 60, box.y + 5, { steps: 5 });
  await page.mouse.move(cutX + 4, box.y + 5, { steps: 3 });
  await page.mouse.up();
  await page.getByText(/The moment is now/).waitFor();
  const snapped = await valueOf(momentEnd());
  expect(snapped).toBeCloseTo(10, 1);
  await press(page, 'Control+z');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(found, 3);
  await press(page, 'Control+y');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(snapped, 3);
  await page.reload();
  await openFound(page, 'blue', 'shots.mp4');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(snapped, 3);
});

test('an edge is moved by keys: a frame, a second, and kept once they rest', async () => {
  const before = await valueOf(momentEnd());
  await momentEnd().focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(before + 0.04, 3);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(before + 1.04, 3);
  expect(await momentEnd().getAttribute('aria-valuetext')).toMatch(/^00:00:\d\d:\d\d$/);
  await page
    .getByText(/The moment is now/)
    .first()
    .waitFor();
  await press(page, 'Control+z');
  await expect.poll(() => valueOf(momentEnd())).toBeCloseTo(before, 3);
});

test('a second window shows the same clip and goes its own way', async () => {
  await openFound(page, 'file numbered', 'numbered.mp4');
  await press(page, 'Home');
  await untilNumber(page, foot, 0);
  const second = await fixture.open(new URL('/', page.url()).href);
  await openFound(second, 'file numbered', 'numbered.mp4');
  await press(second, 'Home', '.', '.', '.');
  await untilNumber(second, foot, 3);
  await page.bringToFront();
  expect(await shownNumber(page, foot)).toBe(0);
  await press(page, '.');
  await untilNumber(page, foot, 1);
  await second.close();
});

test('has no fault that axe finds at both sizes, and the page has complained of nothing', async () => {
  await openFound(page, 'blue', 'shots.mp4');
  await press(page, 'Home', 'i');
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `viewer-${width}.png`) });
    expect(await axeViolations(page)).toEqual([]);
    const box = (await area().boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    expect((await page.locator('video').boundingBox())!.height).toBeGreaterThan(200);
  }
  expect(fixture.complaints).toEqual([]);
});
