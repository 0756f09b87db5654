import { basename } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;
const pageNames = ['library', 'search', 'selection', 'models', 'settings', 'help'] as const;

beforeAll(async () => {
  browser = await launchBrowser();
  place = await Workplace.make();
  const clips = await drawClips();
  for (const { path } of [clips.shots, clips.numbered]) {
    await place.put(path, basename(path));
  }
  served = await ServedWorkplace.open(place, browser, { args: [place.footage] });
  page = served.page;
  await page.waitForURL((address) => !address.hash.includes('token'));
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
});

const go = async (name: (typeof pageNames)[number]) => {
  await page.goto(`${new URL(page.url()).origin}/#/${name}`);
  await page.getByRole('main').waitFor();
  await page.waitForTimeout(200);
};
const separators = () => page.getByRole('separator');
const tray = () => page.getByRole('region', { name: 'Jobs' });
const widthOverflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

async function openClip(): Promise<void> {
  await go('library');
  if ((await page.getByLabel(/^Timeline of /).count()) === 0) {
    await page.getByRole('gridcell').first().dblclick();
  }
  await page.getByLabel(/^Timeline of /).waitFor();
}

describe('while it is indexed', () => {
  test('the line at the bottom and the title say so, over a reload too, and are quiet when it is done', async () => {
    await page
      .getByText(/^Indexing: /)
      .or(page.getByText('Ready to search'))
      .first()
      .waitFor();
    await page.reload();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.getByRole('progressbar', { name: 'Indexing in all' }).waitFor({ state: 'detached', timeout: 120_000 });
    await expect.poll(() => page.title()).toBe('Library – Timecue');
  });

  test('the tray lists every job, narrows to those that failed, and gives the focus back', async () => {
    await page.keyboard.press('Control+j');
    await expect.poll(() => tray().getByRole('listitem').count()).toBe(4);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await tray().getByLabel('Show').selectOption({ index: 2 });
    await tray().getByText('There is no such job.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await tray().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Jobs');
  });
});

describe('the frame', () => {
  test.each(['dark', 'light'])('has no fault that axe finds on any page, in the %s theme', async (theme) => {
    await go('settings');
    await page.getByLabel('Theme').selectOption(theme);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme);
    for (const name of pageNames) {
      await go(name);
      expect([name, ...(await axeViolations(page))]).toEqual([name]);
    }
  });

  test('names every page in the title of the window, and has one heading of the first rank at most', async () => {
    for (const [index, title] of ['Library', 'Search', 'Selection', 'Models', 'Settings', 'Help'].entries()) {
      await go(pageNames[index]!);
      await expect.poll(() => page.title()).toBe(`${title} – Timecue`);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBeLessThanOrEqual(1);
    }
  });

  test('is gone through by keyboard: past the pages to the page, and back with the browser', async () => {
    await go('help');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await page.getByRole('link', { name: 'Skip to the page' }).press('Enter');
    expect(page.url()).toContain('#/help');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('All keyboard shortcuts');
    await page.keyboard.press('Control+4');
    await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor();
  });

  test('shows the keys on ?, finds one, and gives the focus back', async () => {
    await go('help');
    await page.getByRole('button', { name: /^All keyboard shortcuts/ }).focus();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByRole('searchbox').fill('timecode');
    expect(await sheet.getByRole('term').allTextContents()).toEqual(['Go to a timecode']);
    await sheet.getByRole('searchbox').fill('');
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('All keyboard shortcuts');
  });

  test('is divided as the person wishes, by keyboard and mouse, and remembers it', async () => {
    await openClip();
    const before = (await separators().first().boundingBox())!;
    await separators().first().focus();
    for (let count = 0; count < 5; count += 1) {
      await page.keyboard.press('ArrowRight');
    }
    const moved = (await separators().first().boundingBox())!;
    expect(moved.x).toBeGreaterThan(before.x + 50);
    const border = (await separators().nth(1).boundingBox())!;
    await page.mouse.move(border.x + 400, border.y);
    await page.mouse.down();
    await page.mouse.move(border.x + 400, border.y + 40, { steps: 4 });
    await page.mouse.up();
    expect((await separators().nth(1).boundingBox())!.y).toBeGreaterThan(border.y + 10);
    await page.reload();
    await openClip();
    expect((await separators().first().boundingBox())!.x).toBeCloseTo(moved.x, -1);
    await separators().first().dblclick();
    await expect.poll(async () => (await separators().first().boundingBox())!.x).toBeCloseTo(before.x, -1);
    expect(await axeViolations(page)).toEqual([]);
  });

  test.each([
    ['a small screen', 1024, 700],
    ['a large one at 200 %', 720, 450],
  ])('fits %s, with and without a clip', async (_name, width, height) => {
    await page.setViewportSize({ width, height });
    for (const name of pageNames) {
      await go(name);
      expect([name, await widthOverflow()]).toEqual([name, 0]);
    }
    await openClip();
    expect(await widthOverflow()).toBe(0);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('tells of a fault that nobody foresaw, once, and goes on', async () => {
    await go('help');
    const fault = () =>
      page.evaluate(() => setTimeout(() => Promise.reject(new TypeError('drawn for a test')), 0)).then(() => undefined);
    await fault();
    await page.getByText('Something went wrong inside Timecue.').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await fault();
    await page.waitForTimeout(200);
    expect(await page.getByText('Something went wrong inside Timecue.').count()).toBe(0);
    served.complaints.length = 0;
  });
});

describe('help', () => {
  test('runs the check-up, shows the licences, and says which version this is', async () => {
    await go('help');
    await page.getByRole('button', { name: 'Run the check-up' }).click();
    await page.getByText(/All is well\.|needs? a look\./).waitFor();
    await page.getByText('Video programs').waitFor();
    await page.getByRole('button', { name: 'Show the licences' }).click();
    await page
      .getByRole('dialog', { name: 'Licences' })
      .getByText(/Apache/)
      .first()
      .waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText(/^Timecue \d+\.\d+\.\d+, in a browser$/).waitFor();
  });
});

test('an engine that is killed and started again is found by its new link, and every page is up to date', async () => {
  served.process.child.kill('SIGKILL');
  await served.process.ended;
  await page.getByText('The connection to Timecue was lost.').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await page.context().close();
  served = await ServedWorkplace.open(place, browser, { args: [place.footage] });
  page = served.page;
  await page.waitForURL((address) => !address.hash.includes('token'));
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(2);
  await go('models');
  await page.getByRole('button', { name: 'Download YOLOX-nano' }).waitFor();
});

test('a connection that breaks comes back by itself, and the page asks anew', async () => {
  const { page: second } = await openWatchedPage(served.context);
  let cut = async (): Promise<void> => {};
  await second.routeWebSocket('**/rpc', (socket) => {
    socket.connectToServer();
    cut = () => socket.close();
  });
  await second.goto(`${new URL(page.url()).origin}/#/models`);
  await second.getByRole('button', { name: 'Download YOLOX-nano' }).waitFor();
  await cut();
  await second.getByText('The connection to Timecue was lost.').waitFor();
  await second.getByText('The connection to Timecue was lost.').waitFor({ state: 'detached' });
  await page.goto(`${new URL(page.url()).origin}/#/settings`);
  await page.getByLabel('Theme').selectOption('light');
  await expect.poll(() => second.evaluate(() => document.documentElement.dataset['theme'])).toBe('light');
  await second.close();
});
