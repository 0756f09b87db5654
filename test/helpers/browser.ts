import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../build/scripts/find-chromium.ts';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error('These tests need Chromium: install it, or name it in CHROMIUM_PATH.');
  }
  return chromium.launch({ executablePath, args: quiet });
}

/** A page whose console, errors and breaches of the content security policy are kept for the test. */
export async function openWatchedPage(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => {
    // Chromium's advice for pages that read their canvases often: only the tests do.
    if (message.text().startsWith('Canvas2D: Multiple readback')) {
      return;
    }
    if (message.type() === 'error' || message.type() === 'warning') {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.exposeFunction('keepBreach', (breach: string) => complaints.push(`policy: ${breach}`));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const keep = (globalThis as unknown as { keepBreach: (breach: string) => void }).keepBreach;
      keep(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, complaints };
}
