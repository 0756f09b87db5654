import { expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { videoIdSchema } from '../../../../electron/contract/ids.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import { ClipSource } from '../../../../renderer/state/clip-source.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const one = videoIdSchema.parse('video-1');
const other = videoIdSchema.parse('video-2');

function sourceWith(prepare: Handlers['playback.prepare'], isReachable: () => Promise<boolean> = async () => true) {
  return new ClipSource({ callEngine: loopback({ 'playback.prepare': prepare }), isMediaReachable: isReachable });
}

const made: Handlers['playback.prepare'] = async () => ({ sizeBytes: 1 });

test('a file that shows no picture is played from a copy, and so is it when it is opened again', async () => {
  const prepare = vi.fn(made);
  const source = sourceWith(prepare);
  source.open(one, false);
  expect(source.status).toEqual({ kind: 'file' });
  await source.fail();
  expect(source.status).toEqual({ kind: 'proxy' });
  source.open(other, false);
  expect(source.status).toEqual({ kind: 'file' });
  source.open(one, false);
  await vi.waitFor(() => expect(source.status).toEqual({ kind: 'proxy' }));
  expect(prepare).toHaveBeenCalledTimes(2);
});

test('says how far the copy is', async () => {
  let finish = () => {};
  const source = sourceWith(async (_params, { onProgress }) => {
    onProgress({ doneShare: 0.25, remainingSeconds: 12 });
    await new Promise<void>((resolve) => (finish = resolve));
    return { sizeBytes: 1 };
  });
  source.open(one, false);
  void source.fail();
  await vi.waitFor(() => expect(source.status).toEqual({ kind: 'preparing', doneShare: 0.25, remainingSeconds: 12 }));
  finish();
  await vi.waitFor(() => expect(source.status.kind).toBe('proxy'));
});

const untilStopped: Handlers['playback.prepare'] = (_params, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

test('making a copy can be stopped, and asked for again', async () => {
  const source = sourceWith(untilStopped);
  source.open(one, false);
  void source.fail();
  await vi.waitFor(() => expect(source.status.kind).toBe('preparing'));
  source.stop();
  await vi.waitFor(() => expect(source.status).toEqual({ kind: 'stopped' }));
  void source.prepare();
  expect(source.status.kind).toBe('preparing');
  source.close();
});

test('what becomes of a clip that has been left says nothing about the next', async () => {
  const source = sourceWith(untilStopped);
  source.open(one, false);
  void source.fail();
  await vi.waitFor(() => expect(source.status.kind).toBe('preparing'));
  source.open(other, false);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(source.status).toEqual({ kind: 'file' });
});

test.each([async () => false, async () => Promise.reject(new TypeError('fetch failed'))])(
  'a file that cannot be fetched is offline, and no copy is asked for',
  async (isReachable) => {
    const prepare = vi.fn(made);
    const source = sourceWith(prepare, isReachable);
    source.open(one, false);
    await source.fail();
    expect(source.status).toEqual({ kind: 'offline' });
    expect(prepare).not.toHaveBeenCalled();
    source.retry();
    expect(source.status).toEqual({ kind: 'file' });
  },
);

test('keeps why a copy could not be made; a copy that does not play is not made again', async () => {
  const failing = sourceWith(async () => Promise.reject(new EngineError('disk-full', 'full')));
  failing.open(one, false);
  await failing.fail();
  expect(failing.status).toMatchObject({ kind: 'failed', error: { code: 'disk-full' } });

  const source = sourceWith(made);
  source.open(one, false);
  await source.fail();
  await source.fail();
  expect(source.status).toMatchObject({ kind: 'failed', error: { code: 'decode-failed' } });
});
