import { mkdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { sharedFolder } from '../helpers/shared.ts';
import { timecue } from '../helpers/timecue-process.ts';
import { Workplace } from '../helpers/workplace.ts';

/** Short clips of real footage with people, cars and bottles in them. */
const footage = [
  'intel_car-detection.mp4',
  'intel_bottle-detection.mp4',
  'intel_preview_face-demographics-walking.mp4',
];
const folder = resolve('test/artefacts/screenshots');
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;

describe.skipIf(sharedFolder === null)('every page on real footage, kept to be looked at', () => {
  beforeAll(async () => {
    browser = await launchBrowser();
    place = await Workplace.make();
    for (const name of footage) {
      await place.put(join(sharedFolder!, 'footage/library', name), basename(name));
    }
    const env = { TIMECUE_MODELS: join(place.folder, 'models') };
    const from = join(sharedFolder!, 'models/yolox-nano');
    const installed = await timecue(['models', 'install', 'yolox-nano', '--from', from], { env });
    expect([installed.code, installed.stderr.slice(-500)]).toEqual([0, expect.any(String)]);
    const indexed = await place.run(['index', place.footage], { env });
    expect([indexed.code, indexed.stderr.slice(-500)]).toEqual([0, expect.any(String)]);
    served = await ServedWorkplace.open(place, browser, { env });
    page = served.page;
    await page.waitForURL((address) => !address.hash.includes('token'));
  });

  afterAll(async () => {
    await served?.[Symbol.asyncDispose]();
    await place?.[Symbol.asyncDispose]();
    await browser?.close();
  });

  const go = async (name: string) => {
    await page.goto(`${new URL(page.url()).origin}/#/${name}`);
    await page.getByRole('main').waitFor();
    await page.waitForTimeout(800);
  };

  test.each(sizes.flatMap((size) => ['dark', 'light'].map((theme) => ({ ...size, theme }))))(
    '$width × $height, $theme',
    async ({ width, height, theme }) => {
      const kept = join(folder, `${String(width)}x${String(height)}-${theme}`);
      mkdirSync(kept, { recursive: true });
      const shoot = async (name: string) => {
        await page.screenshot({ path: join(kept, `${name}.png`) });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect([name, overflow]).toEqual([name, 0]);
      };
      await page.setViewportSize({ width, height });
      await go('settings');
      await page.getByLabel('Theme').selectOption(theme);
      await shoot('settings');
      for (const name of ['library', 'models', 'teach', 'chat', 'help', 'selection']) {
        await go(name);
        await shoot(name);
      }
      await page.getByRole('main').press('?');
      await shoot('shortcuts');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+j');
      await page.waitForTimeout(300);
      await shoot('jobs');
      await page.keyboard.press('Escape');
      await go('library');
      await page.getByRole('gridcell').first().dblclick();
      await page.waitForTimeout(2500);
      await shoot('player-and-timeline');
      await page.keyboard.press('Control+o');
      await page.waitForTimeout(500);
      await shoot('add-footage');
      await page.keyboard.press('Escape');
      const box = page.getByRole('banner').locator('input');
      await box.fill('a red car');
      await box.press('Enter');
      await page.waitForTimeout(2500);
      await shoot('search');
      expect(served.complaints).toEqual([]);
    },
  );
});
