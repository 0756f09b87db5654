import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MediaResponder, type FileRequest } from '../../../../electron/media-response/media-responder.ts';

const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));
let folder: string;
let root: string;
let path: string;
let responder: MediaResponder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'timecue-media-'));
  root = join(folder, 'footage');
  path = join(root, 'a #1 ÿ.mp4');
  await mkdir(root);
  await writeFile(path, bytes);
  responder = new MediaResponder({ maxOpenStreams: 3 });
});

afterEach(async () => {
  responder.dispose();
  await rm(folder, { recursive: true });
});

function ask(over: Partial<FileRequest> = {}) {
  const { signal } = new AbortController();
  const plain = { method: 'GET', rangeHeader: null, path, allowedRoots: [root], contentType: 'video/mp4', signal };
  return responder.respond({ ...plain, ...over });
}

async function openDescriptorCount(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

const closed = (stream: NodeJS.ReadableStream) => new Promise<void>((resolve) => stream.once('close', resolve));

describe('MediaResponder', () => {
  test('streams the whole file', async () => {
    const { status, stream } = await ask();
    expect(status).toBe(200);
    expect((await buffer(stream!)).equals(bytes)).toBe(true);
  });

  test('streams exactly the bytes asked for', async () => {
    const { status, stream } = await ask({ rangeHeader: 'bytes=1000000-1999999' });
    expect(status).toBe(206);
    expect((await buffer(stream!)).equals(bytes.subarray(1_000_000, 2_000_000))).toBe(true);
  });

  test('has no stream for HEAD', async () => {
    expect(await ask({ method: 'HEAD' })).toMatchObject({ status: 200, stream: null });
  });

  test('destroys the stream when the one who asked has gone', async () => {
    const controller = new AbortController();
    const { stream } = await ask({ signal: controller.signal });
    stream!.once('error', () => {});
    controller.abort();
    await closed(stream!);
    expect(responder.openStreamCount).toBe(0);
  });

  test('refuses more streams than its limit, until one has ended', async () => {
    const streams = [await ask(), await ask(), await ask()].map(({ stream }) => stream!);
    expect(await ask()).toMatchObject({ status: 503, stream: null, headers: { 'Retry-After': '1' } });
    streams[0]!.destroy();
    await closed(streams[0]!);
    expect((await ask()).status).toBe(200);
  });

  test('counts requests that arrive together', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask()));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 503, 503, 503]);
  });

  test('ends all streams when it is disposed of', async () => {
    const { stream } = await ask();
    const end = closed(stream!);
    responder.dispose();
    await end;
    expect(await ask()).toMatchObject({ status: 503 });
  });

  test('keeps no file open after answers without body', async () => {
    const before = await openDescriptorCount();
    for (let round = 0; round < 5; round += 1) {
      await ask({ method: 'HEAD' });
      await ask({ rangeHeader: 'bytes=99999999-' });
      await ask({ contentType: 'text/html' });
      await ask({ signal: AbortSignal.abort() });
    }
    expect(await openDescriptorCount()).toBeLessThanOrEqual(before);
  });

  test('follows a link that stays inside the roots', async () => {
    await symlink(path, join(root, 'link.mp4'));
    const answer = await ask({ path: join(root, 'link.mp4') });
    answer.stream?.destroy();
    expect(answer.status).toBe(200);
  });

  test('takes a root that is itself a link', async () => {
    await symlink(root, join(folder, 'linked'));
    const answer = await ask({ path: join(folder, 'linked', 'a #1 ÿ.mp4'), allowedRoots: [join(folder, 'linked')] });
    answer.stream?.destroy();
    expect(answer.status).toBe(200);
  });

  test.each([
    ['a file that is not there', () => join(root, 'no.mp4')],
    ['a folder', () => root],
    ['a file outside', async () => write(join(folder, 'secret.mp4'))],
    [
      'a file outside, by way of the root',
      async () => {
        await write(join(folder, 'secret.mp4'));
        return `${root}/../secret.mp4`;
      },
    ],
    [
      'a file of a folder whose name begins alike',
      async () => {
        await mkdir(`${root}2`);
        return write(join(`${root}2`, 'secret.mp4'));
      },
    ],
    [
      'a link that leads outside',
      async () => {
        await symlink(await write(join(folder, 'secret.mp4')), join(root, 'out.mp4'));
        return join(root, 'out.mp4');
      },
    ],
    [
      'a folder link that leads outside',
      async () => {
        await write(join(folder, 'secret.mp4'));
        await symlink(folder, join(root, 'out'));
        return join(root, 'out', 'secret.mp4');
      },
    ],
    [
      'a link to itself',
      async () => {
        await symlink(join(root, 'loop.mp4'), join(root, 'loop.mp4'));
        return join(root, 'loop.mp4');
      },
    ],
    [
      'a named pipe',
      () => {
        execFileSync('mkfifo', [join(root, 'pipe.mp4')]);
        return join(root, 'pipe.mp4');
      },
    ],
    ['a device', () => '/dev/zero'],
  ])('answers 404 for %s', async (_name, make) => {
    expect(await ask({ path: await make() })).toMatchObject({ status: 404, stream: null });
  });

  test('answers 404 when no root exists any more', async () => {
    expect(await ask({ allowedRoots: [join(folder, 'gone')] })).toMatchObject({ status: 404 });
    expect(await ask({ allowedRoots: [] })).toMatchObject({ status: 404 });
  });
});

async function write(file: string): Promise<string> {
  await writeFile(file, 'secret');
  return file;
}
