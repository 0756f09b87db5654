import { describe, expect, test, vi } from 'vitest';
import { connectEngine } from '../../../../electron/rpc/client.ts';
import { Dispatcher, type DispatcherOptions } from '../../../../electron/rpc/dispatcher.ts';
import type { Reply, Request } from '../../../../electron/rpc/messages.ts';
import { handlersWith } from '../../../helpers/loopback.ts';
import { RecordingPort } from '../../../helpers/recording-port.ts';
import { answerOf } from '../../../helpers/search-answers.ts';

const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown;
const unreadable = [
  ['nothing', undefined],
  ['a text', 'call'],
  ['an empty object', {}],
  ['a call without id', { kind: 'call', method: 'models.list', params: {} }],
  ['a callId that is a text', { kind: 'call', callId: '1', method: 'models.list' }],
  ['a callId that is negative', { kind: 'cancel', callId: -1 }],
  ['an endless list', deep],
] as const;

function served(options: DispatcherOptions = {}): RecordingPort<Reply> {
  const port = new RecordingPort<Reply>();
  const handlers = handlersWith({
    'models.list': async () => ({ models: [] }),
    'search.query': () => new Promise(() => {}),
  });
  new Dispatcher(handlers, port, options);
  return port;
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('a dispatcher', () => {
  test.each(unreadable)('counts and survives %s', async (_name, message) => {
    const onWarning = vi.fn();
    const port = served({ onWarning });
    port.arrive(message);
    port.arrive({ kind: 'call', callId: 1, method: 'models.list', params: {} });
    await turn();
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: 'malformed', count: 1 }));
    expect(port.sent).toEqual([{ kind: 'result', callId: 1, result: { models: [] } }]);
  });

  test.each([
    ['an unknown kind', { kind: 'shout', callId: 5 }],
    ['a method that is no text', { kind: 'call', callId: 5, method: 7 }],
    ['a method name without end', { kind: 'call', callId: 5, method: 'x'.repeat(101) }],
  ])('answers %s with bad-request', (_name, message) => {
    const port = served();
    port.arrive(message);
    expect(port.sent).toMatchObject([{ kind: 'error', callId: 5, error: { code: 'bad-request' } }]);
  });

  test('refuses params that are nested without end', async () => {
    const port = served();
    port.arrive({ kind: 'call', callId: 5, method: 'models.list', params: deep });
    await turn();
    expect(port.sent).toMatchObject([{ kind: 'error', callId: 5, error: { code: 'bad-request' } }]);
  });

  test('refuses an id that is in use, and the running call goes on', async () => {
    const port = served();
    port.arrive({ kind: 'call', callId: 5, method: 'search.query', params: { text: 'x' } });
    port.arrive({ kind: 'call', callId: 5, method: 'models.list', params: {} });
    await turn();
    expect(port.sent).toMatchObject([{ kind: 'error', callId: 5, error: { code: 'bad-request' } }]);
  });

  test('lets an id be used again once its call has ended', async () => {
    const port = served();
    for (let round = 0; round < 2; round += 1) {
      port.arrive({ kind: 'call', callId: 5, method: 'models.list', params: {} });
      await turn();
    }
    expect(port.sent.map(({ kind }) => kind)).toEqual(['result', 'result']);
  });

  test('refuses more running calls than its limit', () => {
    const port = served({ maxRunningCalls: 3 });
    for (let callId = 1; callId <= 4; callId += 1) {
      port.arrive({ kind: 'call', callId, method: 'search.query', params: { text: 'x' } });
    }
    expect(port.sent).toMatchObject([{ kind: 'error', callId: 4, error: { code: 'bad-request' } }]);
  });

  test('takes the cancelling of a call that is not there', () => {
    const port = served();
    port.arrive({ kind: 'cancel', callId: 99 });
    expect(port.sent).toEqual([]);
  });

  test('closes the port under a flood, not under a few', () => {
    const port = served();
    for (let count = 0; count < 99; count += 1) {
      port.arrive({});
    }
    expect(port.closed.hasHappened).toBe(false);
    port.arrive({});
    expect(port.closed.hasHappened).toBe(true);
  });
});

describe('a client', () => {
  test.each(unreadable)('counts and survives %s', async (_name, message) => {
    const onWarning = vi.fn();
    const port = new RecordingPort<Request>();
    const call = connectEngine(port, { onWarning })('models.list', {});
    port.arrive(message);
    port.arrive({ kind: 'result', callId: 1, result: { models: [] } });
    await expect(call).resolves.toEqual({ models: [] });
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ kind: 'malformed' }));
  });

  test('rejects a call whose answer does not fit, with details', async () => {
    const port = new RecordingPort<Request>();
    const call = connectEngine(port)('search.query', { text: 'x' });
    port.arrive({ kind: 'result', callId: 1, result: { ...answerOf(), tookMs: undefined } });
    await expect(call).rejects.toMatchObject({
      code: 'internal',
      details: { method: 'search.query', problem: expect.stringContaining('tookMs') },
    });
  });

  test('rejects a call whose error has a code that it does not know', async () => {
    const port = new RecordingPort<Request>();
    const call = connectEngine(port)('models.list', {});
    port.arrive({ kind: 'error', callId: 1, error: { code: 'from-the-future', message: 'x' } });
    await expect(call).rejects.toMatchObject({ code: 'internal' });
  });

  test('drops progress that does not fit, with a counted warning', async () => {
    const onWarning = vi.fn();
    const onProgress = vi.fn();
    const port = new RecordingPort<Request>();
    const call = connectEngine(port, { onWarning })('search.query', { text: 'x' }, { onProgress });
    port.arrive({ kind: 'progress', callId: 1, progress: { doneCount: 'many' } });
    port.arrive({ kind: 'progress', callId: 1, progress: null });
    port.arrive({ kind: 'result', callId: 1, result: answerOf() });
    await call;
    expect(onProgress).not.toHaveBeenCalled();
    expect(onWarning.mock.calls.map(([{ kind, count }]) => [kind, count])).toEqual([
      ['bad-progress', 1],
      ['bad-progress', 2],
    ]);
  });

  test('ignores what comes after the answer', async () => {
    const onProgress = vi.fn();
    const port = new RecordingPort<Request>();
    const call = connectEngine(port)('search.query', { text: 'x' }, { onProgress });
    port.arrive({ kind: 'result', callId: 1, result: answerOf() });
    port.arrive({ kind: 'progress', callId: 1, progress: { doneCount: 1, totalCount: 1 } });
    port.arrive({ kind: 'error', callId: 1, error: { code: 'internal', message: 'late' } });
    await expect(call).resolves.toMatchObject({ weakerCount: 0 });
    expect(onProgress).not.toHaveBeenCalled();
  });

  test('closes the port under a flood', async () => {
    const port = new RecordingPort<Request>();
    const call = connectEngine(port)('models.list', {});
    for (let count = 0; count < 100; count += 1) {
      port.arrive('noise');
    }
    expect(port.closed.hasHappened).toBe(true);
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
  });
});
