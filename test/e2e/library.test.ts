import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawClips } from '../fixtures/draw-clips.ts';
import { axeViolations } from '../helpers/axe.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { sharedFolder } from '../helpers/shared.ts';
import { Workplace } from '../helpers/workplace.ts';

let browser: Browser;

beforeAll(async () => {
  mkdirSync(resolve('test/.cache'), { recursive: true });
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

const grid = (page: Page) => page.getByRole('grid', { name: 'Clips' });
const card = (page: Page, title: string | RegExp) => grid(page).getByRole('gridcell').filter({ hasText: title });

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let count = 0; count < 60; count += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement === document.body ? null : document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
    });
    if (typeof name === 'string' ? focused === name : name.test(focused)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab leads to nothing called ${String(name)}`);
}

describe.skipIf(sharedFolder === null)('a newcomer', () => {
  test('comes from an empty library to a first result by keyboard alone', async () => {
    const shared = sharedFolder!;
    await using place = await Workplace.make();
    await place.put(join(shared, 'footage/library/intel_bottle-detection.mp4'), 'bottles.mp4');
    await using served = await ServedWorkplace.open(place, browser, {
      env: { TIMECUE_MODELS: join(place.folder, 'models') },
    });
    const { page, complaints } = served;
    await page.getByRole('heading', { name: 'Find moments in your footage' }).waitFor();
    await page.getByText('3.7 MB · licence Apache-2.0').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await served.picture('library-empty');

    await tabTo(page, 'Install from a folder …');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type(join(shared, 'models/yolox-nano'));
    await page.keyboard.press('Enter');
    await page.getByText('People and things can be searched by name.').waitFor();

    await page.keyboard.press('Control+o');
    const dialog = page.getByRole('dialog', { name: 'Add footage' });
    await dialog.getByRole('option').first().waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.type(place.footage);
    await page.keyboard.press('Enter');
    await page.getByText('1 clip added').waitFor();
    await page.getByRole('heading', { name: 'Ready to search' }).waitFor({ timeout: 120_000 });
    await served.picture('library-first-steps');
    await tabTo(page, /bottle|person|people|car|dark|camera/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/search/);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('bottle');
    await page.keyboard.press('Enter');
    await page.locator('main').getByText('bottles.mp4').first().waitFor();
    await served.picture('library-first-result');
    await page.keyboard.press('Control+1');
    await card(page, 'bottles.mp4').waitFor();
    expect(await page.getByRole('heading', { name: 'Ready to search' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('the clips', () => {
  test('are opened, picked, filtered and taken out by keyboard; their files stay', async () => {
    const { shots, numbered } = await drawClips();
    await using place = await Workplace.make();
    await place.put(shots.path, 'day one/harbour.mp4');
    await place.put(numbered.path, 'day two/market.mp4');
    await place.put(shots.path, 'day two/a copy of harbour.mp4');
    await place.run(['index', place.footage]);
    await using served = await ServedWorkplace.open(place, browser);
    const { page, complaints } = served;
    await card(page, /market/).waitFor();
    await expect.poll(() => grid(page).getByText('Indexed').count()).toBe(2);
    await page.waitForFunction(() => [...document.querySelectorAll('img')].every((img) => img.naturalWidth > 0));
    await served.picture('library-grid');
    expect(await axeViolations(page)).toEqual([]);

    await page.getByRole('treeitem', { name: /day one/ }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^1 of 2 clips$/ })
      .waitFor();
    await page.getByRole('button', { name: 'Show all clips' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^2 clips$/ })
      .waitFor();

    await tabTo(page, /market|harbour/);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('grid').getByText('Open in the viewer').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+a');
    await page.getByText('2 clips picked').waitFor();
    await served.picture('library-picked');
    await page.keyboard.press('Escape');
    expect(await page.getByText('clips picked').count()).toBe(0);

    await page.getByLabel('Filter by name').fill('MARK');
    await page
      .getByRole('status')
      .filter({ hasText: /^1 of 2 clips$/ })
      .waitFor();
    await page.getByLabel('Filter by name').press('Escape');
    await page.getByRole('button', { name: 'As a list' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'As a list', pressed: true }).waitFor();
    await card(page, /market/).waitFor();
    await served.picture('library-list');
    expect(await axeViolations(page)).toEqual([]);

    await card(page, /market/).click();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog', { name: 'Remove this clip?' }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('One clip was taken out of the library.').waitFor();
    await expect.poll(() => grid(page).getByRole('gridcell').count()).toBe(1);
    expect(readFileSync(join(place.footage, 'day two/market.mp4')).length).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  test('of a drive that is gone are offline, come back with it, and are relinked to a new place', async () => {
    const { shots } = await drawClips();
    await using place = await Workplace.make();
    await place.put(shots.path, 'harbour.mp4');
    await place.run(['index', place.footage]);
    await using served = await ServedWorkplace.open(place, browser);
    const { page } = served;
    await card(page, /harbour/).waitFor();
    const away = join(place.folder, 'elsewhere');
    renameSync(place.footage, away);
    await page.getByRole('treeitem', { name: /footage/ }).click();
    await page.getByRole('button', { name: 'Look for changes' }).click();
    await card(page, /harbour/)
      .getByText('Offline')
      .waitFor({ timeout: 60_000 });
    await page.getByText('is offline. Plug its drive in again').waitFor();
    await served.picture('library-offline');
    renameSync(away, place.footage);
    await page.getByRole('button', { name: 'Look for changes' }).click();
    await card(page, /harbour/)
      .getByText('Offline')
      .waitFor({ state: 'detached', timeout: 60_000 });

    renameSync(place.footage, away);
    await page.getByRole('button', { name: 'Relink …' }).click();
    await page.getByRole('dialog', { name: 'Relink a folder' }).getByLabel('Path').fill(away);
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: /elsewhere/ }).waitFor({ timeout: 60_000 });
    await expect
      .poll(() =>
        card(page, /harbour/)
          .getByText('Offline')
          .count(),
      )
      .toBe(0);
    expect(
      await card(page, /harbour/)
        .getByText('Indexed')
        .count(),
    ).toBe(1);
  });

  test('with names that are awkward in addresses and command lines are shown and played', async () => {
    const { shots } = await drawClips();
    const names = ['🎬 été #1 100%.mp4', `"quoted" 'clip' & <b>.mp4`, '-dash first.mp4', 'ねこ?=+;.mp4'];
    await using place = await Workplace.make();
    const bytes = readFileSync(shots.path);
    for (const [index, name] of names.entries()) {
      // A box that players skip: every file is another recording.
      await place.write(
        name,
        Buffer.concat([bytes, Buffer.from([0, 0, 0, 12]), Buffer.from('free'), Buffer.alloc(4, index)]),
      );
    }
    await place.run(['index', place.footage]);
    await using served = await ServedWorkplace.open(place, browser);
    const { page, complaints } = served;
    for (const name of names) {
      await page.getByTitle(name, { exact: true }).dblclick();
      await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
      await page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLImageElement>('[role="gridcell"] img')].every((img) => img.naturalWidth > 0),
      );
    }
    await served.picture('library-awkward');
    expect(complaints).toEqual([]);
  });

  test('that are dropped on a browser are explained, and the folder browser opens', async () => {
    await using place = await Workplace.make();
    await using served = await ServedWorkplace.open(place, browser);
    const { page } = served;
    await page.getByRole('heading', { name: 'Find moments in your footage' }).waitFor();
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'my clip.mp4'));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
    await page.getByText('A browser does not tell where “my clip.mp4” lies.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});
