import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { drawClips } from '../fixtures/draw-clips.ts';

const entry = resolve('electron/cli/timecue.mjs');
const folder = mkdtempSync(join(tmpdir(), 'timecue-workstation-'));
let server: ChildProcess;
let url: string;
let browser: Browser;

/** The address that `timecue serve` prints, from its one document on standard output. */
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

beforeAll(async () => {
  const clips = await drawClips();
  mkdirSync(join(folder, 'footage'));
  for (const { path } of [clips.shots, clips.numbered]) {
    copyFileSync(path, join(folder, 'footage', basename(path)));
  }
  server = spawn(
    process.execPath,
    [entry, 'serve', join(folder, 'footage'), '--library', join(folder, 'library'), '--json', '--quiet'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  [url, browser] = await Promise.all([servedUrl(server), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  if (server?.exitCode === null) {
    server.kill('SIGKILL');
  }
  rmSync(folder, { recursive: true, force: true });
});

test('a folder that is given to serve is indexed, searched in the page, and the span is played', async () => {
  const { shots } = await drawClips();
  const dark = shots.truth.events.find(({ kind }) => kind === 'light') ?? shots.truth.events[0]!;
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const { page, complaints } = await openWatchedPage(context);
  await page.goto(url);
  const hits = page.locator('section').filter({ has: page.getByRole('heading', { name: basename(shots.path) }) });
  const box = page.getByRole('combobox', { name: 'Search the library' });
  // Indexing goes on meanwhile: a person would ask again, too.
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
      { timeout: 60_000, interval: 1000 },
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
  expect(await page.content()).not.toContain(folder);
  await page.screenshot({ path: resolve('test/.cache/workstation.png') });
  expect(complaints).toEqual([]);
  await context.close();
});

test('SIGINT ends the workstation and what it has started within two seconds', async () => {
  const exited = once(server, 'exit');
  const startMs = performance.now();
  server.kill('SIGINT');
  await exited;
  // The promise of the command line, with as much again for a busy machine.
  expect(performance.now() - startMs).toBeLessThan(4000);
});
