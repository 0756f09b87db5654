import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chatServerSchema } from '../../../../../../electron/contract/chat-servers.ts';
import { createMemorySecrets } from '../../../../../../electron/engine/base/secret-store.ts';
import { silentLogger, systemClock } from '../../../../../../electron/engine/base/surroundings.ts';
import { guardSend } from '../../../../../../electron/engine/chat/servers/guarded-send.ts';
import { createSendRequest } from '../../../../../../electron/engine/chat/servers/http-exchange.ts';
import { ServerService } from '../../../../../../electron/engine/chat/servers/server-service.ts';
import { createServerSource } from '../../../../../../electron/engine/chat/servers/server-source.ts';
import { ServerStore } from '../../../../../../electron/engine/chat/servers/server-store.ts';
import { FileSecretStore } from '../../../../../../electron/engine/settings/file-secret-store.ts';
import { ask, requestOf, textMessage } from '../../../../../helpers/chat-server-double/ask-double.ts';
import { ChatServerDouble, type DoubleOptions } from '../../../../../helpers/chat-server-double/chat-server-double.ts';

let folder: string;
let isNetworkOff: boolean;
const doubles: ChatServerDouble[] = [];
const never = new AbortController().signal;
const question = requestOf([textMessage('What is seen?')]);
const elsewhere = 'http://gpu.example:8000/v1';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timecue-servers-'));
  isNetworkOff = false;
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

async function start(...[profile, options]: Parameters<typeof ChatServerDouble.start>): Promise<ChatServerDouble> {
  const double = await ChatServerDouble.start(profile, options);
  doubles.push(double);
  double.play({ kind: 'say', said: { pieces: ['A dog.'] } });
  return double;
}

/** A program's view of the servers of one person; `gpu.example` is the double. */
function open(double: ChatServerDouble) {
  const send = createSendRequest({});
  const { base } = double;
  const guarded = guardSend(
    (request) => send({ ...request, url: request.url.replace('http://gpu.example:8000', base) }),
    () => isNetworkOff,
  );
  const secrets = new FileSecretStore({ file: join(folder, 'keys.json'), logger: silentLogger });
  const service = new ServerService({
    ...{ store: new ServerStore({ file: join(folder, 'servers.json'), logger: silentLogger }), secrets },
    ...{ send: guarded.send, isNetworkOff: () => isNetworkOff, clock: systemClock, logger: silentLogger },
    tools: () => Promise.reject(new Error('This test has no ffmpeg.')),
  });
  return { service, guarded };
}

describe('a server that is named', () => {
  test('is asked what it is, and is still there in another program', async () => {
    const double = await start('llama-cpp');
    const added = await open(double).service.add({ address: double.base, title: 'Here' }, never);
    expect(chatServerSchema.parse(added)).toEqual(added);
    expect(added).toMatchObject({
      ...{ title: 'Here', profile: 'llama-cpp', isLoopback: true, isSendingAllowed: true, key: 'none', failure: null },
      models: [{ model: double.model, contextTokenCount: 8192, calibration: { state: 'not-tried' } }],
    });
    expect(await open(double).service.list()).toEqual([added]);
    const again = await open(double).service.add({ address: `${double.base}/v1/` }, never);
    expect(again).toMatchObject({ serverId: added.serverId, title: 'Here' });
    expect(await createServerSource(open(double).service).list(never)).toMatchObject([
      { state: 'ready', times: 'approximate', contextTokenCount: 8192, model: { address: `${double.base}/v1` } },
    ]);
    await open(double).service.remove(added.serverId);
    expect(await open(double).service.list()).toEqual([]);
  });

  test('keeps what was known of it and says why it could not be asked', async () => {
    const double = await start('vllm');
    const { service } = open(double);
    const { serverId } = await service.add({ address: double.base }, never);
    doubles.splice(0);
    await double.stop();
    expect(await service.test(serverId, never)).toMatchObject({
      ...{ profile: 'vllm', models: [{ model: double.model }] },
      failure: { code: 'server-unreachable', details: { reason: 'refused' } },
    });
  });

  test.skipIf(process.platform === 'win32')(
    'has its key in a file of this person alone, and nowhere else',
    async () => {
      const key = 'a-secret-key-for-this-test';
      const double = await start('vllm', { key });
      const file = join(folder, 'keys.json');
      writeFileSync(file, '{}', { mode: 0o644 });
      const { service } = open(double);
      const added = await service.add({ address: double.base, key }, never);
      expect(added).toMatchObject({ key: 'kept', profile: 'vllm' });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(folder, 'servers.json'), 'utf8') + JSON.stringify(added)).not.toContain(key);
      expect(await service.change(added.serverId, { key: null })).toMatchObject({ key: 'none' });
      expect(await service.test(added.serverId, never)).toMatchObject({ failure: { code: 'server-key' } });
      expect(readFileSync(file, 'utf8')).not.toContain(key);
    },
  );

  test('has a key for this session where the system keeps none', async () => {
    const double = await start('vllm', { key: 'k' });
    const service = new ServerService({
      ...{ store: new ServerStore({ file: null, logger: silentLogger }), secrets: createMemorySecrets() },
      ...{ send: createSendRequest({}), isNetworkOff: () => false, clock: systemClock, logger: silentLogger },
      tools: () => Promise.reject(new Error('This test has no ffmpeg.')),
    });
    expect(await service.add({ address: double.base, key: 'k' }, never)).toMatchObject({
      key: 'session',
      failure: null,
    });
  });
});

describe('a model on a server', () => {
  const openModel = (double: ChatServerDouble, model: string) =>
    open(double).service.open({ kind: 'server', address: double.base, model }, never);

  test('is asked with what was found out, also where nobody named the server', async () => {
    const double = await start('ollama', { model: 'qwen2.5vl:latest' });
    const model = await openModel(double, 'qwen2.5vl');
    expect(model.modelId).toBe(`qwen2.5vl:latest@${new URL(double.base).host}`);
    expect(model.capabilities).toMatchObject({ contextTokenCount: 16384, times: 'approximate' });
    expect((await ask(model, question)).answer.text).toBe('A dog.');
    expect(double.problems).toEqual([]);
  });

  test('that is not there is told before anything is sent', async () => {
    const double = await start('vllm');
    await expect(openModel(double, 'other')).rejects.toMatchObject({ code: 'server-model' });
  });

  test('that takes no pictures is not sent any', async () => {
    const options: DoubleOptions = {
      facts: { '/props': { default_generation_settings: {}, modalities: { vision: false } } },
    };
    const double = await start('llama-cpp', options);
    const picture = { width: 1, height: 1, data: new Uint8Array(3) };
    const request = requestOf([{ role: 'user', parts: [{ kind: 'image', picture }] }]);
    await expect(ask(await openModel(double, double.model), request)).rejects.toMatchObject({
      code: 'server-pictures',
    });
    expect(double.chats).toEqual([]);
  });
});

describe('a server elsewhere', () => {
  const openElsewhere = (service: ServerService, double: ChatServerDouble) =>
    service.open({ kind: 'server', address: elsewhere, model: double.model }, never);

  test('is sent nothing until the person has agreed, and is told what it would be', async () => {
    const double = await start('vllm');
    const { service } = open(double);
    const { serverId } = await service.add({ address: elsewhere }, never);
    const model = await openElsewhere(service, double);
    await expect(ask(model, question)).rejects.toMatchObject({
      code: 'sending-not-allowed',
      details: { serverId, host: 'gpu.example:8000', kind: 'text', frameCount: 0, isEncrypted: 0 },
    });
    expect(double.chats).toEqual([]);
    await open(double).service.change(serverId, { isSendingAllowed: true });
    expect((await ask(model, question)).answer.text).toBe('A dog.');
    await open(double).service.change(serverId, { isSendingAllowed: false });
    await expect(ask(model, question)).rejects.toMatchObject({ code: 'sending-not-allowed' });
    expect(double.chats).toHaveLength(1);
  });

  test('is not even asked what it is while the network is off; one on this machine is', async () => {
    const double = await start('vllm');
    const { service } = open(double);
    isNetworkOff = true;
    expect(await service.add({ address: elsewhere }, never)).toMatchObject({ failure: { code: 'network-off' } });
    expect(double.requests).toEqual([]);
    expect(await service.add({ address: double.base }, never)).toMatchObject({ failure: null });
  });

  test('is cut off when the network is switched off while it answers', async () => {
    const double = await start('vllm');
    double.play({ kind: 'say', said: { pieces: ['A ', 'dog.'] }, end: 'stall', after: 2 });
    const { service, guarded } = open(double);
    const { serverId } = await service.add({ address: elsewhere }, never);
    await service.change(serverId, { isSendingAllowed: true });
    const model = await openElsewhere(service, double);
    const answering = model.answer(question, {
      signal: never,
      onText: () => {
        isNetworkOff = true;
        guarded.stop();
      },
    });
    await expect(answering).rejects.toMatchObject({ code: 'network-off' });
    await expect.poll(() => double.chats[0]!.isAborted).toBe(true);
  });
});
