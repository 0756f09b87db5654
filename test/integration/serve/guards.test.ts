import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startServer } from '../../../electron/cli/serve/start-server.ts';
import { silentLogger } from '../../../electron/engine/base/surroundings.ts';
import { handlersWith } from '../../helpers/loopback.ts';
import { noLibraryFiles, ServedFixture } from '../../helpers/served-fixture.ts';

let served: ServedFixture;

beforeEach(async () => {
  served = await ServedFixture.start();
});

afterEach(() => served.end());

describe('the page', () => {
  test('is served to everybody on this machine, with strict headers', async () => {
    const { status, headers, body } = await served.ask({ path: '/' });
    expect([status, body.toString()]).toEqual([200, '<!doctype html><title>page</title>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = headers['content-security-policy']!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
  });

  test('has its assets', async () => {
    const { status, headers } = await served.ask({ path: '/assets/app-1.js?v=1' });
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  test.each([
    '/assets/../../footage/clip.mp4',
    '/assets/%2e%2e/%2e%2e/footage/clip.mp4',
    '/../../etc/passwd',
    '//etc/passwd',
    '/assets/..\\..\\footage\\clip.mp4',
    '/assets',
    '/assets/',
    '/secret.txt',
    '/constructor',
    '/assets/app-1.js%00.html',
  ])('does not lead to %s, not even with the session', async (path) => {
    expect((await served.ask({ path })).status).toBe(401);
    const cookie = await served.cookie();
    expect((await served.ask({ path, headers: { Cookie: cookie } })).status).toBe(404);
  });

  test('is only read', async () => {
    expect((await served.ask({ path: '/', method: 'POST' })).status).toBe(405);
  });

  test('a folder without page is refused with words', async () => {
    const engine = { handlers: handlersWith({}), ...noLibraryFiles };
    const start = startServer({ engine, port: 0, interfaceFolder: '/nowhere', logger: silentLogger });
    await expect(start).rejects.toMatchObject({
      code: 'file-missing',
      message: expect.stringContaining('npm run build'),
    });
  });
});

describe('the host', () => {
  test('may be called localhost', async () => {
    expect((await served.ask({ path: '/', headers: { Host: `localhost:${served.server.port}` } })).status).toBe(200);
  });

  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.evil.example:7717', ''])(
    'is refused as %j, everywhere',
    async (host) => {
      const cookie = await served.cookie();
      for (const path of ['/', '/session', '/media/v1']) {
        const { status } = await served.ask({ path, headers: { Host: host, Cookie: cookie } });
        expect(status).toBe(403);
      }
      expect(await served.socket({ Host: host, Cookie: cookie, Origin: `http://${host}` })).toBe(403);
    },
  );

  test('listens on loopback only', async () => {
    const elsewhere = createServer();
    // The same port on another address of this machine is still free.
    await new Promise<void>((resolve, reject) => {
      elsewhere.once('error', reject);
      elsewhere.listen({ host: '127.0.0.2', port: served.server.port }, resolve);
    });
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});

describe('the session', () => {
  test('is had for the token, once', async () => {
    expect((await served.ask({ path: '/session' })).status).toBe(401);
    const first = await served.redeem(served.token);
    expect(first.status).toBe(204);
    const [setCookie] = first.headers['set-cookie']!;
    expect(setCookie).toMatch(
      new RegExp(`^timecue_${served.server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const second = await served.redeem(served.token);
    expect([second.status, second.headers['set-cookie']]).toEqual([401, undefined]);
    const cookie = setCookie!.split(';')[0]!;
    expect((await served.ask({ path: '/session', headers: { Cookie: `other=1; ${cookie}` } })).status).toBe(204);
  });

  test.each(['', 'wrong', 'x'.repeat(43)])('is not had for the token %j, which spends nothing', async (token) => {
    expect((await served.redeem(token)).status).toBe(401);
    expect((await served.redeem(served.token)).status).toBe(204);
  });

  test.each([
    ['another origin', { Origin: 'http://evil.example' }, 403],
    ['another port of this machine', { Origin: 'http://127.0.0.1:3000' }, 403],
    ['no origin that is one', { Origin: 'null' }, 403],
    ['a form', { 'Content-Type': 'text/plain' }, 415],
  ])('is not had by %s', async (_name, headers, status) => {
    expect((await served.redeem(served.token, headers)).status).toBe(status);
    expect((await served.redeem(served.token)).status).toBe(204);
  });

  test('is not had without any origin', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ token: served.token });
    expect((await served.ask({ path: '/session', method: 'POST', headers, body })).status).toBe(403);
  });

  test.each(['', '{', '[]', '{"token":7}', `{"token":"${'x'.repeat(2000)}"}`])('survives the body %j', async (body) => {
    const headers = { 'Content-Type': 'application/json', Origin: served.origin };
    const { status } = await served.ask({ path: '/session', method: 'POST', headers, body });
    expect(status).toBe(401);
    expect((await served.redeem(served.token)).status).toBe(204);
  });

  test.each(['/media/v1', '/poster/v1/1500', '/sprite/v1', '/rpc', '/nothing'])('is needed for %s', async (path) => {
    const own = await served.cookie();
    expect((await served.ask({ path })).status).toBe(401);
    expect((await served.ask({ path, headers: { Cookie: `timecue_${served.server.port}=x` } })).status).toBe(401);
    expect((await served.ask({ path, headers: { Cookie: own.replace('timecue_', 'timecue_1') } })).status).toBe(401);
  });

  test('of one server does not open another', async () => {
    const other = await ServedFixture.start();
    try {
      const foreign = (await other.cookie()).split('=')[1]!;
      const headers = { Cookie: `timecue_${served.server.port}=${foreign}` };
      expect((await served.ask({ path: '/media/v1', headers })).status).toBe(401);
    } finally {
      await other.end();
    }
  });
});

describe('a port', () => {
  let blocker: Server;

  beforeEach(async () => {
    blocker = createServer();
    await new Promise<void>((resolve) => {
      blocker.once('error', () => resolve());
      blocker.listen({ host: '127.0.0.1', port: 7717 }, resolve);
    });
  });

  afterEach(() => new Promise((resolve) => blocker.close(resolve)));

  test('that was asked for and is taken is refused with words', async () => {
    await expect(ServedFixture.start({}, served.server.port)).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining(String(served.server.port)),
    });
  });

  test('that was not asked for is the next free one', async () => {
    const next = await ServedFixture.start({}, null);
    try {
      expect(next.server.port).toBeGreaterThan(7717);
      expect(next.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    } finally {
      await next.end();
    }
  });
});
