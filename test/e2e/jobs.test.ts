import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { drawClips } from '../fixtures/draw-clips.ts';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

/** Enough of them that some still wait while the buttons are pressed. */
const clipCount = 12;
const titles = Array.from({ length: clipCount }, (_, index) => `clip-${String(index + 1).padStart(2, '0')}.mp4`);

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;

beforeAll(async () => {
  const { shots, withoutIndex } = await drawClips();
  browser = await launchBrowser();
  place = await Workplace.make();
  const bytes = readFileSync(shots.path);
  for (const [index, title] of titles.entries()) {
    // A box that players skip: every file is another recording.
    await place.write(
      title,
      Buffer.concat([bytes, Buffer.from([0, 0, 0, 12]), Buffer.from('free'), Buffer.alloc(4, index)]),
    );
  }
  await place.put(withoutIndex.path, 'broken.mp4');
  served = await ServedWorkplace.open(place, browser);
  page = served.page;
  await page.getByRole('heading', { name: 'Find moments in your footage' }).waitFor();
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
});

const tray = () => page.getByRole('region', { name: 'Jobs' });
const rows = () => tray().getByRole('listitem');
/** The full pass of a clip; clips as short as these are not gone through twice. */
const row = (title: string): Locator => rows().filter({ hasText: title }).filter({ hasText: 'Full pass' });
const press = (title: string, name: RegExp) => row(title).getByRole('button', { name }).click();

test('every button of the tray does what it says, and all work is done in the end', async () => {
  await page.keyboard.press('Control+o');
  await page.getByRole('dialog').getByLabel('Path').fill(place.footage);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+j');
  await tray().getByRole('button', { name: 'Pause all' }).click();
  await tray().getByRole('button', { name: 'Resume all' }).waitFor();
  const waiting = rows().filter({ hasText: 'Full pass' }).filter({ hasText: 'held with the whole queue' });
  await expect.poll(() => waiting.count()).toBeGreaterThan(4);
  const found = await waiting.evaluateAll((all) =>
    all.map((each) => each.querySelector('.title')!.textContent!.trim()),
  );
  const names = found.filter((name) => name !== 'broken.mp4');
  const [paused, cancelled, raised, lowered] = [names[0]!, names[1]!, names.at(-1)!, names[2]!];

  await press(paused, /^Pause /);
  await row(paused).getByText('paused', { exact: true }).waitFor();
  await press(cancelled, /^Cancel /);
  await row(cancelled).getByText('cancelled').waitFor();
  await press(raised, / sooner$/);
  await row(raised).getByText('Priority +1').waitFor();
  await press(lowered, / later$/);
  await row(lowered).getByText('Priority −1').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await served.picture('jobs-held');

  await tray().getByRole('button', { name: 'Resume all' }).click();
  // What was raised is over before what was lowered is begun.
  await row(raised).getByText('done').waitFor({ timeout: 120_000 });
  expect(await row(lowered).getByText('done').count()).toBe(0);
  await expect.poll(() => row(lowered).getByText('done').count(), { timeout: 120_000 }).toBe(1);
  expect(await row(paused).getByText('paused', { exact: true }).count()).toBe(1);

  await press(cancelled, /^Try /);
  await row(cancelled).getByText('done').waitFor({ timeout: 120_000 });
  await press(paused, /^Resume /);
  await row(paused).getByText('done').waitFor({ timeout: 120_000 });

  await page.getByRole('button', { name: '1 could not be indexed' }).click();
  await expect.poll(() => rows().count()).toBe(1);
  await rows().getByText('broken.mp4').waitFor();
  await rows().getByRole('button', { name: /^Try / }).click();
  await served.picture('jobs-failed');
  await page.keyboard.press('Escape');
  await tray().waitFor({ state: 'detached' });
  expect(served.complaints).toEqual([]);
});
