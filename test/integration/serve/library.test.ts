import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { CallEngine } from '../../../electron/contract/index.ts';
import { connectEngine } from '../../../electron/rpc/client.ts';
import { codedPort } from '../../../electron/rpc/coded-port.ts';
import { webSocketPort } from '../../../electron/cli/serve/web-socket-port.ts';
import { ServedFixture } from '../../helpers/served-fixture.ts';
import { answerOf } from '../../helpers/search-answers.ts';

const aborted = vi.fn();
let served: ServedFixture;
let cookie: string;

beforeEach(async () => {
  aborted.mockClear();
  served = await ServedFixture.start({
    'search.query': async () => answerOf(),
    'jobs.watch': (_params, { signal }) => new Promise(() => signal.addEventListener('abort', aborted)),
  });
  cookie = await served.cookie();
});

afterEach(() => served.end());

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  served.ask({ path, method, headers: { Cookie: cookie, ...headers } });

async function openSocket(): Promise<WebSocket> {
  const socket = await served.socket({ Cookie: cookie, Origin: served.origin });
  expect(socket).toBeInstanceOf(WebSocket);
  return socket as WebSocket;
}

describe('footage', () => {
  test('is served whole and in parts', async () => {
    const whole = await ask('/media/v1');
    expect([whole.status, whole.headers['content-type']]).toEqual([200, 'video/mp4']);
    expect(whole.body.equals(served.videoBytes)).toBe(true);
    const part = await ask('/media/v1', { Range: 'bytes=100-199' });
    expect(part.status).toBe(206);
    expect(part.headers).toMatchObject({ 'content-range': 'bytes 100-199/4000000', 'content-length': '100' });
    expect(part.body.equals(served.videoBytes.subarray(100, 200))).toBe(true);
  });

  test('answers HEAD, and a range that is none', async () => {
    const head = await ask('/media/v1', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '4000000', 0]);
    expect((await ask('/media/v1', { Range: 'bytes=4000000-' })).status).toBe(416);
    expect((await ask('/media/v1', {}, 'POST')).status).toBe(405);
  });

  test.each([
    '/media/unknown',
    '/media/offline',
    '/media/outside',
    '/media/',
    '/media/v1/',
    '/media/v1/1',
    '/media/..%2fv1',
    '/poster/v1',
    '/poster/v1/9',
    '/poster/v1/1.5',
    '/poster/v1/12345678901',
    '/sprite/v2',
  ])('%s is not found', async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test('has pictures', async () => {
    for (const path of ['/poster/v1/1500', '/sprite/v1']) {
      const { status, headers, body } = await ask(path);
      expect([status, headers['content-type'], body.toString()]).toEqual([200, 'image/jpeg', 'jpeg']);
    }
  });

  test('has proxies, in parts too', async () => {
    const part = await ask('/proxy/v1', { Range: 'bytes=0-9' });
    expect([part.status, part.headers['content-type'], part.body.length]).toEqual([206, 'video/mp4', 10]);
    expect((await ask('/proxy/v2')).status).toBe(404);
  });

  test('hands out an export once, whole and under its name', async () => {
    expect((await ask('/export/e1', {}, 'HEAD')).status).toBe(200);
    const { status, headers, body } = await ask('/export/e1', { Range: 'bytes=0-0' });
    expect([status, headers['content-type'], body.toString()]).toEqual([200, 'text/csv; charset=utf-8', 'a,b\r\n']);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="gr__e _1_.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22.csv`,
    );
    await vi.waitFor(async () => expect((await ask('/export/e1')).status).toBe(404));
  });

  test.each(['cross-site', 'same-site'])('is not embedded by a %s page', async (site) => {
    expect((await ask('/media/v1', { 'Sec-Fetch-Site': site })).status).toBe(403);
    expect((await ask('/media/v1', { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });
});

describe('the engine', () => {
  test('is called over the WebSocket', async () => {
    const call = connectEngine(codedPort(webSocketPort(await openSocket())));
    const { hits } = await call('search.query', { text: 'dog' });
    expect(hits[0]!.curve.values).toBeInstanceOf(Float32Array);
    await expect(call('search.query', { text: '' })).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('stops what runs when the page goes away', async () => {
    const socket = await openSocket();
    const call = connectEngine(codedPort(webSocketPort(socket)));
    const watch = call('jobs.watch', {}).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await call('search.query', { text: 'x' })).toBeDefined());
    socket.terminate();
    expect(await watch).toMatchObject({ code: 'disconnected' });
    await vi.waitFor(() => expect(aborted).toHaveBeenCalledOnce());
  });

  test('survives frames that are no messages, and hangs up on a flood of them', async () => {
    const socket = await openSocket();
    const call: CallEngine = connectEngine(codedPort(webSocketPort(socket)));
    socket.send('text');
    socket.send(new Uint8Array(0));
    socket.send(crypto.getRandomValues(new Uint8Array(1000)));
    await expect(call('search.query', { text: 'dog' })).resolves.toMatchObject({ weakerCount: 0 });
    const end = new Promise((resolve) => socket.once('close', resolve));
    for (let count = 0; count < 100; count += 1) {
      socket.send('noise');
    }
    await end;
  });

  test('hangs up on a message larger than the limit', async () => {
    const socket = await openSocket();
    const end = new Promise((resolve) => socket.once('close', resolve));
    socket.send(new Uint8Array(32 * 1024 * 1024 + 1));
    await end;
    await openSocket();
  });

  test.each([
    ['without cookie', 401, () => ({ Origin: served.origin })],
    ['with a wrong cookie', 401, () => ({ Origin: served.origin, Cookie: `${cookie}x` })],
    ['without origin', 403, () => ({ Cookie: cookie })],
    ['from another origin', 403, () => ({ Cookie: cookie, Origin: 'http://evil.example' })],
    ['from another port', 403, () => ({ Cookie: cookie, Origin: 'http://127.0.0.1:3000' })],
  ])('is not reached %s', async (_name, status, headers) => {
    expect(await served.socket(headers())).toBe(status);
  });

  test('is not reached on another path', async () => {
    expect(await served.socket({ Cookie: cookie, Origin: served.origin }, '/media/v1')).toBe(404);
  });
});

describe('closing', () => {
  test('ends sockets and streams at once', async () => {
    const socket = await openSocket();
    const call = connectEngine(codedPort(webSocketPort(socket)));
    const watch = call('jobs.watch', {}).catch((error: unknown) => error);
    const stalled = await stalledDownload();
    const idle = connect(served.server.port, '127.0.0.1');
    idle.on('error', () => {});
    await new Promise((resolve) => idle.once('connect', resolve));
    const startMs = performance.now();
    await served.server.close();
    // The promise of the house: a stop takes less than a second, whatever hangs on the line.
    expect(performance.now() - startMs).toBeLessThan(1000);
    expect(await watch).toMatchObject({ code: 'disconnected' });
    stalled.resume();
    await expect(stalled.end).rejects.toThrow();
    await served.server.close();
  });

  /** A download that is never read; `end` is that of its response. */
  async function stalledDownload(): Promise<{ readonly end: Promise<void>; resume(): void }> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: '127.0.0.1', port: served.server.port, path: '/media/long', headers: { Cookie: cookie } };
      request({ ...options, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    const end = new Promise<void>((resolve, reject) => {
      response.on('error', reject);
      response.on('end', resolve);
    });
    end.catch(() => {});
    return { end, resume: () => void response.resume() };
  }
});
