import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { buildInterface } from '../../electron/cli/serve/build-interface.ts';
import { startServer, type RunningServer } from '../../electron/cli/serve/start-server.ts';
import { silentLogger } from '../../electron/engine/base/surroundings.ts';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { jobOf, queueOf } from '../helpers/queue-of.ts';
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

interface Watched {
  readonly shownSeconds: number[];
}

/** Keeps the time of every frame that the player shows from now on. */
const watchFrames = () =>
  page.evaluate(() => {
    const video = document.querySelector('video')!;
    const watched: Watched = { shownSeconds: [] };
    Object.assign(window, { watched });
    const keep = () =>
      video.requestVideoFrameCallback((_now, { mediaTime }) => {
        watched.shownSeconds.push(mediaTime);
        keep();
      });
    keep();
  });

const playerState = () =>
  page.evaluate(() => {
    const { currentTime, paused, videoWidth } = document.querySelector('video')!;
    const { watched } = window as unknown as { watched?: Watched };
    return { currentTime, paused, videoWidth, shownSeconds: watched?.shownSeconds ?? [] };
  });

describe('the page', () => {
  test('is found by the link, which leaves no token behind and works after a reload and in a second tab', async () => {
    await page.goto(server.url);
    await page.getByText('Indexing: 2 videos left · 42 × real time · about 2 min left').waitFor();
    expect(page.url()).toBe(`http://127.0.0.1:${server.port}/`);
    await picture('start');
    await page.reload();
    await page.getByText('Indexing: 2 videos left').waitFor();
    const second = await context.newPage();
    await second.goto(`http://127.0.0.1:${server.port}/`);
    await second.getByText('Indexing: 2 videos left').waitFor();
    expect(complaints).toEqual([]);
  });

  test('opens in no other browser with the same link', async () => {
    await page.goto(server.url);
    await page.getByText('Indexing: 2 videos left').waitFor();
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
    const first = hits().first();
    for (const text of ['market-day.mp4', '0:04.0–0:06.5', '0.93', '2 people, best 0.91']) {
      await first.getByText(text).waitFor();
    }
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('li img')!.naturalWidth > 0);
    expect(await first.getByRole('img', { name: 'Evidence from 0:00.0 to 0:12.0' }).count()).toBe(1);
    await page.getByText('Ignored: “quietly” (an adverb).').waitFor();
    await page.getByText('No video has been analysed for spoken words yet').waitFor();
    await page.getByText('5 moments found in 12 ms').waitFor();
    await picture('hits');
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('takes a part of the query out and puts it back', async () => {
    await search();
    await page.getByRole('button', { name: 'Search without table' }).click();
    await page.getByText('2 moments found').waitFor();
    await picture('chips');
    await page.getByRole('button', { name: 'Search with table again' }).click();
    await page.getByText('5 moments found').waitFor();
  });

  test('shows the weaker matches when asked', async () => {
    await search();
    await page.getByText('2 weaker matches left out.').waitFor();
    await page.getByRole('button', { name: 'Show weaker' }).click();
    await page.getByText('7 moments found').waitFor();
    expect(await page.getByText('left out').count()).toBe(0);
  });

  test('says when nothing matches', async () => {
    await search('nothing');
    await page.getByText('No good match.').waitFor();
    await page.getByText('Nothing in these words says what to look for.').waitFor();
  });
});

describe('the keyboard', () => {
  test('reaches everything', async () => {
    await page.goto(server.url);
    await page.getByText('Indexing:').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type('people/table');
    expect(await box().inputValue()).toBe('people/table');
    await page.keyboard.press('Enter');
    await page.getByText('5 moments found').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'workshop.webm' }).waitFor();
    await page.keyboard.press('End');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toContain('gone.mp4');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await box().evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    expect([await box().inputValue(), await hits().count()]).toEqual(['', 0]);
  });
});

describe('the player', () => {
  test.each([
    ['market-day.mp4', 0, [4, 6.5]],
    ['workshop.webm', 1, [2, 3.5]],
    ['market-day.mp4', 3, [8.52, 9.48]],
  ] as const)('plays exactly the span of a moment of %s', async (title, index, [startSeconds, endSeconds]) => {
    await search();
    await hits().nth(index).getByRole('button').click();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByRole('button', { name: 'Replay' }).waitFor();
    if (index === 0) {
      await picture('player');
    }
    await watchFrames();
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('button', { name: 'From its start' }).waitFor();
    await page.getByRole('button', { name: 'Replay' }).waitFor();
    // On a busy machine a frame too much may flash by; the one that stays is the last of the span.
    await vi.waitFor(async () => {
      const { currentTime, shownSeconds } = await playerState();
      expect(Math.max(currentTime, shownSeconds.at(-1)!)).toBeLessThan(endSeconds);
      expect(shownSeconds.at(-1)).toBeGreaterThan(endSeconds - 0.3);
    });
    const { paused, shownSeconds } = await playerState();
    expect(paused).toBe(true);
    // The first frame told may still be the one that stood there before the seek.
    const shown = shownSeconds.slice(1);
    expect(Math.min(...shown)).toBeGreaterThan(startSeconds - 0.041);
    expect(Math.min(...shown)).toBeLessThan(startSeconds + 0.5);
    expect(Math.max(...shown)).toBeLessThan(endSeconds + 0.2);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('says when the browser cannot play a video, and with which codec', async () => {
    await search();
    await hits().nth(2).getByRole('button').click();
    await page.getByText('This browser cannot play drone.mov').waitFor();
    await page.getByText('its codec is hevc').waitFor();
    await picture('unplayable');
  });

  test('says when a file is offline', async () => {
    await search();
    await hits().nth(4).getByRole('button').click();
    await page.getByText('gone.mp4 cannot be reached just now.').waitFor();
  });
});

describe('indexing and connection', () => {
  test('an empty library says what to type, and goes on by itself', async () => {
    engine.videoCount = 0;
    engine.queue = queueOf([]);
    await page.goto(server.url);
    await page.getByText('npx timecue serve ~/Footage').waitFor();
    await picture('empty');
    engine.videoCount = 1;
    engine.setQueue(queueOf([jobOf('v1')]));
    await page.getByText('Indexing: 1 video left').waitFor();
    await page.getByText('npx timecue serve ~/Footage').waitFor({ state: 'detached' });
  });

  test('failures are counted', async () => {
    engine.queue = queueOf([jobOf('v1', { state: 'failed' })]);
    await page.goto(server.url);
    await page.getByText('1 could not be indexed').waitFor();
  });

  test('a lost connection is said, and a restarted server asks for its new link', async () => {
    await search();
    await server.close();
    await page.getByText('The connection to Timecue was lost.').waitFor();
    await picture('lost');
    server = await start(server.port);
    await page.getByText('This browser has no access yet.').waitFor();
    await page.goto(server.url);
    await page.getByText('Indexing: 2 videos left').waitFor();
  });

  test('a connection that breaks is opened again, with the moments still on the page', async () => {
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
    await page.getByText('5 moments found').waitFor();
    await page.getByText('Indexing: 2 videos left').waitFor();
  });
});

test('a narrow window has the player above the moments', async () => {
  await page.setViewportSize({ width: 480, height: 900 });
  await search();
  await hits().first().getByRole('button').click();
  await page.getByRole('button', { name: 'Replay' }).waitFor();
  await picture('narrow');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
});
