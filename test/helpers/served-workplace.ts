import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildInterface } from '../../electron/cli/serve/build-interface.ts';
import { openWatchedPage } from './browser.ts';
import type { TimecueOptions, TimecueProcess } from './timecue-process.ts';
import type { Workplace } from './workplace.ts';

/** The workstation on a library of a test, in a page of a browser. */
export class ServedWorkplace implements AsyncDisposable {
  readonly process: TimecueProcess;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors and warnings of the console, and breaches of the page's policy. */
  readonly complaints: string[];

  private constructor(process: TimecueProcess, context: BrowserContext, watched: { page: Page; complaints: string[] }) {
    this.process = process;
    this.context = context;
    this.page = watched.page;
    this.complaints = watched.complaints;
  }

  static async open(
    place: Workplace,
    browser: Browser,
    { args = [], ...options }: TimecueOptions & { readonly args?: readonly string[] } = {},
  ): Promise<ServedWorkplace> {
    await buildInterface({ onProgress: () => {} });
    const served = place.start(['serve', '--json', '--quiet', ...args], options);
    const url = await addressOf(served);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(30_000);
    const watched = await openWatchedPage(context);
    await watched.page.goto(url);
    return new ServedWorkplace(served, context, watched);
  }

  /** Kept as what the test run made, to be looked at. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: resolve('test/.cache', `${name}.png`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    this.process.child.kill('SIGTERM');
    await this.process.ended;
  }
}

/** From its one document on standard output. */
async function addressOf(served: TimecueProcess): Promise<string> {
  let hasEnded = false;
  void served.ended.then(() => (hasEnded = true));
  while (!served.stdout.includes('\n')) {
    if (hasEnded) {
      throw new Error(`timecue serve ended without an address: ${served.stderr}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return (JSON.parse(served.stdout) as { url: string }).url;
}
