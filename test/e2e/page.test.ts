import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildInterface } from '../../electron/cli/serve/build-interface.ts';
import { startServer, type RunningServer } from '../../electron/cli/serve/start-server.ts';
import { silentLogger } from '../../electron/engine/base/surroundings.ts';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { drawClips, FakeEngine } from './fake-engine.ts';

const cacheFolder = resolve('test/.cache');
const clipFolder = join(cacheFolder, 'e2e-clips');
let interfaceFolder: string;
let browser: Browser;
let engine: FakeEngine;
let server: RunningServer;
let context: BrowserContext;
let page: Page;
let complaints: string[];

const start = (port: number) => startServer({ engine, port, interfaceFolder, logger: silentLogger });
const picture = (name: string) => page.screenshot({ path: join(cacheFolder, `page-${name}.png`) });

beforeAll(async () => {
  mkdirSync(cacheFolder, { recursive: true });
  drawClips(clipFolder);
  interfaceFolder = await buildInterface({ onProgress: () => {} });
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  engine = new FakeEngine(clipFolder);
  engine.kept.memory = { saved: [], recent: [{ text: 'what was asked', askedAtMs: 1 }] };
  server = await start(0);
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(15_000);
  ({ page, complaints } = await openWatchedPage(context));
});

afterEach(async () => {
  await context.close();
  await server.close();
});

const hits = () => page.locator('li:has(> .card)');
const box = () => page.getByRole('combobox', { name: 'Search the library' });

async function search(text = 'two people at a table'): Promise<void> {
  await page.goto(server.url);
  await box().fill(text);
  await box().press('Enter');
  await page
    .getByRole('status')
    .filter({ hasText: /found|No good match/ })
    .waitFor();
}

/** Whether the engine answers in this page: a search of before is listed. */
async function isConnected(on: Page = page): Promise<void> {
  await on.getByRole('button', { name: 'what was asked', exact: true }).waitFor();
}

describe('the page', () => {
  test('is found by the link, which leaves no token behind and works after a reload and in a second tab', async () => {
    await page.goto(server.url);
    await page.keyboard.press('Control+2');
    await isConnected();
    expect(page.url()).toBe(`http://127.0.0.1:${server.port}/#/search`);
    await picture('start');
    await page.reload();
    await isConnected();
    const second = await context.newPage();
    await second.goto(`http://127.0.0.1:${server.port}/#/search`);
    await isConnected(second);
    expect(complaints).toEqual([]);
  });

  test('opens in no other browser with the same link', async () => {
    await page.goto(server.url);
    await page.keyboard.press('Control+2');
    await isConnected();
    const stranger = await browser.newContext();
    const other = await stranger.newPage();
    await other.goto(server.url);
    await other.getByText('This browser has no access yet.').waitFor();
    await other.screenshot({ path: join(cacheFolder, 'page-refused.png') });
    await stranger.close();
  });

  test('shows moments with picture, title, times, reasons and evidence', async () => {
    await search();
    expect(await hits().count()).toBe(5);
    await page.getByRole('heading', { name: 'market-day.mp4' }).waitFor();
    const first = hits().first();
    for (const text of ['00:00:04:00–00:00:06:13', '0.93', '2 people at once, best 0.91']) {
      await first.getByText(text, { exact: false }).first().waitFor();
    }
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('li img')!.naturalWidth > 0);
    expect(await first.getByRole('img', { name: 'Evidence from 00:00:00:00 to 00:00:12:00' }).count()).toBe(1);
    await page.getByText('Ignored: “quietly” (an adverb).').waitFor();
    await page.getByText('No video has been analysed for spoken words yet').waitFor();
    await page.getByText('5 moments in 4 clips, found in 12 ms').waitFor();
    await picture('hits');
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('takes a part of the query out and puts it back', async () => {
    await search();
    await page.getByRole('button', { name: 'Search without table' }).click();
    await page.getByText('2 moments in').waitFor();
    await picture('chips');
    await page.getByRole('button', { name: 'Search with table again' }).click();
    await page.getByText('5 moments in').waitFor();
  });

  test('shows the weaker matches when asked', async () => {
    await search();
    await page.getByText('2 weaker matches left out.').waitFor();
    await page.getByRole('button', { name: 'Show weaker' }).click();
    await page.getByText('7 moments in').waitFor();
    expect(await page.getByText('left out').count()).toBe(0);
    await page.getByRole('button', { name: 'Hide weaker' }).click();
    await page.getByText('5 moments in').waitFor();
  });

  test('says when nothing matches, why, and what would help', async () => {
    await search('nothing');
    await page.getByText('No good match.').waitFor();
    await page.getByText('Nothing in these words says what to look for.').waitFor();
    const help = page.getByRole('region', { name: 'What would help' });
    await help.getByText('Take a part of the query out, or try other words.').waitFor();
    expect(await help.getByRole('button').count()).toBe(0);
  });
});

describe('the keyboard', () => {
  test('reaches everything', async () => {
    await page.goto(server.url);
    await page.keyboard.press('Control+2');
    await isConnected();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type('people/table');
    expect(await box().inputValue()).toBe('people/table');
    await page.keyboard.press('Enter');
    await page.getByText('5 moments in').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.locator('[data-hit][aria-current="true"]').filter({ hasText: 'workshop.webm' }).waitFor();
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toContain('gone.mp4');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await box().evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    expect([await box().inputValue(), await hits().count()]).toEqual(['', 0]);
  });
});

describe('a chosen moment', () => {
  test.each([
    ['market-day.mp4', 0, [4, 6.5]],
    ['workshop.webm', 2, [2, 3.5]],
  ] as const)('of %s plays from the start of its span', async (title, index, [startSeconds, endSeconds]) => {
    await search();
    await hits().nth(index).locator('[data-hit]').click();
    await page.getByRole('region', { name: 'Player' }).getByText(title).first().waitFor();
    await page.waitForFunction(
      ([start, end]) => {
        const seconds = document.querySelector('video')?.currentTime ?? -1;
        return seconds >= start - 0.041 && seconds <= end;
      },
      [startSeconds, endSeconds] as const,
    );
    await picture('player');
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('that is offline is said to be', async () => {
    await search();
    await hits().filter({ hasText: 'gone.mp4' }).getByText('offline').waitFor();
  });
});

describe('the connection', () => {
  test('that is lost is said, and a restarted server asks for its new link', async () => {
    await search();
    await server.close();
    await page.getByText('The connection to Timecue was lost.').waitFor();
    await picture('lost');
    server = await start(server.port);
    await page.getByText('This browser has no access yet.').waitFor();
    await page.goto(server.url);
    // The link in the same tab changes the fragment only: the page loads itself anew, and takes the token out.
    await page.waitForURL((address) => !address.hash.includes('token'));
    await page.keyboard.press('Control+2');
    await isConnected();
  });

  test('that breaks is opened again, with the moments still on the page', async () => {
    let cut = async (): Promise<void> => {};
    await page.routeWebSocket('**/rpc', (socket) => {
      socket.connectToServer();
      cut = () => socket.close();
    });
    await search();
    await cut();
    await page.getByText('The connection to Timecue was lost.').waitFor();
    await page.getByText('The connection to Timecue was lost.').waitFor({ state: 'detached' });
    expect(await hits().count()).toBe(5);
    await box().press('Enter');
    await page.getByText('5 moments in').waitFor();
  });
});

test('a small window cuts nothing off at its side', async () => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await search();
  await hits().first().locator('[data-hit]').click();
  await page.getByRole('region', { name: 'Player' }).waitFor();
  await picture('narrow');
  const widths = await page.evaluate(() =>
    ['html', '#page'].map((name) => {
      const { scrollWidth, clientWidth } = document.querySelector(name)!;
      return scrollWidth - clientWidth;
    }),
  );
  expect(widths).toEqual([0, 0]);
});
