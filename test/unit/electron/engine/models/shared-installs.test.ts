import { expect, test, vi } from 'vitest';
import { EngineError } from '../../../../../electron/contract/errors.ts';
import type { ModelSummary } from '../../../../../electron/contract/models.ts';
import { SharedInstalls, type InstallCall } from '../../../../../electron/engine/models/shared-installs.ts';

const half = { stage: 'download', file: 'm.onnx', doneBytes: 5, totalBytes: 10 } as const;

/** An installation that waits for the test to end it, and ends when it is aborted. */
function waitingInstall() {
  const { promise, resolve, reject } = Promise.withResolvers<ModelSummary>();
  const install = vi.fn(({ signal, onProgress }: InstallCall) => {
    onProgress(half);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
    return promise;
  });
  return { install, finish: () => resolve({ cardId: 'm' } as ModelSummary) };
}

const caller = () => {
  const controller = new AbortController();
  return { controller, call: { signal: controller.signal, onProgress: vi.fn() } };
};

test('who asks while it is under way joins it and hears how far it is', async () => {
  const installs = new SharedInstalls();
  const { install, finish } = waitingInstall();
  const [first, second] = [caller(), caller()];
  const a = installs.join('m', first.call, install);
  await vi.waitFor(() => expect(installs.progressOf('m')).toEqual(half));
  const b = installs.join('m', second.call, install);
  expect(second.call.onProgress).toHaveBeenCalledWith(half);
  finish();
  expect(await a).toBe(await b);
  expect(install).toHaveBeenCalledOnce();
  expect([installs.isRunning('m'), installs.progressOf('m')]).toEqual([false, null]);
});

test('goes on while one still waits, and stops with the last', async () => {
  const installs = new SharedInstalls();
  const { install } = waitingInstall();
  const [first, second] = [caller(), caller()];
  const a = installs.join('m', first.call, install);
  const b = installs.join('m', second.call, install);
  await vi.waitFor(() => expect(install).toHaveBeenCalled());
  first.controller.abort();
  await expect(a).rejects.toMatchObject({ name: 'AbortError' });
  expect(install.mock.calls[0]![0].signal.aborted).toBe(false);
  second.controller.abort();
  await expect(b).rejects.toMatchObject({ name: 'AbortError' });
  expect(install.mock.calls[0]![0].signal.aborted).toBe(true);
});

test('ends for everybody with the reason', async () => {
  const installs = new SharedInstalls();
  const { install } = waitingInstall();
  const ended = installs.join('m', caller().call, install);
  await vi.waitFor(() => expect(install).toHaveBeenCalled());
  installs.stop(new EngineError('network-off', 'Off.'));
  await expect(ended).rejects.toMatchObject({ code: 'network-off' });
});
