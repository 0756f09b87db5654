import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelIdOf } from '../../native-models/catalog/card-schema.ts';
import { findCard } from '../../native-models/catalog/catalog.ts';
import { drawClips } from '../fixtures/draw-clips.ts';
import { drawLongClip } from '../fixtures/draw-long-clip.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { mainThreadTasks } from '../helpers/long-tasks.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { fillSyntheticClips } from '../helpers/synthetic-clips.ts';
import { Workplace } from '../helpers/workplace.ts';

/**
 * Milliseconds of processor time that the page's main thread may work at one go. The budget is 50, and is held on a quiet
 * machine (RESULTS.md); where other work shares the caches, the same task takes more. Work on ten thousand clips at one
 * go takes several times this.
 */
const longestTaskMs = 100;
const mostMounted = 100;

describe('ten thousand clips, while others are indexed', () => {
  let place: Workplace;
  let browser: Browser;
  let served: ServedWorkplace;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(resolve('test/.cache'), { recursive: true });
    place = await Workplace.make();
    const { shots } = await drawClips();
    const poster = join(place.folder, 'poster.jpg');
    drawPoster(shots.path, poster);
    fillSyntheticClips({
      libraryFolder: place.library,
      rootFolder: join(place.footage, 'archive'),
      count: 10_000,
      poster: readFileSync(poster),
      detectorModelId: modelIdOf(findCard('yolox-nano')!),
    });
    await place.installTinyDetector();
    const { path } = await drawLongClip();
    const fresh = await place.put(path, 'fresh/wanderer.mp4');
    browser = await launchBrowser();
    served = await ServedWorkplace.open(place, browser, { args: [fresh] });
    page = served.page;
    await page
      .getByRole('status')
      .filter({ hasText: /^10,00[01] clips$/ })
      .waitFor();
    await page
      .getByText(/^Indexing: /)
      .first()
      .waitFor({ timeout: 60_000 });
  }, 180_000);

  afterAll(async () => {
    await served?.[Symbol.asyncDispose]();
    await browser?.close();
    await place?.[Symbol.asyncDispose]();
  });

  const grid = () => page.getByRole('grid', { name: 'Clips' });
  const card = (title: string | RegExp) => grid().getByRole('gridcell').filter({ hasText: title });
  const shownCount = (text: RegExp) => page.getByRole('status').filter({ hasText: text }).first().waitFor();
  const box = () => page.getByRole('combobox', { name: 'Search the library' });
  const hit = (title: string) => page.locator('[data-hit]').filter({ hasText: title }).first();
  const mounted = () => page.locator('[role="gridcell"], [data-hit]').count();

  async function ask(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
    await shownCount(/found|No good match/);
  }

  test('scroll with few cards mounted and without a long task', async () => {
    let most = 0;
    const tasks = await mainThreadTasks(browser, page, async () => {
      most = await page.evaluate(scrollFar);
      await page.waitForFunction(() => {
        const images = [...document.querySelectorAll<HTMLImageElement>('[role="gridcell"] img')];
        return images.length > 10 && images.every((img) => img.naturalWidth > 0);
      });
    });
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(mostMounted);
    expect(tasks[0]).toBeLessThan(longestTaskMs);
    await served.picture('library-ten-thousand');
  });

  test('are walked from end to end and picked by keyboard', async () => {
    const tasks = await mainThreadTasks(browser, page, async () => {
      await card(/clip/).nth(20).click();
      await page.keyboard.press('End');
      await card(/wanderer/).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('wanderer');
      await page.keyboard.press('Home');
      await card(/00001/).waitFor();
      await page.keyboard.press('Control+a');
      await page.getByText('10,001 clips picked').waitFor();
      await page.keyboard.press('Escape');
    });
    expect(tasks[0]).toBeLessThan(longestTaskMs);
  });

  test('are filtered and ordered as one types', async () => {
    const tasks = await mainThreadTasks(browser, page, async () => {
      await page.getByLabel('Filter by name').pressSequentially('clip 0987');
      await shownCount(/^11 of 10,001 clips$/);
      await card(/09870/).waitFor();
      await page.getByLabel('Filter by name').fill('');
      await shownCount(/^10,001 clips$/);
      await page.getByLabel('Order').selectOption('size');
      await card(/00997/).waitFor();
      await page.getByLabel('Order').selectOption('title');
      await card(/00001/).waitFor();
    });
    expect(tasks[0]).toBeLessThan(longestTaskMs);
    expect(await mounted()).toBeLessThanOrEqual(mostMounted);
  });

  test('are searched by name, and by what is seen in the one that is indexed; a hit opens in the viewer', async () => {
    const tasks = await mainThreadTasks(browser, page, async () => {
      await ask('clip 00042');
      await hit('00042').waitFor();
      await expect
        .poll(async () => (await ask('person'), hit('wanderer').count()), { timeout: 120_000, interval: 1000 })
        .toBeGreaterThan(0);
      await hit('wanderer').click();
      await page.locator('[data-hit][aria-current="true"]').waitFor();
      await page.waitForFunction(() => [...document.querySelectorAll('video')].some((video) => video.readyState >= 2));
    });
    expect(tasks[0]).toBeLessThan(longestTaskMs);
    expect(await mounted()).toBeLessThanOrEqual(mostMounted);
    await served.picture('search-ten-thousand');
    expect(served.complaints).toEqual([]);
  });
});

/** In the page: how many cards were mounted at the most on the way. */
async function scrollFar(): Promise<number> {
  const viewport = document.querySelector('[role="grid"]')!.parentElement!;
  let most = 0;
  for (let step = 0; step < 120; step += 1) {
    viewport.scrollTop += 900;
    await new Promise((done) => requestAnimationFrame(done));
    most = Math.max(most, document.querySelectorAll('[role="gridcell"]').length);
  }
  return most;
}

function drawPoster(clip: string, picture: string): void {
  const ffmpeg = process.env['FFMPEG_PATH'] ?? 'ffmpeg';
  execFileSync(ffmpeg, ['-v', 'error', '-i', clip, '-frames:v', '1', '-vf', 'scale=-2:216', picture]);
}
