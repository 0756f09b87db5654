import type { Handlers } from '../../contract/index.ts';
import type { SettingsStore } from './settings-store.ts';

/** What the contract calls `settings.*`. Also beside another engine that writes: settings belong to no library. */
export function settingsHandlers(store: SettingsStore): Pick<Handlers, Extract<keyof Handlers, `settings.${string}`>> {
  return {
    'settings.get': async () => store.current,
    'settings.change': async ({ changes }) => store.change(changes),
    'settings.watch': (_params, { signal, onProgress }) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve({});
          return;
        }
        const stopListening = store.onChange((settings) => onProgress(settings));
        const stop = () => {
          stopListening();
          resolve({});
        };
        signal.addEventListener('abort', stop, { once: true });
        onProgress(store.current);
      }),
  };
}
