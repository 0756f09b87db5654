import { afterEach, describe, expect, test } from 'vitest';
import type { ServerProfile } from '../../../../../../electron/contract/chat-servers.ts';
import { EngineError } from '../../../../../../electron/contract/errors.ts';
import {
  ask,
  modelOf,
  requestOf,
  textMessage,
  type AskOptions,
} from '../../../../../helpers/chat-server-double/ask-double.ts';
import { ChatServerDouble, type Play } from '../../../../../helpers/chat-server-double/chat-server-double.ts';

const doubles: ChatServerDouble[] = [];
const start = async (...args: Parameters<typeof ChatServerDouble.start>) => {
  const double = await ChatServerDouble.start(...args);
  doubles.push(double);
  return double;
};
afterEach(async () => {
  await Promise.all(doubles.splice(0).map((double) => double.stop()));
});

const question = requestOf([textMessage('When does the dog jump?')]);
const said = { pieces: ['Um ', '3,5 s spr', 'ingt der 🐕', ' über den Zaun.'] };
const profiles: ServerProfile[] = ['vllm', 'sglang', 'llama-cpp', 'ollama', 'lm-studio', 'unknown'];

async function failureOf(play: Play, options: AskOptions = {}, profile: ServerProfile = 'vllm'): Promise<EngineError> {
  const double = await start(profile);
  double.play(play);
  const failure = await ask(modelOf(double, options), question).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  return failure as EngineError;
}

describe.each(profiles)('an answer of %s', (profile) => {
  test('is put together from bytes cut anywhere, with its thoughts in tags', async () => {
    const double = await start(profile);
    double.play({ kind: 'say', said: { ...said, thoughts: ['The dog ', 'is brown.'] }, pieceBytes: [1, 7, 2, 31] });
    const request = { ...question, stop: ['\n\n'], sampling: { temperature: 0.5, topP: 0.9, topK: 20, seed: 7 } };
    const { answer, deltas } = await ask(modelOf(double), request);
    expect(double.problems).toEqual([]);
    expect(answer.text).toBe('<think>The dog is brown.</think>Um 3,5 s springt der 🐕 über den Zaun.');
    expect(deltas.join('')).toBe(answer.text);
    expect(answer).toMatchObject({ endedBy: 'stop', usage: { promptTokenCount: 100, answerTokenCount: 6 } });
  });
});

describe('an answer', () => {
  test.each<[string, Partial<Extract<Play, { kind: 'say' }>>]>([
    ['with carriage returns and comments between', { lineEnd: '\r\n', comment: 'ping' }],
    ['whose connection stays open', { end: 'open' }],
    ['that ends without saying so', { end: 'closed' }],
  ])('%s is whole', async (_, how) => {
    const double = await start('llama-cpp');
    double.play({ kind: 'say', said, ...how });
    expect((await ask(modelOf(double), question)).answer.text).toBe(said.pieces.join(''));
  });

  test('that comes at once, from a server that does not stream, is one', async () => {
    const double = await start('unknown');
    const body = JSON.stringify({
      choices: [{ message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'length' }],
    });
    double.play({ kind: 'raw', bytes: body, type: 'application/json' });
    expect((await ask(modelOf(double), question)).answer).toMatchObject({ text: 'Yes.', endedBy: 'length' });
  });

  test('is stopped by aborting: the server sees the connection go', async () => {
    const double = await start('vllm');
    double.play({ kind: 'say', said, end: 'stall', after: 3 });
    const controller = new AbortController();
    const reason = new Error('Esc');
    const answering = modelOf(double, { limits: { stallMs: 10_000 } }).answer(question, {
      signal: controller.signal,
      onText: () => controller.abort(reason),
    });
    await expect(answering).rejects.toBe(reason);
    await expect.poll(() => double.chats[0]!.isAborted).toBe(true);
    expect(double.chats).toHaveLength(1);
  });

  test('leaves nothing more to be sent when it was stopped before', async () => {
    const double = await start('vllm');
    await expect(ask(modelOf(double), question, AbortSignal.abort(new Error('Esc')))).rejects.toThrow('Esc');
    expect(double.requests).toEqual([]);
  });
});

describe('a server that fails', () => {
  const refuse = (status: number, body: unknown, headers = {}): Play => ({ kind: 'refuse', status, body, headers });
  const openAi = (message: string, type = 'BadRequestError') => ({ error: { message, type, param: null, code: 400 } });

  test.each<[string, Play, Record<string, unknown>]>([
    ['server-key', refuse(401, openAi('Unauthorized')), { status: 401 }],
    ['server-too-large', refuse(413, '<html>413 Request Entity Too Large</html>'), { sentBytes: expect.any(Number) }],
    ['server-busy', refuse(429, openAi('slow down'), { 'retry-after': '120' }), { retryAfterSeconds: 120 }],
    [
      'context-too-long',
      refuse(
        400,
        openAi(
          "This model's maximum context length is 32768 tokens. However, you requested 40000 tokens in the messages.",
        ),
      ),
      { contextTokenCount: 32768, tokenCount: 40000 },
    ],
    [
      'context-too-long',
      refuse(400, {
        error: {
          ...{ code: 400, type: 'exceed_context_size_error', n_prompt_tokens: 9412, n_ctx: 8192 },
          message: 'request (9412 tokens) exceeds the available context size (8192 tokens), try increasing it',
        },
      }),
      { contextTokenCount: 8192, tokenCount: 9412 },
    ],
    [
      'context-too-long',
      refuse(400, {
        object: 'error',
        message: "The input (50000 tokens) is longer than the model's context length (32768 tokens).",
        type: 'BadRequest',
      }),
      { contextTokenCount: 32768, tokenCount: 50000 },
    ],
    ['server-pictures', refuse(400, openAi('At most 4 image(s) may be provided in one prompt.')), { limit: 4 }],
    [
      'server-pictures',
      refuse(500, openAi('image input is not supported - hint: you may need to provide the mmproj')),
      {},
    ],
    ['server-unknown', refuse(404, { detail: 'Not Found' }), { status: 404 }],
    ['server-refused', refuse(500, openAi('CUDA error')), { status: 500, reason: 'CUDA error' }],
    ['server-refused', refuse(302, '', { location: 'http://elsewhere.example/' }), { status: 302 }],
    ['server-slow', { kind: 'silent' }, { stage: 'first-byte' }],
    ['server-slow', { kind: 'say', said, end: 'stall', after: 2 }, { stage: 'stall' }],
    ['server-stream', { kind: 'say', said, end: 'closed', after: 2 }, { reason: 'cut-off' }],
    ['server-stream', { kind: 'raw', bytes: 'data: {"choices": [\n\n' }, { reason: 'not-json' }],
    ['server-stream', { kind: 'raw', bytes: 'data: {"choices": 7}\n\n' }, { reason: 'not-a-chunk' }],
    [
      'server-stream',
      { kind: 'raw', bytes: '{"text": "hello"}', type: 'application/json' },
      { reason: 'not-an-answer' },
    ],
    ['server-unreachable', { kind: 'say', said, end: 'cut', after: 3 }, { reason: 'cut' }],
    [
      'context-too-long',
      { kind: 'raw', bytes: 'data: {"error": {"message": "maximum context length is 10 tokens"}}\n\n' },
      {},
    ],
  ])('is %s: %j', async (code, play, details) => {
    expect(await failureOf(play)).toMatchObject({ code, details: { host: expect.any(String), ...details } });
  });

  test('is server-model for a model that it does not have', async () => {
    for (const profile of profiles) {
      const double = await start(profile);
      const failure = ask(modelOf(double, { model: 'other' }), question);
      await expect(failure).rejects.toMatchObject({ code: 'server-model', details: { model: 'other' } });
    }
  });

  test('is server-unreachable where nothing listens, at once', async () => {
    const double = await ChatServerDouble.start('vllm');
    const { base, model, profile } = double;
    await double.stop();
    const retries = { delaysMs: [60_000], longestWaitMs: 60_000 };
    const failure = ask(modelOf({ base, model, profile }, { retries }), question);
    await expect(failure).rejects.toMatchObject({ code: 'server-unreachable', details: { reason: 'refused' } });
  });

  test('is asked again as long as it is only busy, and waits as it asks', async () => {
    const double = await start('vllm');
    double.play(refuse(503, openAi('loading')), refuse(429, openAi('busy'), { 'retry-after': '1' }), {
      kind: 'say',
      said,
    });
    const startMs = performance.now();
    expect((await ask(modelOf(double), question)).answer.text).toBe(said.pieces.join(''));
    expect(performance.now() - startMs).toBeGreaterThan(990);
    expect(double.chats).toHaveLength(3);
  });

  test('is not asked again once words have come', async () => {
    const double = await start('vllm');
    double.play({ kind: 'say', said, end: 'cut', after: 3 }, { kind: 'say', said });
    await expect(ask(modelOf(double), question)).rejects.toMatchObject({ code: 'server-unreachable' });
    expect(double.chats).toHaveLength(1);
  });
});

describe('before anything is sent', () => {
  test('a question that cannot fit is refused with its numbers, and a long answer is shortened', async () => {
    const double = await start('vllm');
    double.play({ kind: 'say', said });
    const long = requestOf([textMessage('dog '.repeat(5000))]);
    await expect(ask(modelOf(double, { contextTokenCount: 4096 }), long)).rejects.toMatchObject({
      code: 'context-too-long',
      details: { tokenCount: 5004, contextTokenCount: 4096 },
    });
    expect(double.requests).toEqual([]);
    await ask(modelOf(double, { contextTokenCount: 5104 }), long);
    expect(double.chats[0]!.body).toMatchObject({ max_tokens: 100 });
  });

  test('whoever decides is told what would leave, and can refuse', async () => {
    const double = await start('vllm');
    const seen: unknown[] = [];
    const refusal = new EngineError('sending-not-allowed', 'no');
    const mayBeSent = (sending: unknown) => {
      seen.push(sending);
      throw refusal;
    };
    await expect(ask(modelOf(double, { mayBeSent }), question)).rejects.toBe(refusal);
    expect(double.requests).toEqual([]);
    expect(seen).toEqual([
      { host: new URL(double.base).host, kind: 'text', frameCount: 0, sentBytes: expect.any(Number), isEncrypted: 0 },
    ]);
  });
});

describe('a key', () => {
  test('goes to the server and into no error and no log, whatever the server repeats', async () => {
    const key = 'very-secret-key-0123456789';
    const double = await start('vllm', { key });
    double.play({ kind: 'say', said });
    const lines: string[] = [];
    const log = (...args: unknown[]) => void lines.push(JSON.stringify(args));
    const logger = { debug: log, info: log, warn: log, error: log };
    await ask(modelOf(double, { key, logger }), question);
    const wrong = 'another-secret-key-98765';
    const failure = await ask(modelOf(double, { key: wrong, logger }), question).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'server-key', details: { reason: 'Incorrect API key provided: …' } });
    double.play({ kind: 'refuse', status: 503, body: { error: { message: `busy, ${key}` } } });
    const busy = await ask(modelOf(double, { key, logger }), question).catch((error: unknown) => error);
    expect(lines).not.toEqual([]);
    const everything = [
      ...lines,
      ...[failure, busy].map((error) => JSON.stringify(error) + String((error as Error).stack)),
    ];
    expect(everything.join('\n')).not.toMatch(/secret-key/);
  });
});
