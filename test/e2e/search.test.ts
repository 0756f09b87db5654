import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser, openWatchedPage } from '../helpers/browser.ts';
import { parseCsv } from '../helpers/parse-csv.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { sharedFolder } from '../helpers/shared.ts';
import { timecue } from '../helpers/timecue-process.ts';
import { Workplace } from '../helpers/workplace.ts';

const clips = [
  'intel_preview_people-detection.mp4',
  'intel_preview_person-bicycle-car-detection.mp4',
  'intel_preview_classroom.mp4',
  'intel_preview_head-pose-face-detection-male.mp4',
  'asl/again.mkv',
  'asl/help.mkv',
];

describe.skipIf(sharedFolder === null)('searching real footage', () => {
  const shared = sharedFolder!;
  let place: Workplace;
  let browser: Browser;
  let served: ServedWorkplace;
  let origin: string;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    mkdirSync(resolve('test/.cache'), { recursive: true });
    place = await Workplace.make();
    const env = { TIMECUE_MODELS: join(place.folder, 'models') };
    for (const clip of clips) {
      await place.put(join(shared, 'footage/library', clip), basename(clip));
    }
    const installed = await timecue(['models', 'install', 'yolox-nano', '--from', join(shared, 'models/yolox-nano')], {
      env,
    });
    expect(installed.code, installed.stderr).toBe(0);
    const indexed = await place.run(['index', place.footage], { env });
    expect(indexed.code, indexed.stderr).toBe(0);
    browser = await launchBrowser();
    served = await ServedWorkplace.open(place, browser, { env });
    origin = new URL(served.page.url()).origin;
  });

  afterAll(async () => {
    await served?.[Symbol.asyncDispose]();
    await browser?.close();
    await place?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    ({ page, complaints } = await openWatchedPage(served.context));
    const answered = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
    await page.goto(`${origin}/#/search`);
    await answered;
  });

  afterEach(async () => {
    // A poster or a clip whose page was left is no complaint of the page's own.
    expect(complaints).toEqual([]);
    await page.close();
  });

  const box = (on: Page = page) => on.getByRole('combobox', { name: 'Search the library' });
  const cards = (on: Page = page) => on.locator('[data-hit]');
  const picture = (name: string) => page.screenshot({ path: resolve(`test/.cache/search-${name}.png`) });
  const status = (text: RegExp) => page.getByRole('status').filter({ hasText: text });

  async function ask(text: string): Promise<void> {
    await box().fill(text);
    await box().press('Enter');
    await status(/found|No good match/).waitFor();
  }

  test('from a word that is typed over its suggestions to hits with picture, times, reasons and evidence', async () => {
    await box().pressSequentially('two pe');
    const options = page.getByRole('option');
    await options.first().waitFor();
    expect(await box().getAttribute('aria-expanded')).toBe('true');
    expect(await axeViolations(page)).toEqual([]);
    await picture('suggestions');
    await box().press('ArrowDown');
    const active = await box().getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true');
    await box().press('Escape');
    expect([await box().inputValue(), await options.count()]).toEqual(['two pe', 0]);

    await ask('person');
    expect(await cards().count()).toBeGreaterThan(3);
    const card = page.locator('.card').first();
    await card.getByText(/^\d\d:\d\d:\d\d[:;]\d\d–\d\d:\d\d:\d\d[:;]\d\d$/).waitFor();
    await card.getByText(/person, best 0\.\d\d/).waitFor();
    await card.getByRole('img', { name: /^Evidence from/ }).waitFor();
    await page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('[data-hit] img')?.naturalWidth ?? 0) > 0,
    );
    await picture('hits');
    expect(await axeViolations(page)).toEqual([]);

    await box().fill('');
    await page.getByRole('option', { name: /^person asked before/ }).waitFor();
  });

  test('a part of the plan is taken out and put back, and the clips are grouped and ordered as one likes', async () => {
    await ask('person and bicycle');
    await page.getByRole('button', { name: 'Search without bicycle' }).click();
    await page.getByRole('button', { name: 'Search with bicycle again' }).waitFor();
    // What was found before stays until the new answer is there.
    await expect.poll(() => cards().count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Search with bicycle again' }).click();
    await page.getByRole('button', { name: 'Search without bicycle' }).waitFor();

    await ask('person');
    const heads = page.locator('section[aria-labelledby^="clip-"] h2');
    await expect.poll(() => heads.count()).toBeGreaterThan(3);
    await page.getByLabel('Order').selectOption('By name');
    const byName = (names: readonly string[]) =>
      names.toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }));
    await expect
      .poll(async () => (await heads.allTextContents()).join())
      .toBe(byName(await heads.allTextContents()).join());
    await page.getByLabel('Group by clip').uncheck();
    await page.getByRole('list', { name: 'Moments found' }).waitFor();
    expect(await heads.count()).toBe(0);
    await page.getByLabel('Order').selectOption('Best first');
    const scores = (await page.locator('.card .score [aria-hidden]').allTextContents()).map(Number);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('filters narrow, and when they exclude everything that is said with the way out', async () => {
    await ask('person');
    const allCount = await cards().count();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Name holds').fill('again');
    await page.getByLabel('Name holds').press('Enter');
    await status(/^1 moment found/).waitFor();
    await page.getByLabel('Clip length').selectOption('Over 1 h');
    await page.getByText('Filters are on: Name holds, Clip length.').waitFor();
    await picture('no-match');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('region', { name: 'What would help' }).getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => cards().count()).toBe(allCount);
    await page.getByLabel('things in the picture').uncheck();
    await page.getByText('Filters are on: Found by.').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();

    await ask('giraffe');
    await status(/No good match/).waitFor();
    await page.getByRole('heading', { name: 'What would help' }).waitFor();
  });

  test('the keyboard alone asks, goes through the hits, previews, plays, searches inside one clip and comes back', async () => {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('/');
    await page.keyboard.type('person');
    await page.keyboard.press('Enter');
    await status(/found/).waitFor();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-hit') ?? null);
    const first = await focused();
    expect(first).not.toBeNull();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('Space');
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('.card video')?.currentTime ?? 0) > 0);
    await page.keyboard.press('Space');
    await page.locator('.card video').waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    expect(await focused()).toBe(first);
    await page.keyboard.press('Enter');
    await page.locator(`[data-hit="${first}"][aria-current="true"]`).waitFor();
    await page.keyboard.press('n');
    await page.locator(`[data-hit="${first}"][aria-current="false"]`).waitFor();
    await page.keyboard.press('p');
    await page.locator(`[data-hit="${first}"][aria-current="true"]`).waitFor();
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('button', { name: 'Search everywhere again' }).waitFor();
    await expect.poll(() => page.locator('section[aria-labelledby^="clip-"]').count()).toBe(1);
    await picture('inside-clip');
    await page.getByRole('button', { name: 'Search everywhere again' }).press('Enter');
    await expect.poll(() => page.locator('section[aria-labelledby^="clip-"]').count()).toBeGreaterThan(1);
    await page.locator(`[data-hit="${first}"]`).focus();
    await page.keyboard.press('ArrowUp');
    expect(await box().evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'What are you looking for?' }).waitFor();
    expect(await box().inputValue()).toBe('');
  });

  test('a search is saved, asked again from the list and removed, and the history is cleared', async () => {
    await ask('person');
    await page.keyboard.press('Control+d');
    const dialog = page.getByRole('dialog', { name: 'Save this search' });
    await dialog.getByLabel('Name').fill('People');
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save this search' }).click();
    await page.getByText('Saved: People').waitFor();
    await box().press('Escape');
    await page
      .getByRole('region', { name: 'Saved searches' })
      .getByRole('button', { name: 'People', exact: true })
      .click();
    await status(/found/).waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    expect(await axeViolations(page)).toEqual([]);
    await picture('start');
    await page.getByRole('button', { name: 'Remove the saved search People' }).click();
    await page.getByText('None yet. A search that you save stands here.').waitFor();
    await page.getByRole('button', { name: 'Clear history' }).click();
    await page.getByText('None yet.', { exact: true }).waitFor();
  });

  test('a verdict is kept over a reload and can be undone; what is wrong comes last', async () => {
    const verdictOf = (name: string) =>
      page.locator('.card').first().getByRole('button', { name, exact: true }).getAttribute('aria-pressed');
    await ask('person');
    const count = await cards().count();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('r');
    await expect.poll(() => verdictOf('Right')).toBe('true');
    await page.reload();
    await ask('person');
    await expect.poll(() => verdictOf('Right')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('w');
    await expect.poll(() => verdictOf('Wrong')).toBe('true');
    await page.keyboard.press('Control+z');
    await expect.poll(() => verdictOf('Right')).toBe('true');
    await page.keyboard.press('w');
    await expect.poll(() => verdictOf('Wrong')).toBe('true');
    await ask('person');
    await expect.poll(() => cards().count()).toBe(count - 1);
    await page.getByRole('button', { name: 'Show weaker' }).click();
    await page.getByText('Weaker matches are shown as well.').waitFor();
    const wrong = page.locator('.card.wrong');
    await expect.poll(() => wrong.count()).toBe(1);
    await wrong.locator('[data-hit]').focus();
    await page.keyboard.press('w');
    await expect.poll(() => wrong.count()).toBe(0);
  });

  test('times are shown and copied in the unit of the person', async () => {
    await served.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await ask('person');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    // Timecode, or the clock where the best clip has frames that cannot be counted.
    await page.getByText(/^Copied: \d\d:\d\d:\d\d([:;]\d\d|\.\d{3})$/).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d\d:\d\d:\d\d([:;]\d\d|\.\d{3})$/);
  });

  const rows = (on: Page = page) => on.getByRole('list', { name: 'Collected spans' }).locator('li[data-item]');
  const namesOf = (on: Page = page) =>
    rows(on)
      .locator('.name')
      .evaluateAll((inputs) => (inputs as HTMLInputElement[]).map(({ value, placeholder }) => value || placeholder));

  test('three spans are collected, moved, renamed, noted, kept over a reload, seen elsewhere, and all of it undone', async () => {
    await page.goto(`${origin}/#/selection`);
    await page.getByText('Nothing is collected yet.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await ask('person');
    await page.keyboard.press('ArrowDown');
    for (const key of ['s', 'ArrowRight', 's', 'ArrowRight', 's']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('button', { name: 'Selection, 3 spans' }).waitFor();
    await page.keyboard.press('s');
    await page.getByText('This span is in the selection already.').waitFor();
    await page.keyboard.press('Control+3');
    await expect.poll(() => rows().count()).toBe(3);
    const [a, b, c] = await namesOf();
    expect(await axeViolations(page)).toEqual([]);
    await picture('selection');

    const second = await openWatchedPage(served.context);
    await second.page.goto(`${origin}/#/selection`);
    await expect.poll(() => namesOf(second.page)).toEqual([a, b, c]);

    await page.getByRole('button', { name: `Play ${c}` }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => namesOf()).toEqual([a, c, b]);
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => namesOf()).toEqual([c, a, b]);
    await page.getByLabel('Name of span 1').fill('Opening');
    await page.keyboard.press('Enter');
    await expect.poll(() => namesOf(second.page)).toEqual(['Opening', a, b]);
    await page.getByLabel('Note on span 2').fill('hands, "close"');
    await page.keyboard.press('Enter');
    await second.page.getByRole('button', { name: `Remove ${b}` }).click();
    await expect.poll(() => namesOf()).toEqual(['Opening', a]);
    await second.page.keyboard.press('Control+z');
    await expect.poll(() => namesOf()).toEqual(['Opening', a, b]);
    await rows().nth(2).locator('.grip').dragTo(rows().nth(0));
    await expect.poll(() => namesOf()).toEqual([b, 'Opening', a]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => namesOf()).toEqual(['Opening', a, b]);
    await picture('selection-two');

    for (const names of [['Opening', a, b], [c, a, b], [a, c, b], [a, b, c], [a, b], [a], []]) {
      await page.keyboard.press('Control+z');
      await expect.poll(() => namesOf()).toEqual(names);
    }
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Control+y');
    }
    await expect.poll(() => namesOf(second.page)).toEqual(['Opening', a, b]);
    await page.reload();
    await expect.poll(() => namesOf()).toEqual(['Opening', a, b]);
    expect(second.complaints).toEqual([]);
    await second.page.close();
  });

  async function download(format: string): Promise<string> {
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByRole('radio', { name: format }).check();
    await dialog.getByText(/\d+ moments?, /).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await picture(`export-${format.slice(0, 3).toLowerCase()}`);
    const [file] = await Promise.all([
      page.waitForEvent('download') as Promise<Download>,
      dialog.getByRole('link', { name: /^Download/ }).click(),
    ]);
    await page.getByText(`Exported: ${file.suggestedFilename()}`).waitFor();
    return readFileSync(await file.path(), 'utf8');
  }

  test('the selection and a search are exported as CSV and JSON that say what the page says', async () => {
    await page.goto(`${origin}/#/selection`);
    await expect.poll(() => rows().count()).toBe(3);
    const names = await namesOf();
    const table = parseCsv(await download('CSV'));
    expect(table.slice(1).map((row) => row[table[0]!.indexOf('name')])).toEqual(names);
    const document = JSON.parse(await download('JSON')) as { moments: { name: string; query: string }[] };
    expect(document.moments.map(({ name }) => name)).toEqual(names);
    expect(document.moments[0]!.query).toBe('person');

    await ask('person');
    const count = await cards().count();
    const found = parseCsv(await download('CSV'));
    expect(found).toHaveLength(count + 1);
    expect(found[1]![found[0]!.indexOf('query')]).toBe('person');

    await page.keyboard.press('Control+3');
    await page.getByRole('button', { name: 'Remove all' }).click();
    await page.getByText('Nothing is collected yet.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => namesOf()).toEqual(names);
  });
});
