import { basename, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

let place: Workplace;
let browser: Browser;
let served: ServedWorkplace;

beforeAll(async () => {
  const { shots, numbered } = await drawClips();
  place = await Workplace.make();
  for (const { path } of [shots, numbered]) {
    await place.put(path, basename(path));
  }
  browser = await launchBrowser();
  served = await ServedWorkplace.open(place, browser, { args: [place.footage] });
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await browser?.close();
  await place?.[Symbol.asyncDispose]();
});

test('a folder that is given to serve is indexed, searched in the page, and the span is played', async () => {
  const { shots } = await drawClips();
  const dark = shots.truth.events.find(({ kind }) => kind === 'light') ?? shots.truth.events[0]!;
  const { page, complaints } = served;
  const hits = page.locator('section').filter({ has: page.getByRole('heading', { name: basename(shots.path) }) });
  const box = page.getByRole('combobox', { name: 'Search the library' });
  // Indexing goes on meanwhile, for longer on a busy machine: a person would ask again, too.
  await expect
    .poll(
      async () => {
        await box.fill(dark.text);
        await box.press('Enter');
        await page
          .getByRole('status')
          .filter({ hasText: /found|No good match/ })
          .waitFor();
        return hits.locator('[data-hit]').count();
      },
      { timeout: 180_000, interval: 1000 },
    )
    .toBeGreaterThan(0);
  await hits.locator('[data-hit]').first().click();
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
  const shown = await page.evaluate(() => {
    const video = document.querySelector('video')!;
    return { seconds: video.currentTime, width: video.videoWidth };
  });
  expect(shown.width).toBeGreaterThan(0);
  expect(shown.seconds).toBeGreaterThanOrEqual(dark.startSeconds - 1);
  expect(shown.seconds).toBeLessThanOrEqual(dark.endSeconds + 1);
  expect(await page.content()).not.toContain(place.folder);
  await page.screenshot({ path: resolve('test/.cache/workstation.png') });
  expect(complaints).toEqual([]);
});

test('SIGINT ends the workstation and what it has started within two seconds', async () => {
  const startMs = performance.now();
  served.process.child.kill('SIGINT');
  await served.process.ended;
  // The promise of the command line, with as much again for a busy machine.
  expect(performance.now() - startMs).toBeLessThan(4000);
});
