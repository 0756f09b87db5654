import { afterEach, describe, expect, test, vi } from 'vitest';
import { searchQuerySchema } from '../../../../electron/contract/search.ts';
import { EngineError } from '../../../../electron/contract/errors.ts';
import type { MethodName } from '../../../../electron/contract/index.ts';
import { answerOf } from '../../../helpers/search-answers.ts';
import { connectLoopback, loopback } from '../../../helpers/loopback.ts';

afterEach(() => vi.useRealTimers());

/** Ends only when it is told to stop. */
const untilAborted = (_params: unknown, { signal }: { readonly signal: AbortSignal }) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

describe('a call', () => {
  test('reaches the handler with parsed params', async () => {
    const query = vi.fn(async () => answerOf());
    await loopback({ 'search.query': query })('search.query', { text: '  dog ' });
    expect(query).toHaveBeenCalledExactlyOnceWith(searchQuerySchema.parse({ text: 'dog' }), expect.anything());
  });

  test('brings curves back as typed arrays with their unknowns', async () => {
    const { hits } = await loopback({ 'search.query': async () => answerOf() })('search.query', { text: 'dog' });
    expect(hits[0]!.curve.values).toStrictEqual(Float32Array.of(0, Number.NaN, 0.5, 1, 0.75, 0));
  });

  test('carries no field that the contract does not name', async () => {
    const leaky = { ...answerOf(), path: '/home/somebody' };
    const result = await loopback({ 'search.query': async () => leaky })('search.query', { text: 'dog' });
    expect(result).not.toHaveProperty('path');
  });

  test('fails with the code and details of its error', async () => {
    const error = new EngineError('file-missing', 'gone', { details: { videoId: 'v1' } });
    const failure = await loopback({ 'search.query': () => Promise.reject(error) })('search.query', {
      text: 'x',
    }).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: 'file-missing', message: 'gone', details: { videoId: 'v1' } });
  });

  test.each([
    [
      'thrown at once',
      () => {
        throw new TypeError('x is undefined');
      },
    ],
    ['thrown later', () => Promise.reject(new TypeError('x is undefined'))],
  ])('whose handler has a bug, %s, travels as internal and is reported', async (_name, handler) => {
    const onBug = vi.fn();
    const { callEngine } = connectLoopback({ 'models.list': handler }, { dispatcher: { onBug } });
    await expect(callEngine('models.list', {})).rejects.toMatchObject({ code: 'internal' });
    expect(onBug).toHaveBeenCalledExactlyOnceWith(expect.any(TypeError), 'models.list');
  });

  test('whose result does not fit is rejected as internal, saying where', async () => {
    const handler = async () => ({ models: [{ cardId: 7 }] }) as never;
    await expect(loopback({ 'models.list': handler })('models.list', {})).rejects.toMatchObject({
      code: 'internal',
      details: { method: 'models.list', problem: expect.stringContaining('cardId') },
    });
  });

  test('whose result is too large for the port is rejected as internal', async () => {
    const plan = { ...answerOf().plan, text: 'x'.repeat(33 * 1024 * 1024) };
    await expect(loopback({ 'search.plan': async () => plan })('search.plan', { text: 'x' })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('limit'),
    });
  });

  test('whose params are too large for the port is rejected and leaves the connection alive', async () => {
    const callEngine = loopback({ 'models.list': async () => ({ models: [] }) });
    const path = 'x'.repeat(33 * 1024 * 1024);
    await expect(callEngine('library.add', { place: { path } })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(callEngine('models.list', {})).resolves.toEqual({ models: [] });
  });

  test.each([
    ['an unknown method', 'toString', {}],
    ['empty text', 'search.query', { text: ' ' }],
  ])('with %s is a bad request', async (_name, method, params) => {
    const callEngine = loopback({}) as (method: string, params: unknown) => Promise<unknown>;
    await expect(callEngine(method as MethodName, params)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('stopping', () => {
  test('aborting the signal aborts the handler', async () => {
    const controller = new AbortController();
    const query = loopback({ 'search.query': untilAborted })(
      'search.query',
      { text: 'dog' },
      { signal: controller.signal },
    );
    controller.abort();
    await expect(query).rejects.toMatchObject({ code: 'aborted' });
  });

  test('a signal aborted beforehand never starts the call', async () => {
    const handler = vi.fn(untilAborted);
    const call = loopback({ 'search.query': handler })(
      'search.query',
      { text: 'dog' },
      { signal: AbortSignal.abort() },
    );
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
    expect(handler).not.toHaveBeenCalled();
  });

  test('a call that has ended no longer listens to its signal', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await loopback({ 'models.list': async () => ({ models: [] }) })('models.list', {}, { signal });
    expect(added).toHaveBeenCalledOnce();
    expect(removed).toHaveBeenCalledWith('abort', added.mock.calls[0]![1]);
  });
});

describe('the end of the connection', () => {
  test('rejects what is pending and aborts what runs', async () => {
    const aborted = vi.fn();
    const { callEngine, close } = connectLoopback({
      'search.query': (_params, { signal }) => new Promise(() => signal.addEventListener('abort', aborted)),
    });
    const query = callEngine('search.query', { text: 'dog' });
    await Promise.resolve();
    close();
    await expect(query).rejects.toMatchObject({ code: 'disconnected' });
    expect(aborted).toHaveBeenCalledOnce();
  });

  test('rejects later calls at once', async () => {
    const { callEngine, close } = connectLoopback({});
    close();
    await expect(callEngine('models.list', {})).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('comes with disposing of the dispatcher', async () => {
    const { callEngine, dispatcher } = connectLoopback({ 'search.query': untilAborted });
    const query = callEngine('search.query', { text: 'dog' });
    dispatcher.dispose();
    await expect(query).rejects.toMatchObject({ code: 'disconnected' });
  });
});

describe('progress', () => {
  test('arrives in order, and its last value before the result', async () => {
    const seen: unknown[] = [];
    const callEngine = loopback({
      'search.query': async (_params, { onProgress }) => {
        for (let doneCount = 1; doneCount <= 500; doneCount += 1) {
          onProgress({ doneCount, totalCount: 500 });
        }
        return answerOf();
      },
    });
    await callEngine('search.query', { text: 'x' }, { onProgress: ({ doneCount }) => seen.push(doneCount) });
    expect(seen).toEqual([1, 500]);
  });

  test('is let through at most ten times a second', async () => {
    vi.useFakeTimers();
    const seen: number[] = [];
    const call = loopback({
      'search.query': async (_params, { onProgress }) => {
        for (let doneCount = 1; doneCount <= 1000; doneCount += 1) {
          onProgress({ doneCount, totalCount: 1000 });
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        return answerOf();
      },
    })('search.query', { text: 'x' }, { onProgress: ({ doneCount }) => seen.push(doneCount) });
    await vi.advanceTimersByTimeAsync(2100);
    await call;
    expect(seen.length).toBeGreaterThan(15);
    expect(seen.length).toBeLessThanOrEqual(22);
    expect(seen.at(-1)).toBe(1000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('that does not fit is dropped with a counted warning', async () => {
    const onProgress = vi.fn();
    const onWarning = vi.fn();
    const { callEngine } = connectLoopback(
      {
        'search.query': async (_params, context) => {
          context.onProgress({ doneCount: 0.5, totalCount: 1 });
          return answerOf();
        },
      },
      { dispatcher: { onWarning } },
    );
    await callEngine('search.query', { text: 'x' }, { onProgress });
    expect(onProgress).not.toHaveBeenCalled();
    expect(onWarning).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: 'bad-progress', method: 'search.query', count: 1 }),
    );
  });

  test('after the end is ignored', async () => {
    const seen = vi.fn();
    let late = (): void => {};
    const callEngine = loopback({
      'search.query': async (_params, { onProgress }) => {
        late = () => onProgress({ doneCount: 2, totalCount: 2 });
        return answerOf();
      },
    });
    await callEngine('search.query', { text: 'x' }, { onProgress: seen });
    late();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(seen).not.toHaveBeenCalled();
  });

  test('a listener that throws fails its own call and no other', async () => {
    const callEngine = loopback({
      'search.query': async (_params, { onProgress }) => {
        onProgress({ doneCount: 1, totalCount: 1 });
        return answerOf();
      },
    });
    const onProgress = () => {
      throw new Error('listener');
    };
    await expect(callEngine('search.query', { text: 'x' }, { onProgress })).rejects.toMatchObject({ code: 'internal' });
    await expect(callEngine('search.query', { text: 'x' })).resolves.toMatchObject({ weakerCount: 0 });
  });
});
