import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { dragMoments, flashCount, foundMoments, makeFlashLibrary } from '../helpers/flash-library.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import type { Workplace } from '../helpers/workplace.ts';

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  place = await makeFlashLibrary();
  dragMoments(place, await foundMoments(place, 'red'), () => -0.5);
  served = await ServedWorkplace.open(place, browser);
  page = served.page;
  await page.getByRole('gridcell').first().waitFor();
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });

test('a person teaches, watches, pauses, accepts, switches off and goes back', async () => {
  await page.keyboard.press('Control+5');
  await page.getByRole('heading', { name: `${flashCount} lessons` }).waitFor();
  await page.getByText('Moments are found by: the policy that comes with Timecue').waitFor();
  await button('Start teaching').click();
  await button('Pause').click();
  await button('Go on').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await served.picture('teach-paused');
  await button('Go on').click();
  await page.getByText('better on what it was not taught').waitFor({ timeout: 120_000 });
  await page.getByText('begin 0.5 s earlier, end 0.5 s earlier').waitFor();
  await button(/^Accept/).click();
  await page.getByText('Moments are found by: policy 1').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await served.picture('teach-accepted');

  const taught = page.getByRole('switch', { name: 'Use what was taught' });
  await taught.uncheck();
  await page.getByText('Moments are found by: the policy that comes with Timecue').waitFor();
  await taught.check();
  await button('Back to the built-in policy').click();
  await button(/^Use this one/).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Moments are found by: policy 1').waitFor();
});

test('what was collected opens in the viewer, is taken back, and comes back', async () => {
  const said = page.getByRole('button', { name: / is rather / });
  const count = await said.count();
  expect(count).toBeGreaterThanOrEqual(flashCount);
  await said.first().click();
  await page.getByRole('region', { name: 'Player' }).getByText('flashes.mp4').waitFor();
  await button(/^Take back/)
    .first()
    .click();
  await expect.poll(() => page.getByRole('button', { name: /^\S+ is rather / }).count()).toBeLessThan(count);
  await page.keyboard.press('Control+z');
  await expect.poll(() => said.count()).toBe(count);
  await button('Write annotations for VideoChat-R1').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download timecue annotations/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('timecue annotations.json');
});

test('in the search a person says that a clip has nothing, and marks what was meant', async () => {
  await page.keyboard.press('Control+2');
  await page.getByRole('searchbox').or(page.getByRole('combobox')).first().fill('something red');
  await page.keyboard.press('Enter');
  await page.locator('[data-hit]').first().waitFor();
  const hitCount = await page.locator('[data-hit]').count();
  await button(/^Nothing here/).click();
  await page.keyboard.press('Control+5');
  const wrong = page.getByRole('button', { name: / is wrong$/ });
  // Each is kept by itself.
  await expect.poll(() => wrong.count()).toBeGreaterThanOrEqual(hitCount);
  await page.keyboard.press('Control+z');
  await expect.poll(() => wrong.count()).toBe(0);

  await page.keyboard.press('Control+2');
  await page.locator('[data-hit]').first().click();
  await page.getByRole('region', { name: 'Player' }).waitFor();
  await page.keyboard.press('Alt+x');
  await page.keyboard.press('Home');
  await page.keyboard.press('i');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('o');
  await page.keyboard.press('Shift+S');
  await page.getByText('is what “something red” means').first().waitFor();
  await page.keyboard.press('Control+5');
  await page
    .getByRole('button', { name: / was missed$/ })
    .first()
    .waitFor();
  await served.picture('teach-missed');
  expect(served.complaints).toEqual([]);
});
