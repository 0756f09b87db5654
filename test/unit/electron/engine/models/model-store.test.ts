import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import type { InstallProgress } from '../../../../../electron/contract/models.ts';
import { ModelStore } from '../../../../../electron/engine/models/model-store.ts';
import type { ModelStoreDeps } from '../../../../../electron/engine/models/model-store.ts';
import { modelCardSchema } from '../../../../../native-models/catalog/card-schema.ts';
import { findCard } from '../../../../../native-models/catalog/catalog.ts';
import { makePictureSizeSymbolic } from '../../../../../native-models/catalog/patches/symbolic-picture-size.ts';
import { makeTinyYolox } from '../../../../fixtures/make-tiny-yolox.ts';
import { FileServer, serveFile, status } from '../../../../helpers/file-server.ts';

const model = makeTinyYolox();
const patched = makePictureSizeSymbolic(model);
const words = new TextEncoder().encode('a\nb\n');
const facts = (bytes: Uint8Array) => ({
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

const card = modelCardSchema.parse({
  ...findCard('yolox-nano')!,
  id: 'tiny',
  files: [
    {
      path: 'tiny.onnx',
      address: 'https://models.invalid/tiny.onnx',
      ...facts(model),
      patch: { kind: 'symbolic-picture-size', ...facts(patched) },
    },
    { path: 'words.txt', address: 'https://models.invalid/words.txt', ...facts(words) },
  ],
  family: { ...findCard('yolox-nano')!.family, files: ['tiny.onnx'] },
});

let root: string;
let server: FileServer;
const signal = new AbortController().signal;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'timecue-models-'));
  server = await FileServer.start();
});

afterEach(async () => {
  await server.stop();
  await rm(root, { recursive: true });
});

const storeWith = (deps: Partial<ModelStoreDeps> = {}) =>
  new ModelStore({
    modelFolder: join(root, 'models'),
    env: {},
    clock: systemClock,
    logger: silentLogger,
    cards: [card],
    limits: { stallTimeoutMs: 5000, retryDelaysMs: [1] },
    ...deps,
  });

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), bytes);
}

const installed = async (name: string) => new Uint8Array(await readFile(join(root, 'models', 'tiny@1', name)));

describe('ModelStore.install from a folder', () => {
  test.each([
    ['the folder itself', 'from'],
    ['a folder of the card’s name in it', 'from/tiny'],
    ['another folder in it', 'from/some-other-name'],
  ])('finds the files in %s, patches what the card says, and is then installed', async (_where, place) => {
    await put(`${place}/tiny.onnx`, model);
    await put(`${place}/words.txt`, words);
    const onProgress = vi.fn<(progress: InstallProgress) => void>();
    const store = storeWith();
    expect((await store.list())[0]).toMatchObject({ cardId: 'tiny', state: 'missing' });
    const summary = await store.install('tiny', { from: join(root, 'from'), signal, onProgress });
    expect(summary).toMatchObject({ state: 'installed', sizeBytes: model.length + words.length });
    expect(await installed('tiny.onnx')).toEqual(patched);
    expect(await installed('words.txt')).toEqual(words);
    expect((await readdir(join(root, 'models', 'tiny@1'))).sort()).toEqual([
      'installed.json',
      'tiny.onnx',
      'words.txt',
    ]);
    expect(onProgress).toHaveBeenCalledWith({ stage: 'copy', file: 'words.txt', doneBytes: 4, totalBytes: 4 });
  });

  test('takes a file that is patched already, under any name', async () => {
    await put('from/tiny_ready.onnx', patched);
    await put('from/words.txt', words);
    await storeWith().install('tiny', { from: join(root, 'from'), signal });
    expect(await installed('tiny.onnx')).toEqual(patched);
  });

  test('copies what a link points to, so that the folder may go', async () => {
    await put('elsewhere/blob', model);
    await put('from/words.txt', words);
    await symlink(join(root, 'elsewhere/blob'), join(root, 'from/tiny.onnx'));
    await storeWith().install('tiny', { from: join(root, 'from'), signal });
    await rm(join(root, 'elsewhere'), { recursive: true });
    expect(await installed('tiny.onnx')).toEqual(patched);
  });

  test.skipIf(process.platform === 'win32')('is not held by a pipe of the right name', async () => {
    await put('from/words.txt', words);
    execFileSync('mkfifo', [join(root, 'from/tiny.onnx')]);
    await expect(storeWith().install('tiny', { from: join(root, 'from'), signal })).rejects.toMatchObject({
      code: 'file-missing',
    });
  });

  test('tells a wrong file from a missing one and a missing folder, and stays missing', async () => {
    await put(
      'from/tiny.onnx',
      model.map((byte) => byte ^ 1),
    );
    await put('from/words.txt', words);
    const store = storeWith();
    const from = join(root, 'from');
    await expect(store.install('tiny', { from, signal })).rejects.toMatchObject({ code: 'model-corrupt' });
    await rm(join(from, 'tiny.onnx'));
    await expect(store.install('tiny', { from, signal })).rejects.toMatchObject({ code: 'file-missing' });
    await expect(store.install('tiny', { from: join(root, 'nowhere'), signal })).rejects.toMatchObject({
      code: 'file-missing',
    });
    expect(await store.state(card)).toBe('missing');
  });
});

describe('ModelStore.install from the network', () => {
  const serveCard = () => {
    server.answerWith((request, response) => {
      const bytes = new Map([
        ['/mirror/tiny/tiny.onnx', model],
        ['/mirror/tiny/words.txt', words],
      ]).get(request.url ?? '');
      (bytes === undefined ? status(404) : serveFile(bytes))(request, response);
    });
  };

  test('takes the files of a mirror that the environment, the option, or `from` names', async () => {
    serveCard();
    const mirror = `${server.base}/mirror`;
    for (const [env, options] of [
      [{ TIMECUE_MODEL_MIRROR: mirror }, {}],
      [{ TIMECUE_MODEL_MIRROR: 'https://models.invalid' }, { mirror: `${mirror}/` }],
      [{}, { from: mirror }],
    ] as const) {
      const store = storeWith({ env });
      await store.install('tiny', { ...options, signal });
      expect(await installed('tiny.onnx')).toEqual(patched);
      expect(await store.remove('tiny')).toMatchObject({ state: 'missing' });
    }
  });

  test('goes through the proxy of the option to the card’s own address', async () => {
    const addresses: string[] = [];
    server.server.on('connect', (request, socket) => {
      addresses.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await expect(storeWith().install('tiny', { proxy: server.base, signal })).rejects.toMatchObject({
      code: 'network',
    });
    expect(addresses).toContain('models.invalid:443');
  });

  test('brings only what is missing or changed when it is called again', async () => {
    serveCard();
    const store = storeWith();
    const options = { mirror: `${server.base}/mirror`, signal };
    await store.install('tiny', options);
    await writeFile(join(root, 'models', 'tiny@1', 'words.txt'), 'x\ny\n');
    server.requests.length = 0;
    await store.install('tiny', options);
    expect(server.requests.map(({ url }) => url)).toEqual(['/mirror/tiny/words.txt']);
    expect(await installed('words.txt')).toEqual(words);
  });

  test('says when the disk has no room, before it asks for anything', async () => {
    serveCard();
    const store = storeWith({ freeBytes: async () => 1_000_000 });
    await expect(store.install('tiny', { mirror: `${server.base}/mirror`, signal })).rejects.toMatchObject({
      code: 'no-space-for-model',
      details: { freeBytes: 1_000_000 },
    });
    expect(server.requests).toEqual([]);
  });

  test('refuses a mirror that is no address, and a card that is not in the catalogue', async () => {
    await expect(storeWith().install('tiny', { mirror: 'ftp://x', signal })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(storeWith().install('other', { signal })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('refuses a second installation of the same model meanwhile, and takes over from a process that is gone', async () => {
    serveCard();
    const store = storeWith();
    const options = { mirror: `${server.base}/mirror`, signal };
    const both = await Promise.allSettled([store.install('tiny', options), storeWith().install('tiny', options)]);
    expect(both.map(({ status: how }) => how).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status: how }) => how === 'rejected')).toMatchObject({ reason: { code: 'bad-request' } });
    await writeFile(join(root, 'models', 'tiny@1', 'install.lock'), '999999999');
    await expect(store.install('tiny', options)).resolves.toMatchObject({ state: 'installed' });
  });
});

describe('ModelStore.state and verify', () => {
  const install = async () => {
    await put('from/tiny.onnx', model);
    await put('from/words.txt', words);
    const store = storeWith();
    await store.install('tiny', { from: join(root, 'from'), signal });
    return store;
  };

  test('sees by a quick look that a file is gone or has another size', async () => {
    const store = await install();
    await writeFile(join(root, 'models', 'tiny@1', 'words.txt'), 'longer than before');
    expect(await store.state(card)).toBe('corrupt');
    await rm(join(root, 'models', 'tiny@1', 'words.txt'));
    expect(await store.state(card)).toBe('corrupt');
  });

  test('finds a changed byte by hashing, remembers it, and installing again cures it', async () => {
    const store = await install();
    const file = join(root, 'models', 'tiny@1', 'words.txt');
    await writeFile(file, 'x\nb\n');
    await utimes(file, 1, 1);
    expect(await store.state(card)).toBe('installed');
    expect(await store.verify('tiny', { signal })).toMatchObject({ state: 'corrupt' });
    expect(await storeWith().state(card)).toBe('corrupt');
    await store.install('tiny', { from: join(root, 'from'), signal });
    expect(await store.verify('tiny', { signal })).toMatchObject({ state: 'installed' });
  });

  test('calls a model of another hash corrupt, and a record that cannot be read', async () => {
    const store = await install();
    const newer = { ...card, files: [card.files[0]!, { ...card.files[1]!, sha256: facts(model).sha256 }] };
    expect(await store.state(newer)).toBe('corrupt');
    await writeFile(join(root, 'models', 'tiny@1', 'installed.json'), '{');
    expect(await store.state(card)).toBe('corrupt');
  });

  test('does not call a half-finished installation installed', async () => {
    await put('models/tiny@1/tiny.onnx', patched);
    await put('models/tiny@1/words.txt.part', words);
    expect(await storeWith().state(card)).toBe('missing');
    expect(await storeWith().verify('tiny', { signal })).toMatchObject({ state: 'missing' });
  });

  test('removes every revision of one model and nothing of others', async () => {
    const store = await install();
    await put('models/tiny@7/old.onnx', model);
    await put('models/tiny-2@1/other.onnx', model);
    expect(await store.remove('tiny')).toMatchObject({ state: 'missing' });
    expect(await readdir(join(root, 'models'))).toEqual(['tiny-2@1']);
  });
});
