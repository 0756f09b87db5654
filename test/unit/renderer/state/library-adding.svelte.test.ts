import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { rootIdSchema } from '../../../../electron/contract/ids.ts';
import type { ScanReport } from '../../../../electron/contract/library.ts';
import { LibraryAdding, type AddingTask } from '../../../../renderer/state/library-adding.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const rootId = rootIdSchema.parse('root');
const report = (over: Partial<ScanReport> = {}): ScanReport => ({
  rootId,
  addedCount: 0,
  changedCount: 0,
  movedCount: 0,
  duplicateCount: 0,
  offlineCount: 0,
  unchangedCount: 0,
  unreadableCount: 0,
  ...over,
});
const add = (path: string): AddingTask => ({ kind: 'add', place: { path }, title: path });

describe('LibraryAdding', () => {
  test('adds one place after the other and sums up what came of it', async () => {
    const order: string[] = [];
    const adding = new LibraryAdding(
      loopback({
        'library.add': async ({ place }, { onProgress }) => {
          order.push('path' in place ? place.path : '');
          onProgress({ doneCount: 7 });
          return report({ addedCount: 2, duplicateCount: 1 });
        },
      }),
    );
    const ended = await adding.run([add('/a'), add('/b')]);
    expect(order).toEqual(['/a', '/b']);
    expect(ended?.counts).toMatchObject({ addedCount: 4, duplicateCount: 2 });
    expect(adding.status).toEqual({ kind: 'idle' });
  });

  test('lets a place that comes meanwhile join, and shows how far it is', async () => {
    let finish: (() => void) | null = null;
    const adding = new LibraryAdding(
      loopback({
        'library.add': (_params, { onProgress }) =>
          new Promise((resolve) => {
            onProgress({ doneCount: 5 });
            finish = () => resolve(report({ addedCount: 1 }));
          }),
        'library.addDemo': async () => report({ addedCount: 3 }),
      }),
    );
    const first = adding.run([add('/a')]);
    expect(await adding.run([{ kind: 'demo' }])).toBeNull();
    await vi.waitFor(() => expect(adding.status).toMatchObject({ kind: 'running', doneCount: 5 }), { interval: 1 });
    finish!();
    expect((await first)?.counts?.addedCount).toBe(4);
  });

  test('keeps what failed, with its reason, until it is put away, and goes on with the rest', async () => {
    const adding = new LibraryAdding(
      loopback({
        'library.add': async ({ place }) => {
          if ('path' in place && place.path === '/a') throw new EngineError('permission-denied', 'no');
          return report({ addedCount: 1 });
        },
      }),
    );
    const ended = await adding.run([add('/a'), add('/b')]);
    expect(ended?.counts?.addedCount).toBe(1);
    expect(adding.status).toMatchObject({ kind: 'ended', failures: [{ error: { code: 'permission-denied' } }] });
    adding.close();
    expect(adding.status).toEqual({ kind: 'idle' });
  });

  test('stops the place under way and those that wait; that is no failure', async () => {
    const asked: unknown[] = [];
    const adding = new LibraryAdding(
      loopback({
        'library.add': ({ place }, { signal }) => {
          asked.push(place);
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped.')));
          });
        },
      }),
    );
    const run = adding.run([add('/a'), add('/b')]);
    await vi.waitFor(() => expect(asked).toHaveLength(1), { interval: 1 });
    adding.stop();
    expect(await run).toMatchObject({ counts: null, failures: [] });
    expect(asked).toHaveLength(1);
    expect(adding.status).toEqual({ kind: 'idle' });
  });
});
