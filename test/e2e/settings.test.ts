import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { de } from '../../renderer/messages/de/index.ts';
import { en } from '../../renderer/messages/en/index.ts';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  place = await Workplace.make();
  served = await ServedWorkplace.open(place, browser);
  page = served.page;
  // The token is taken out of the address before anything else is put into it.
  await page.waitForURL((address) => !address.hash.includes('token'));
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
});

const go = async (name: string) => {
  await page.goto(`${new URL(page.url()).origin}/#/${name}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
};
const themeOf = (one: Page) => one.evaluate(() => document.documentElement.dataset['theme']);
const row = (command: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: command, exact: true }) });

test('a setting is applied at once, kept over a reload, and seen by a second window', async () => {
  await go('settings');
  const second = await served.context.newPage();
  await second.goto(page.url());
  await second.getByRole('heading', { name: 'Settings' }).waitFor();
  await page.getByLabel('Theme').selectOption('Light');
  await expect.poll(() => themeOf(page)).toBe('light');
  await expect.poll(() => themeOf(second)).toBe('light');
  await page.reload();
  await expect.poll(() => themeOf(page)).toBe('light');
  await second.getByLabel('Theme').selectOption('Dark');
  await expect.poll(() => themeOf(page)).toBe('dark');
  await second.close();
});

test('how much room proxies may take is refused where it makes no sense, and kept where it does', async () => {
  await go('settings');
  const field = page.getByLabel('Room for proxies (GB)');
  await field.fill('0.01');
  await field.press('Enter');
  await page.getByText('Between 100 MB and 1 TB.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('5');
  await field.press('Enter');
  await page.getByText('Between 100 MB and 1 TB.').waitFor({ state: 'detached' });
  await page.reload();
  await expect.poll(() => field.inputValue()).toBe('5');
});

test('with no network at all, models are not offered to download, and it is said why', async () => {
  await go('settings');
  const isOff = page.getByRole('switch', { name: 'No network at all' });
  await isOff.check();
  await go('models');
  await page.getByText('“No network at all” is switched on').waitFor();
  await page
    .getByRole('button', { name: /^Install from a folder/ })
    .first()
    .waitFor();
  expect(await page.getByRole('button', { name: /^Download/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Open the settings' }).click();
  await isOff.uncheck();
  await go('models');
  await page.getByRole('button', { name: 'Download YOLOX-nano' }).waitFor();
});

test('a key is bound by pressing it, works at once, can be undone and put back', async () => {
  await go('settings');
  await row('Go to the models')
    .getByRole('button', { name: /^Add a key/ })
    .press('Enter');
  await page.keyboard.press('w');
  await row('Go to the models').getByText('W', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor();
  await go('settings');
  await page.getByRole('heading', { name: 'Settings' }).click();
  await page.keyboard.press('Control+z');
  await row('Go to the models').getByText('W', { exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+y');
  await row('Go to the models').getByText('W', { exact: true }).waitFor();
  await row('Go to the models')
    .getByRole('button', { name: /^Reset/ })
    .click();
  await row('Go to the models').getByText('W', { exact: true }).waitFor({ state: 'detached' });
});

test('a key that another command has is asked about, and can be kept twice or taken over', async () => {
  await go('settings');
  const exporting = row('Export');
  await exporting.getByRole('button', { name: /^Add a key/ }).click();
  await page.keyboard.press('k');
  await exporting.getByText('K already does: “Play or pause”.').waitFor();
  await exporting.getByRole('button', { name: 'Keep both' }).click();
  await exporting.getByText('K also does: “Play or pause”').waitFor();
  await row('Play or pause').getByText('K also does: “Export”').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await exporting.getByRole('button', { name: 'Use it only here' }).click();
  await row('Play or pause').getByText('K', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Reset all keys' }).click();
  await row('Play or pause').getByText('K', { exact: true }).waitFor();
});

test('Esc and Tab leave the taking of a key without one', async () => {
  await go('settings');
  for (const key of ['Escape', 'Tab']) {
    await row('Undo')
      .getByRole('button', { name: /^Add a key/ })
      .click();
    await page.getByRole('button', { name: 'Press a key … (Esc stops)' }).press(key);
    await page.getByRole('button', { name: 'Press a key … (Esc stops)' }).waitFor({ state: 'detached' });
  }
  expect(await row('Undo').getByText('Esc', { exact: true }).count()).toBe(0);
});

/** English words that are others in German; what stands in both languages alike says nothing. */
const englishOnly = new Set(
  Object.entries(en).flatMap(([part, words]) =>
    Object.entries(words as Record<string, string>)
      .filter(([key, text]) => text !== (de as Record<string, Record<string, string>>)[part]![key])
      .map(([, text]) => text),
  ),
);

const wordsShown = () =>
  page.evaluate(() => {
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null) {
      texts.push(walker.currentNode.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      texts.push(...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name) ?? ''));
    }
    return texts.map((text) => text.trim().replace(/\s+/g, ' ')).filter((text) => text !== '');
  });

test('in German no English word is left on any page, and the document says its language', async () => {
  await go('settings');
  await page.getByLabel('Language').selectOption('Deutsch');
  await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  for (const name of ['library', 'search', 'selection', 'models', 'settings', 'help']) {
    await page.goto(`${new URL(page.url()).origin}/#/${name}`);
    await page.waitForTimeout(300);
    const left = (await wordsShown()).filter((text) => englishOnly.has(text));
    expect([name, ...left]).toEqual([name]);
  }
  await page.keyboard.press('Control+j');
  await page.getByRole('region', { name: 'Aufträge' }).waitFor();
  expect((await wordsShown()).filter((text) => englishOnly.has(text))).toEqual([]);
  await page.keyboard.press('Escape');
  await page.goto(`${new URL(page.url()).origin}/#/settings`);
  await page.getByLabel('Sprache').selectOption('English');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect(served.complaints).toEqual([]);
});
