import { describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../../../electron/contract/errors.ts';
import { settingsSchema, type Settings } from '../../../../electron/contract/settings.ts';
import { SettingsStore } from '../../../../renderer/state/settings-store.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

/** Keeps settings as the engine does: every change is told to all that watch. */
function keeper() {
  const watchers: ((settings: Settings) => void)[] = [];
  const state = { kept: settingsSchema.parse({}), failure: null as EngineError | null };
  const take = (changes: Record<string, unknown>) => {
    state.kept = settingsSchema.parse({ ...state.kept, ...changes });
    watchers.forEach((push) => push(state.kept));
    return state.kept;
  };
  const callEngine = loopback({
    'settings.watch': (_params, { onProgress }) => {
      watchers.push(onProgress);
      onProgress(state.kept);
      return new Promise(() => {});
    },
    'settings.change': async ({ changes }) => {
      if (state.failure !== null) {
        throw state.failure;
      }
      return take(changes);
    },
  });
  return { callEngine, state, take };
}

describe('SettingsStore', () => {
  test('shows the defaults until the engine has answered', async () => {
    const { callEngine, take } = keeper();
    take({ theme: 'light' });
    const store = new SettingsStore(callEngine);
    expect([store.isKnown, store.current.theme]).toEqual([false, 'dark']);
    void store.start();
    await vi.waitFor(() => expect([store.isKnown, store.current.theme]).toEqual([true, 'light']));
  });

  test('shows a change at once, and what another window has changed', async () => {
    const { callEngine, take } = keeper();
    const store = new SettingsStore(callEngine);
    void store.start();
    const kept = store.change({ units: 'frames' });
    expect(store.current.units).toBe('frames');
    await kept;
    take({ language: 'de' });
    await vi.waitFor(() => expect(store.current).toMatchObject({ units: 'frames', language: 'de' }));
  });

  test('shows what is kept, and rejects, when a change could not be kept', async () => {
    const { callEngine, state } = keeper();
    const store = new SettingsStore(callEngine);
    await store.change({ theme: 'light' });
    state.failure = new EngineError('disk-full', 'no space');
    const failing = store.change({ theme: 'system', units: 'seconds' });
    expect(store.current.theme).toBe('system');
    await expect(failing).rejects.toMatchObject({ code: 'disk-full' });
    expect(store.current).toMatchObject({ theme: 'light', units: 'timecode' });
  });

  test('two changes at once are both shown, whichever is kept first', async () => {
    const { callEngine } = keeper();
    const store = new SettingsStore(callEngine);
    const both = [store.change({ theme: 'light' }), store.change({ units: 'seconds' })];
    expect(store.current).toMatchObject({ theme: 'light', units: 'seconds' });
    await Promise.all(both);
    expect(store.current).toMatchObject({ theme: 'light', units: 'seconds' });
  });
});
