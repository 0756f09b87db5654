import { describe, expect, test, vi } from 'vitest';
import { exposeDesktop } from '../../../../electron/preload/expose-desktop.ts';

function world() {
  const listeners = new Map<string, (event: { ports: MessagePort[] }) => void>();
  const exposed: Record<string, unknown> = {};
  const send = vi.fn();
  const postMessage = vi.fn();
  exposeDesktop({
    contextBridge: { exposeInMainWorld: (name, api) => void (exposed[name] = api) },
    ipcRenderer: { send, on: (channel, listener) => listeners.set(channel, listener as never) },
    webUtils: { getPathForFile: ({ name }) => (name === 'blob' ? '' : `/footage/${name}`) },
    window: { location: { origin: 'app://timecue' }, postMessage },
  });
  return { listeners, exposed, send, postMessage };
}

describe('the preload', () => {
  test('gives the page a way to a port and the paths of dropped files, and nothing else', () => {
    const { exposed, send } = world();
    expect(Object.keys(exposed)).toEqual(['timecue']);
    const bridge = exposed['timecue'] as Record<string, (...args: unknown[]) => unknown>;
    expect(Object.keys(bridge).sort()).toEqual(['pathForFile', 'requestPort']);
    expect(bridge['pathForFile']!({ name: 'a.mp4' })).toBe('/footage/a.mp4');
    // Whatever a page hands in, the message to main is the same.
    bridge['requestPort']!('some-channel', { more: 1 });
    expect(send.mock.calls).toEqual([['timecue:port']]);
  });

  test('hands the port on to its own origin only', () => {
    const { listeners, postMessage } = world();
    const port = {} as MessagePort;
    listeners.get('timecue:port')!({ ports: [port] });
    listeners.get('timecue:engine-gone')!({ ports: [] });

    expect(postMessage.mock.calls).toEqual([
      ['timecue:port', 'app://timecue', [port]],
      ['timecue:engine-gone', 'app://timecue'],
    ]);
  });
});
