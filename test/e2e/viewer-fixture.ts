import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';

/** Longer ago than a file that may still be written: scans take it without waiting. */
const quietSeconds = 3600;

/** A real `timecue serve` on a folder of clips, and a browser that looks at it. */
export class ViewerFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'timecue-viewer-'));
  readonly footage = join(this.folder, 'footage');
  #server: ChildProcess | null = null;
  #browser: Browser | null = null;
  #context: BrowserContext | null = null;
  #pages: { readonly page: Page; readonly complaints: string[] }[] = [];

  constructor() {
    mkdirSync(this.footage);
    mkdirSync(join(this.folder, 'home'));
  }

  put(source: string, name: string): void {
    const path = join(this.footage, name);
    copyFileSync(source, path);
    this.settle(name);
  }

  /** As if the file had been there for long. */
  settle(name: string): void {
    const seconds = Date.now() / 1000 - quietSeconds;
    utimesSync(join(this.footage, name), seconds, seconds);
  }

  /** Serves the footage and opens the page in one window. */
  async start(viewport = { width: 1440, height: 900 }): Promise<Page> {
    const args = ['serve', this.footage, '--library', join(this.folder, 'library'), '--json', '--quiet'];
    this.#server = spawn(process.execPath, [resolve('electron/cli/timecue.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // The settings of whoever runs the tests are none of theirs.
      env: { ...process.env, HOME: join(this.folder, 'home') },
    });
    const [url, browser] = await Promise.all([servedUrl(this.#server), launchBrowser()]);
    this.#browser = browser;
    this.#context = await browser.newContext({ viewport });
    this.#context.setDefaultTimeout(30_000);
    return this.open(url);
  }

  /** Another window of the same browser. */
  async open(url: string): Promise<Page> {
    const watched = await openWatchedPage(this.#context!);
    this.#pages.push(watched);
    await watched.page.goto(url);
    return watched.page;
  }

  get complaints(): string[] {
    return this.#pages.flatMap(({ complaints }) => complaints);
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    this.#server?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function servedUrl(child: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of child.stdout!.setEncoding('utf8')) {
    printed += chunk as string;
    if (printed.includes('\n')) {
      return (JSON.parse(printed) as { url: string }).url;
    }
  }
  throw new Error('timecue serve ended without an address');
}

/** Asks and opens the first moment in a clip; indexing may still go on, so it is asked again as a person would. */
export async function openFound(page: Page, text: string, title: string): Promise<void> {
  const hit = page
    .locator('[data-hit]')
    .and(page.getByRole('button', { name: new RegExp(title) }))
    .first();
  const box = page.locator('header input').first();
  await until({
    what: `a moment in ${title}`,
    timeoutMs: 90_000,
    look: async () => {
      await box.fill(text);
      await box.press('Enter');
      return hit.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    },
    isRight: (isThere) => isThere,
  });
  await hit.click();
  await page.getByRole('region', { name: 'Player' }).getByRole('heading', { name: title }).waitFor();
}

/** Keys go to the window, not to the box that was typed into. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const key of keys) {
    await page.keyboard.press(key);
  }
}

export interface Barcode {
  readonly bitCount: number;
  /** Where in the height of the picture it is, 0..1. */
  readonly rowShare: number;
}

/** The number drawn into the picture that the player shows just now. */
export function shownNumber(page: Page, barcode: Barcode): Promise<number | null> {
  return page.evaluate(({ bitCount, rowShare }) => {
    const video = document.querySelector('video');
    if (video === null || video.videoWidth === 0) {
      return null;
    }
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(video, 0, 0);
    let number = 0;
    for (let bit = 0; bit < bitCount; bit += 1) {
      const x = Math.floor(((bit + 0.5) * canvas.width) / bitCount);
      const [red] = context.getImageData(x, Math.floor(canvas.height * rowShare), 1, 1).data;
      number += red! > 128 ? 2 ** bit : 0;
    }
    return number;
  }, barcode);
}

export const untilNumber = (page: Page, barcode: Barcode, number: number) =>
  until({
    what: `frame ${number} on the screen`,
    timeoutMs: 10_000,
    look: () => shownNumber(page, barcode),
    isRight: (shown) => shown === number,
  });

interface Wanted<T> {
  readonly what: string;
  readonly timeoutMs: number;
  readonly look: () => Promise<T>;
  readonly isRight: (value: T) => boolean;
}

/** Looks again and again; says what was there instead when the time is over. Measurements use it too, without Vitest. */
async function until<T>({ what, timeoutMs, look, isRight }: Wanted<T>): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (isRight(value)) {
      return;
    }
    if (performance.now() > endMs) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}; there was ${String(value)}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

export const shownTimeText = (page: Page) => page.locator('[data-shown-time]').textContent();
