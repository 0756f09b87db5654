import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import type { Handlers } from '../../../../electron/contract/index.ts';
import type { ModelSummary } from '../../../../electron/contract/models.ts';
import { LibraryDetector } from '../../../../renderer/state/library-detector.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const card = (over: Partial<ModelSummary> = {}): ModelSummary => ({
  cardId: 'finder',
  title: 'Finder',
  purpose: 'Finds things.',
  licence: 'MIT',
  sizeBytes: 10,
  state: 'missing',
  channel: 'objects',
  installing: null,
  partialBytes: 0,
  ...over,
});

const detectorWith = (
  install: Handlers['models.install'],
  models = [card({ channel: null, cardId: 'other' }), card()],
) => new LibraryDetector(loopback({ 'models.list': async () => ({ models }), 'models.install': install }));

describe('LibraryDetector', () => {
  test('offers the model that brings objects, with what it is', async () => {
    const detector = detectorWith(async () => card());
    await detector.look();
    expect(detector.card?.cardId).toBe('finder');
    expect(detector.status.kind).toBe('missing');
  });

  test('installs it and shows how far it is', async () => {
    let finish: (() => void) | null = null;
    const detector = detectorWith((_params, { onProgress }) => {
      onProgress({ stage: 'download', file: 'a', doneBytes: 4, totalBytes: 10 });
      return new Promise((resolve) => (finish = () => resolve(card({ state: 'installed' }))));
    });
    await detector.look();
    const install = detector.install();
    await vi.waitFor(() => expect(detector.status).toMatchObject({ progress: { doneBytes: 4 } }), { interval: 1 });
    finish!();
    await install;
    expect(detector.status.kind).toBe('installed');
  });

  test('keeps why it failed, and is as before when it is stopped', async () => {
    let error = new EngineError('network', 'nothing there');
    const detector = detectorWith(async () => {
      throw error;
    });
    await detector.look();
    await detector.install();
    expect(detector.status).toMatchObject({ kind: 'failed', error: { code: 'network' } });
    error = new EngineError('aborted', 'Stopped.');
    await detector.install({ path: '/models' });
    expect(detector.status.kind).toBe('missing');
  });
});
