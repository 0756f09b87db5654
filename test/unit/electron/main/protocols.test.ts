import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { securityHeaders } from '../../../../electron/cli/serve/security-headers.ts';
import { startedDesktop, type StartedDesktop } from '../../../helpers/desktop.ts';

const footage = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

/** A folder of footage with what could lead astray in it, and the engine's answers by address. */
function prepare(folder: string): void {
  mkdirSync(join(folder, 'footage', 'folder.mp4'), { recursive: true });
  writeFileSync(join(folder, 'footage', 'clip #1 %41 "é"😀.mp4'), footage);
  writeFileSync(join(folder, 'footage', 'notes.txt'), 'text');
  writeFileSync(join(folder, 'secret.mp4'), 'secret');
  symlinkSync(join(folder, 'secret.mp4'), join(folder, 'footage', 'link.mp4'));
  execFileSync('mkfifo', [join(folder, 'footage', 'pipe.mp4')]);
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'exports', 'moments.csv'), 'a,b\n1,2\n');
}

/** Plays the engine's process: knows some ids, and answers what it is asked. */
async function desktopWithFootage(): Promise<StartedDesktop> {
  const desktop = await startedDesktop({ prepare });
  const [engine] = desktop.processes;
  const files: Readonly<Record<string, string>> = {
    '/media/clip': 'footage/clip #1 %41 "é"😀.mp4',
    '/media/link': 'footage/link.mp4',
    '/media/folder': 'footage/folder.mp4',
    '/media/pipe': 'footage/pipe.mp4',
    '/media/text': 'footage/notes.txt',
    '/media/outside': 'secret.mp4',
    '/export/moments': 'exports/moments.csv',
  };
  const answer = engine!.postMessage.bind(engine);
  engine!.postMessage = (message, transfer) => {
    answer(message, transfer);
    const { kind, findId, address } = message as { kind: string; findId: number; address: string };
    if (kind === 'find-file') {
      const name = files[address];
      const roots = [join(desktop.folder, address.startsWith('/export') ? 'exports' : 'footage')];
      const downloadName = address.startsWith('/export') ? 'moments.csv' : null;
      const file = name === undefined ? null : { path: join(desktop.folder, name), allowedRoots: roots, downloadName };
      queueMicrotask(() => engine!.say({ kind: 'found', findId, file }));
    }
  };
  return desktop;
}

async function bytesOf(response: Response): Promise<number[]> {
  return [...new Uint8Array(await response.arrayBuffer())];
}

describe('app://timecue', () => {
  test('serves the built page with the headers of `serve`, and the library scheme added to the policy', async () => {
    using desktop = await startedDesktop();
    const response = await desktop.session.fetch('app://timecue/assets/app.js');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).toBe('export {};');
    const { 'Content-Security-Policy': policy, ...others } = securityHeaders;
    for (const [name, value] of Object.entries(others)) {
      expect([name, response.headers.get(name)]).toEqual([name, value]);
    }
    expect(response.headers.get('content-security-policy')).toBe(
      policy!
        .replace("img-src 'self'", "img-src 'self' media:")
        .replace("media-src 'self'", "media-src 'self' media:")
        .replace("connect-src 'self'", "connect-src 'self' media:"),
    );
  });

  test('refuses and logs everything that is not a file of the page', async () => {
    using desktop = await startedDesktop();
    for (const address of [
      'app://timecue/missing.js',
      'app://timecue/../userData/window.json',
      'app://timecue/%2e%2e/secret.mp4',
      'app://timecue/assets%2fapp.js',
      'app://timecue/index.html%00.js',
      'app://other/index.html',
      'app://user@timecue/index.html',
      'app://timecue/media/clip',
    ]) {
      expect([address, await statusOf(desktop.session.fetch(address))]).toEqual([address, 404]);
    }
    expect((await desktop.session.fetch('app://timecue/', { method: 'POST', body: 'x' })).status).toBe(405);
    await vi.waitFor(() => expect(desktop.log().match(/page\.refused/g)!.length).toBeGreaterThanOrEqual(8));
  });

  test('serves an export once asked for as a download', async () => {
    using desktop = await desktopWithFootage();
    const response = await desktop.session.fetch('app://timecue/export/moments');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toContain('moments.csv');
    expect(await response.text()).toBe('a,b\n1,2\n');
    await vi.waitFor(() =>
      expect(desktop.processes[0]!.received.at(-1)!.data).toEqual({ kind: 'forget-export', exportId: 'moments' }),
    );
  });
});

describe('media://library', () => {
  test('answers ranges with exactly their bytes', async () => {
    using desktop = await desktopWithFootage();
    const cases = [
      ['bytes=0-', 206, 'bytes 0-999/1000', 0, 1000],
      ['bytes=900-', 206, 'bytes 900-999/1000', 900, 1000],
      ['bytes=10-19', 206, 'bytes 10-19/1000', 10, 20],
      ['bytes=-5', 206, 'bytes 995-999/1000', 995, 1000],
      ['bytes=990-5000', 206, 'bytes 990-999/1000', 990, 1000],
      [null, 200, null, 0, 1000],
    ] as const;
    for (const [range, status, contentRange, first, end] of cases) {
      const headers: HeadersInit = range === null ? {} : { Range: range };
      const response = await desktop.session.fetch('media://library/media/clip', { headers });
      expect([range, response.status, response.headers.get('content-range')]).toEqual([range, status, contentRange]);
      expect(response.headers.get('content-length')).toBe(String(end - first));
      expect(await bytesOf(response)).toEqual([...footage.subarray(first, end)]);
    }
  });

  test('says the kind, forbids guessing, and is open to our page only', async () => {
    using desktop = await desktopWithFootage();
    const { headers, status } = await desktop.session.fetch('media://library/media/clip', { method: 'HEAD' });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('video/mp4');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBe('app://timecue');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  test('answers 416 with the size for a range beyond the end', async () => {
    using desktop = await desktopWithFootage();
    const response = await desktop.session.fetch('media://library/media/clip', { headers: { Range: 'bytes=1000-' } });

    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */1000');
  });

  test.each([
    ['an unknown id', 'media://library/media/unknown', 404],
    ['a way up', 'media://library/media/../secret', 404],
    ['an encoded way up', 'media://library/media/%2e%2e%2fsecret.mp4', 404],
    ['a zero byte', 'media://library/media/clip%00', 404],
    ['a network path', 'media://library//server/share/x.mp4', 404],
    ['another host', 'media://elsewhere/media/clip', 404],
    ['a link out of the root', 'media://library/media/link', 404],
    ['a folder', 'media://library/media/folder', 404],
    ['a pipe', 'media://library/media/pipe', 404],
    ['a file outside the root', 'media://library/media/outside', 404],
    ['a kind of file that is not served', 'media://library/media/text', 415],
    ['an export, which is no media', 'media://library/export/moments', 404],
    ['nothing', 'media://library/', 404],
  ])('refuses %s, and logs it', async (_what, address, status) => {
    using desktop = await desktopWithFootage();

    expect(await statusOf(desktop.session.fetch(address))).toBe(status);
    await vi.waitFor(() => expect(desktop.log()).toContain('media.refused'));
  });

  test('refuses to be written to', async () => {
    using desktop = await desktopWithFootage();
    const response = await desktop.session.fetch('media://library/media/clip', { method: 'POST', body: 'x' });
    expect(response.status).toBe(405);
  });

  test('answers 500 and no path when the engine dies in the middle of the question', async () => {
    using desktop = await startedDesktop();
    const answer = desktop.session.fetch('media://library/media/clip');
    await vi.waitFor(() => expect(desktop.processes[0]!.kinds()).toContain('find-file'));
    desktop.processes[0]!.end(1);

    const response = await answer;
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('');
  });
});

/** A request that the platform itself refuses to make counts as refused by 404. */
async function statusOf(answer: Promise<Response>): Promise<number> {
  return answer.then(
    ({ status }) => status,
    (error: unknown) => {
      if (error instanceof TypeError && /credentials/.test(error.message)) {
        return 404;
      }
      throw error;
    },
  );
}
