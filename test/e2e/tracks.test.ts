import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runFfmpeg } from '../../electron/engine/media/run-ffmpeg.ts';
import { axeViolations } from '../helpers/axe.ts';
import { h264, tools } from '../integration/media/numbered-clip.ts';
import { openFound, press, ViewerFixture } from './viewer-fixture.ts';

const fixture = new ViewerFixture();
const pictures = resolve('test/.cache');
const frame = { width: 640, height: 360 };
const side = 72;
const patient = { timeout: 15_000 };
let page: Page;

/** A square of coloured bars crosses a plain picture: `step` pixels to the right a frame of 40 ms. */
async function draw(name: string, seconds: number, step: number): Promise<void> {
  const inputs = [
    `color=0x305070:s=${frame.width}x${frame.height}:r=25:d=${seconds}`,
    `smptebars=s=${side}x${side}:r=25:d=${seconds}`,
  ];
  await runFfmpeg(
    [
      ...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]),
      ...['-filter_complex', `[0:v][1:v]overlay=x='40+${step}*n':y=140:shortest=1,format=yuv420p[v]`, '-map', '[v]'],
      ...[...h264, '-g', '25', '-movflags', '+faststart', `file:${join(fixture.footage, name)}`],
    ],
    { tools },
  );
  fixture.settle(name);
}

const squareLeft = (frameIndex: number) => 40 + 4 * frameIndex;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  await draw('square.mp4', 4, 4);
  await draw('slow.mp4', 60, 0.3);
  page = await fixture.start();
});

afterAll(() => fixture.end());

const panel = () => page.locator('[data-track-panel]');
const rows = () => panel().getByRole('gridcell');
const count = () => panel().getByText(/^\d+ of \d+$/);
const lanes = () => page.locator('[data-track-lanes]');
const secondsShown = () => page.getByRole('slider', { name: 'Playhead' }).getAttribute('aria-valuenow').then(Number);

const untilCount = (text: string) => expect.poll(() => count().textContent(), patient).toBe(text);

async function goTo(frameIndex: number): Promise<void> {
  await press(page, 'g');
  await page.keyboard.type(`${frameIndex}f`);
  await page.keyboard.press('Enter');
  await expect.poll(secondsShown, patient).toBeCloseTo(frameIndex / 25, 2);
}

/** At its first frame, resting. What is opened plays at once. */
async function openClip(name: string): Promise<void> {
  await openFound(page, `file ${name}`, `${name}.mp4`);
  await expect.poll(secondsShown, patient).toBeGreaterThan(0);
  await press(page, 'Home');
  await expect.poll(secondsShown, patient).toBe(0);
}

async function openList(): Promise<void> {
  if ((await panel().count()) === 0) {
    await press(page, 'Shift+V');
  }
  await panel().waitFor();
}

/** Where the picture lies in the page: the video element holds it in its middle. */
async function picture(): Promise<{ left: number; top: number; scale: number }> {
  const box = (await page.locator('video').boundingBox())!;
  const scale = Math.min(box.width / frame.width, box.height / frame.height);
  return {
    left: box.x + (box.width - frame.width * scale) / 2,
    top: box.y + (box.height - frame.height * scale) / 2,
    scale,
  };
}

/** The left and right edge of what is drawn over the picture in the line through the square, in pixels of the clip. */
async function drawnEdges(): Promise<readonly [number, number]> {
  const place = await picture();
  const [left, right] = await page.evaluate(
    ([y, scale]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-track-overlay]')!;
      const ratio = canvas.width / canvas.clientWidth;
      const top = Math.round((y! - canvas.getBoundingClientRect().top) * ratio);
      const { data } = canvas.getContext('2d')!.getImageData(0, top, canvas.width, 1);
      const drawn = Array.from({ length: canvas.width }, (_, x) => x).filter((x) => data[4 * x + 3]! > 0);
      return [drawn[0]! / ratio / scale!, drawn.at(-1)! / ratio / scale!];
    },
    // Away from the middle, where the trail is.
    [place.top + (140 + side / 4) * place.scale, place.scale],
  );
  const inset = (place.left - (await page.locator('video').boundingBox())!.x) / place.scale;
  return [left! - inset, right! - inset];
}

/** Of the first line of tracks in their part of the timeline. */
const rowTop = 18;

beforeEach(() => page.bringToFront());

test('a box is drawn by mouse, named, followed, and stays on its thing in every frame', async () => {
  await openClip('square');
  await openList();
  await panel()
    .getByText(/This clip has no tracks yet/)
    .waitFor();
  await press(page, 'b');
  const { left, top, scale } = await picture();
  const at = (x: number, y: number) => [left + x * scale, top + y * scale] as const;
  await page.mouse.move(...at(squareLeft(0), 140));
  await page.mouse.down();
  await page.mouse.move(...at(squareLeft(0) + side, 140 + side), { steps: 6 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Keep the box' }).click();
  await untilCount('1 of 1');
  await press(page, 'F2');
  await page.keyboard.type('square');
  await page.keyboard.press('Enter');
  await rows().filter({ hasText: 'square' }).filter({ hasText: 'drawn' }).waitFor();
  await press(page, 'Shift+F');
  await page.getByText('square is followed to the end.').waitFor({ timeout: 30_000 });
  await rows().filter({ hasText: 'followed' }).filter({ hasText: '00:00:00:00–00:00:04:00' }).waitFor();
  for (const frameIndex of [20, 61, 97]) {
    await goTo(frameIndex);
    await expect
      .poll(async () => {
        const [from, to] = await drawnEdges();
        return Math.max(Math.abs(from - squareLeft(frameIndex)), Math.abs(to - squareLeft(frameIndex) - side));
      }, patient)
      .toBeLessThan(6);
  }
  await page.screenshot({ path: join(pictures, 'tracks-followed.png') });
});

test('a track is split, its parts are joined, it is deleted, and each step is undone', async () => {
  await goTo(50);
  await press(page, 'x');
  await untilCount('2 of 2');
  await rows().filter({ hasText: '00:00:00:00–00:00:02:00' }).waitFor();
  await rows().filter({ hasText: '00:00:02:00–00:00:04:00' }).waitFor();
  await rows().first().click();
  await rows()
    .last()
    .click({ modifiers: ['ControlOrMeta'] });
  await panel().getByText('2 tracks selected').waitFor();
  await panel().getByRole('button', { name: 'Join the selected tracks' }).click();
  await untilCount('1 of 1');
  await rows().filter({ hasText: '00:00:00:00–00:00:04:00' }).waitFor();
  await press(page, 'Control+z');
  await untilCount('2 of 2');
  await rows().first().click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await untilCount('0 of 0');
  await press(page, 'Control+z');
  await untilCount('2 of 2');
  await press(page, 'Control+z');
  await untilCount('1 of 1');
});

test('tracks go out to a file and come in again, hundreds of them are filtered and gone through by key', async () => {
  await press(page, 'Shift+E');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: /^CVAT/ }).check();
  await dialog.getByText(/\.xml: 1 track,/).waitFor();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('link', { name: /^Download/ }).click();
  const download = await downloading;
  const written = readFileSync(await download.path());
  expect(written.toString()).toContain('label="square"');

  await takeIn('song.txt', Buffer.from('la la la'));
  await dialog.getByText('This is no file of tracks').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // Esc has closed the dialog and nothing below it.
  await untilCount('1 of 1');

  const lines = Array.from({ length: 300 }, (_, index) =>
    [1 + (index % 80), 12 + (index % 80)].map(
      (number) => `${number},${index + 1},${index},${(index * 7) % 300},20,20,${(index % 10) / 10},-1,-1,-1`,
    ),
  ).flat();
  await takeIn('many.txt', Buffer.from([...lines, 'nonsense'].join('\n')));
  await dialog.getByText('1 part was left out').waitFor();
  await dialog.getByText(/300 tracks read in from many\.txt: MOTChallenge/).waitFor();
  await page.keyboard.press('Escape');
  await untilCount('301 of 301');
  // Only those near the window are there.
  expect(await rows().count()).toBeLessThan(40);
  await takeIn(download.suggestedFilename(), written);
  await dialog.getByText(/1 track read in/).waitFor();
  await page.keyboard.press('Escape');
  await untilCount('302 of 302');
  await panel().getByRole('combobox', { name: 'Class' }).selectOption('square');
  await untilCount('2 of 302');
  await rows().filter({ hasText: 'imported' }).waitFor();
  await press(page, 'Control+z');
  await untilCount('1 of 301');
  await panel().getByRole('combobox', { name: 'Class' }).selectOption('');
  await panel().getByRole('slider').fill('90');
  await untilCount('31 of 301');
  await panel().getByRole('slider').fill('0');
  await panel().getByRole('searchbox').fill('SQU');
  await untilCount('1 of 301');
  await panel().getByRole('searchbox').fill('');
  await untilCount('301 of 301');
  await rows().first().click();
  await page.keyboard.press('End');
  await expect.poll(() => rows().last().getAttribute('aria-selected'), patient).toBe('true');
  await press(page, 'q');
  await expect.poll(secondsShown, patient).toBeCloseTo(79 / 25, 2);
  await page.screenshot({ path: join(pictures, 'tracks-many.png') });
});

/** Through the dialog, as a person does who has the file on the disk. */
async function takeIn(name: string, buffer: Buffer): Promise<void> {
  await press(page, 'Shift+I');
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
}

test('each track has its place on the timeline: a press there selects it and seeks', async () => {
  await panel().getByRole('combobox', { name: 'Class' }).selectOption('square');
  await untilCount('1 of 301');
  await rows().first().click();
  await page.keyboard.press('Escape');
  await expect.poll(() => panel().locator('[aria-selected=true]').count(), patient).toBe(0);
  const box = (await lanes().boundingBox())!;
  expect(box.height).toBeLessThan(40);
  await page.mouse.click(box.x + box.width / 2, box.y + rowTop + 6);
  await expect.poll(secondsShown, patient).toBeCloseTo(2, 1);
  await expect.poll(() => rows().first().getAttribute('aria-selected'), patient).toBe('true');
  await panel().getByRole('combobox', { name: 'Class' }).selectOption('');
  await untilCount('301 of 301');
  // So many lines are scrolled, and drawn as far as they are seen.
  await expect.poll(async () => (await lanes().boundingBox())!.height, patient).toBeLessThan(110);
  const drawMs = await page.evaluate(async () => {
    const area = document.querySelector('#timeline-lanes')!;
    const { left, top } = area.getBoundingClientRect();
    const startMs = performance.now();
    for (let turn = 0; turn < 20; turn += 1) {
      const zoom = { deltaY: turn < 10 ? -60 : 60, ctrlKey: true, clientX: left + 200, clientY: top + 10 };
      area.dispatchEvent(new WheelEvent('wheel', { ...zoom, bubbles: true, cancelable: true }));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }
    return (performance.now() - startMs) / 20;
  });
  expect(drawMs).toBeLessThan(150);
  await page.getByRole('button', { name: 'Tracks (301)' }).click();
  await expect.poll(async () => (await lanes().boundingBox())!.height, patient).toBeLessThan(20);
});

test('what is followed is in the tray, and stopping it there keeps what is done', async () => {
  await openClip('slow');
  await press(page, 'b');
  await page.keyboard.press('Enter');
  await untilCount('1 of 1');
  await press(page, 'Shift+F');
  await page.keyboard.press('Control+j');
  const job = page.getByRole('region', { name: 'Jobs' }).getByRole('listitem').filter({ hasText: 'Following object' });
  await job.getByRole('progressbar').waitFor();
  await page.getByText('Following one thing').waitFor();
  await expect.poll(() => job.getByRole('progressbar').getAttribute('value').then(Number), patient).toBeGreaterThan(0);
  await job.getByRole('button', { name: /keep what is done/ }).click();
  await job.getByText('stopped, kept so far').waitFor();
  await page.keyboard.press('Escape');
  await rows().filter({ hasText: 'followed' }).waitFor();
  await press(page, 'Shift+Q');
  await expect.poll(secondsShown, patient).toBeGreaterThan(0);
  expect(await secondsShown()).toBeLessThan(59);
  await press(page, 'Control+z');
  await rows().filter({ hasText: 'drawn' }).waitFor();
});

test('has no fault that axe finds at both sizes, and the page has complained of nothing', async () => {
  await openClip('square');
  await untilCount('301 of 301');
  await rows().first().click();
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `tracks-${width}.png`) });
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
  expect(fixture.complaints).toEqual([]);
});
