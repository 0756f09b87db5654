import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../../../../../electron/engine/base/surroundings.ts';
import { downloadFile } from '../../../../../electron/engine/models/download-file.ts';
import { createHttpGet } from '../../../../../electron/engine/models/http-get.ts';
import { cutAfter, FileServer, serveFile, stallAfter, status } from '../../../../helpers/file-server.ts';
import type { Answer } from '../../../../helpers/file-server.ts';

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);
const sha256 = createHash('sha256').update(bytes).digest('hex');

let server: FileServer;
let folder: string;
let partFile: string;

beforeEach(async () => {
  server = await FileServer.start();
  folder = await mkdtemp(join(tmpdir(), 'timecue-download-'));
  partFile = join(folder, 'model.onnx.part');
});

afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Options {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneBytes: number) => void;
  readonly stallTimeoutMs?: number;
  readonly env?: Record<string, string>;
  readonly address?: string;
}

const download = (options: Options = {}) =>
  downloadFile(
    {
      address: new URL(options.address ?? `${server.base}/model.onnx`),
      partFile,
      sizeBytes: bytes.length,
      sha256,
      signal: options.signal ?? new AbortController().signal,
      onProgress: options.onProgress ?? (() => {}),
    },
    {
      httpGet: createHttpGet(options.env ?? {}),
      limits: { stallTimeoutMs: options.stallTimeoutMs ?? 5000, retryDelaysMs: [1, 1, 1] },
      logger: silentLogger,
    },
  );

const here = async () => new Uint8Array(await readFile(partFile));

describe('downloadFile', () => {
  test('brings the file, tells how far it is, and leaves nothing else behind', async () => {
    server.answerWith(serveFile(bytes));
    const onProgress = vi.fn<(doneBytes: number) => void>();
    await download({ onProgress });
    expect(await here()).toEqual(bytes);
    const told = onProgress.mock.calls.map(([doneBytes]) => doneBytes);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(bytes.length);
    expect(await readdir(folder)).toEqual(['model.onnx.part']);
  });

  test('after a cut asks only for the rest, of the same file', async () => {
    server.answerWith(cutAfter(bytes, 100_000), serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
    expect(server.requests.map(({ headers }) => [headers.range, headers['if-range']])).toEqual([
      [undefined, undefined],
      ['bytes=100000-', '"one"'],
    ]);
  });

  test('continues what an earlier run of the program left', async () => {
    await writeFile(partFile, bytes.subarray(0, 1234));
    server.answerWith(serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
    expect(server.requests[0]!.headers.range).toBe('bytes=1234-');
  });

  test('asks for nothing when all of it is here already', async () => {
    await writeFile(partFile, bytes);
    await download();
    expect(server.requests).toEqual([]);
  });

  test('starts over when the file changed at the server meanwhile', async () => {
    const other = bytes.map((byte) => byte ^ 1);
    server.answerWith(cutAfter(other, 100_000, '"old"'), serveFile(bytes, '"new"'));
    await download();
    expect(await here()).toEqual(bytes);
  });

  test('starts over when what was here turns out to be of another file', async () => {
    await writeFile(partFile, new Uint8Array(5000));
    server.answerWith(serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=5000-', undefined]);
  });

  test('takes the whole file from a server that knows no ranges', async () => {
    await writeFile(partFile, bytes.subarray(0, 1234));
    server.answerWith((_request, response) => void response.writeHead(200).end(bytes));
    await download();
    expect(await here()).toEqual(bytes);
  });

  test('starts over after 416, and after a range that does not fit', async () => {
    await writeFile(partFile, bytes.subarray(0, 1234));
    server.answerWith(status(416), serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
    await writeFile(partFile, bytes.subarray(0, 1234));
    const wrongRange = { 'content-range': `bytes 99-299999/${bytes.length}` };
    server.answerWith(status(206, wrongRange), serveFile(bytes));
    server.requests.length = 0;
    await download();
    expect(await here()).toEqual(bytes);
    expect(server.requests.map(({ headers }) => headers.range)).toEqual(['bytes=1234-', undefined]);
  });

  test('refuses a file with another hash and leaves nothing of it', async () => {
    server.answerWith(serveFile(bytes.map((byte, index) => (index === 200_000 ? byte ^ 1 : byte))));
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt', details: { expectedSha256: sha256 } });
    expect(await readdir(folder)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('refuses a page of another size without reading it, and a body that does not end', async () => {
    server.answerWith((_request, response) => void response.writeHead(200).end('<html>Log in to this network</html>'));
    await expect(download()).rejects.toMatchObject({ code: 'network' });
    server.answerWith((_request, response) => {
      response.writeHead(200, { 'content-length': 35 }).end('<html>Log in to this network</html>');
    });
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt', details: { offeredBytes: 35 } });
    server.answerWith((_request, response) => {
      response.write(bytes);
      response.write(bytes);
    });
    await expect(download()).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('says at once when the file is not there, with the status', async () => {
    server.answerWith(status(404));
    await expect(download()).rejects.toMatchObject({ code: 'network', details: { status: 404 } });
    expect(server.requests).toHaveLength(1);
  });

  test('tries again when the server is busy, and gives up after the last pause', async () => {
    server.answerWith(status(503), status(429), serveFile(bytes));
    await download();
    expect(server.requests).toHaveLength(3);
    await rm(partFile);
    server.answerWith(status(503));
    await expect(download()).rejects.toMatchObject({ code: 'network', details: { status: 503 } });
    expect(server.requests).toHaveLength(3 + 4);
  });

  test('ends a connection that stands still and goes on where it stood', async () => {
    server.answerWith(stallAfter(bytes, 50_000), serveFile(bytes));
    await download({ stallTimeoutMs: 150 });
    expect(await here()).toEqual(bytes);
    expect(server.requests[1]!.headers.range).toBe('bytes=50000-');
  });

  test('waits for a slow server as long as something comes', async () => {
    server.answerWith((_request, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      let sentBytes = 0;
      const timer = setInterval(() => {
        response.write(bytes.subarray(sentBytes, sentBytes + 50_000));
        sentBytes += 50_000;
        if (sentBytes >= bytes.length) {
          clearInterval(timer);
          response.end();
        }
      }, 100);
    });
    await download({ stallTimeoutMs: 400 });
    expect(await here()).toEqual(bytes);
    expect(server.requests).toHaveLength(1);
  });

  test('forgets what was here when a server begins anew and is cut', async () => {
    await writeFile(partFile, bytes.subarray(0, 5000));
    server.answerWith(cutAfter(bytes, 1000), serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
    expect(server.requests[1]!.headers.range).toBe('bytes=1000-');
  });

  test('does not count as failures cuts that brought something new', async () => {
    const cuts = Array.from({ length: 9 }, (_, index): Answer => {
      const start = index * 30_000;
      return (_request, response) => {
        response.writeHead(start === 0 ? 200 : 206, {
          'content-length': bytes.length - start,
          'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
        });
        response.write(bytes.subarray(start, start + 30_000), () => setTimeout(() => response.destroy(), 10));
      };
    });
    server.answerWith(...cuts, serveFile(bytes));
    await download();
    expect(await here()).toEqual(bytes);
  });

  test('stops when asked and keeps what came', async () => {
    server.answerWith(stallAfter(bytes, 50_000));
    const controller = new AbortController();
    const stopped = download({
      signal: controller.signal,
      onProgress: (doneBytes) => doneBytes === 50_000 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await here()).toEqual(bytes.subarray(0, 50_000));
  });

  test('says that a server cannot be reached, soon', async () => {
    const address = `${server.base}/model.onnx`;
    await server.stop();
    await expect(download({ address })).rejects.toMatchObject({ code: 'network', details: { reason: 'ECONNREFUSED' } });
    server = await FileServer.start();
  });
});

describe('createHttpGet', () => {
  test('follows redirects, and refuses a circle and an address that is not of the web', async () => {
    server.answerWith(status(302, { location: '/elsewhere' }), serveFile(bytes));
    await download();
    expect(server.requests.map(({ url }) => url)).toEqual(['/model.onnx', '/elsewhere']);
    await rm(partFile);
    server.answerWith(status(307, { location: '/again' }));
    await expect(download()).rejects.toMatchObject({ code: 'network' });
    server.answerWith(status(302, { location: 'file:///etc/hostname' }));
    await expect(download()).rejects.toMatchObject({
      code: 'network',
      message: expect.stringContaining('not followed'),
    });
  });

  test('goes through the proxy of the environment, but not to hosts that NO_PROXY names', async () => {
    server.answerWith(serveFile(bytes));
    const env = { HTTP_PROXY: server.base };
    await download({ address: 'http://models.invalid/model.onnx', env });
    expect(server.requests.map(({ url }) => url)).toEqual(['http://models.invalid/model.onnx']);
    await rm(partFile);
    const direct = { ...env, NO_PROXY: 'models.invalid' };
    await expect(download({ address: 'http://models.invalid/model.onnx', env: direct })).rejects.toMatchObject({
      code: 'network',
      details: { host: 'models.invalid' },
    });
  });

  test('asks the proxy for a tunnel to an https address', async () => {
    const tunnels: string[] = [];
    server.server.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const refused = download({ address: 'https://models.invalid/model.onnx', env: { HTTPS_PROXY: server.base } });
    await expect(refused).rejects.toMatchObject({ code: 'network' });
    expect(new Set(tunnels)).toEqual(new Set(['models.invalid:443']));
  });
});
