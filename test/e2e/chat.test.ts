import type { Browser, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { makeFlashLibrary } from '../helpers/flash-library.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import type { Workplace } from '../helpers/workplace.ts';

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  place = await makeFlashLibrary();
  served = await ServedWorkplace.open(place, browser);
  page = served.page;
  await page.getByRole('gridcell').first().waitFor();
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
});

const question = () => page.getByRole('textbox', { name: 'Question' });
const answers = () => page.getByRole('article');
const button = (name: string | RegExp) => page.getByRole('button', { name });

async function ask(words: string): Promise<void> {
  const count = await answers().count();
  await question().fill(words);
  await page.keyboard.press('Enter');
  await expect.poll(() => answers().count()).toBeGreaterThan(count);
  await answers().last().getByRole('button', { name: 'Copy the answer' }).waitFor();
}

test('a clip is asked about by keyboard; the answer names moments that play', async () => {
  await page.getByRole('gridcell').first().dblclick();
  await page.getByRole('region', { name: 'Player' }).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'Chat' }).waitFor();
  await page.getByRole('group', { name: 'What the question is about' }).getByText('flashes.mp4').waitFor();
  await ask('When is it red?');
  const moment = answers()
    .last()
    .getByRole('button', { name: /^Play .* of flashes\.mp4$/ });
  expect(await moment.count()).toBeGreaterThan(3);
  await moment.nth(1).click();
  await expect.poll(() => moment.nth(1).getAttribute('aria-current')).toBe('true');
  await answers().last().getByText('What was looked at').click();
  await page.getByText('The index was read').waitFor();
  expect(await axeViolations(page)).toEqual([]);
  await served.picture('chat-answer');
});

test('what the index cannot know it says, with the way to a model', async () => {
  await ask('Why did somebody choose this colour?');
  await answers().last().getByText('a language model is needed').waitFor();
  await answers().last().getByRole('button', { name: 'How to get a model' }).waitFor();
});

test('a question is put otherwise, and both versions stay', async () => {
  await answers().first().getByRole('button', { name: 'Ask something else instead' }).click();
  await page.getByRole('textbox', { name: 'Ask something else instead' }).fill('How often is it red?');
  await button('Ask this instead').click();
  await answers().first().getByText('2/2').waitFor();
  expect(await answers().count()).toBe(1);
  await answers().first().getByRole('button', { name: 'Earlier version' }).click();
  await expect.poll(() => answers().count()).toBe(2);
});

test('conversations are named, kept over a reload, branched, written and deleted', async () => {
  await button('Rename').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Red things');
  await page.keyboard.press('Enter');
  await page.reload();
  const conversations = page.getByRole('combobox', { name: 'Conversations' });
  await expect.poll(() => conversations.locator('option').allTextContents()).toContain('Red things');
  await conversations.selectOption({ label: 'Red things' });
  await answers().first().waitFor();
  await button('Save as Markdown').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download / }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toContain('flashes.mp4');
  await answers().last().getByRole('button', { name: 'Go on from here in a new conversation' }).click();
  await expect.poll(() => conversations.locator('option').count()).toBe(3);
  await button('Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => conversations.locator('option').count()).toBe(2);
  expect(served.complaints).toEqual([]);
});
