import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

describe('a second server on a library that another writes', () => {
  test('searches and plays, says that nothing can be changed, and offers nothing that would', async () => {
    const { shots } = await drawClips();
    await using place = await Workplace.make();
    await place.put(shots.path, basename(shots.path));
    await place.run(['index', place.footage]);
    await using writer = await ServedWorkplace.open(place, browser);
    await using reader = await ServedWorkplace.open(place, browser);
    await writer.page.getByRole('gridcell').first().waitFor();
    const { page, complaints } = reader;
    await page.getByText('Another Timecue writes this library').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    expect(await page.getByRole('button', { name: 'Add footage' }).count()).toBe(0);
    await page.getByRole('gridcell').first().click();
    const actions = page.getByRole('toolbar', { name: 'What to do with the picked clips' });
    await actions.getByRole('button', { name: 'Open' }).waitFor();
    for (const name of ['Remove …', 'Add to the selection']) {
      expect([name, await actions.getByRole('button', { name }).count()]).toEqual([name, 0]);
    }
    await page.keyboard.press('/');
    await page.keyboard.type(shots.truth.events[0]!.text);
    await page.keyboard.press('Enter');
    await page.locator('[data-hit]').first().click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
    await reader.picture('read-only');
    for (const target of ['selection', 'models', 'settings', 'help'] as const) {
      await page.goto(`${new URL(page.url()).origin}/#/${target}`);
      await page.getByRole('main').waitFor();
      expect([target, ...(await axeViolations(page))]).toEqual([target]);
    }
    expect(complaints).toEqual([]);
  });
});

test('a server that is killed in the middle of indexing goes on with it when it is started again', async () => {
  const { shots } = await drawClips();
  await using place = await Workplace.make();
  const bytes = readFileSync(shots.path);
  for (let index = 0; index < 8; index += 1) {
    // A box that players skip: every file is another recording.
    const box = Buffer.concat([Buffer.from([0, 0, 0, 12]), Buffer.from('free'), Buffer.alloc(4, index)]);
    await place.write(`clip-${index + 1}.mp4`, Buffer.concat([bytes, box]));
  }
  {
    await using first = await ServedWorkplace.open(place, browser, { args: [place.footage], isGroup: true });
    const done = first.page.getByRole('gridcell').filter({ hasText: 'Indexed' });
    await expect.poll(() => done.count(), { timeout: 120_000 }).toBeGreaterThan(0);
    expect(await done.count()).toBeLessThan(8);
    process.kill(-first.process.pid, 'SIGKILL');
    await first.process.ended;
    await first.page.getByText('The connection to Timecue was lost.').waitFor();
  }
  await using second = await ServedWorkplace.open(place, browser);
  const { page, complaints } = second;
  await expect.poll(() => page.getByRole('gridcell').count()).toBe(8);
  const done = page.getByRole('gridcell').filter({ hasText: 'Indexed' });
  await expect.poll(() => done.count(), { timeout: 120_000 }).toBe(8);
  await page.getByRole('progressbar', { name: 'Indexing in all' }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
