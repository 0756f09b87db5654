/* eslint-disable no-restricted-syntax -- Electron's own classes are emitters */
import { exposeDesktop } from '../../../electron/preload/expose-desktop.ts';
import type { DesktopBridge } from '../../../electron/preload/desktop-bridge.ts';
import type { ElectronDouble } from './electron-double.ts';
import type { PortDouble } from './port-double.ts';
import type { FrameMessage, WindowDouble } from './window-double.ts';

/** A port as a page has it. */
class PagePort extends EventTarget {
  readonly #port: PortDouble;

  constructor(port: PortDouble) {
    super();
    this.#port = port;
    port.on('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port.on('close', () => this.dispatchEvent(new Event('close')));
  }

  postMessage(data: unknown): void {
    this.#port.postMessage(data);
  }

  start(): void {
    this.#port.start();
  }

  close(): void {
    this.#port.close();
  }
}

/** The page of a window with the real preload in it. Its `window` and `location` are for `vi.stubGlobal`. */
export class PageDouble {
  readonly window = Object.assign(new EventTarget(), {
    location: { origin: 'app://timecue' },
    postMessage: (data: unknown, targetOrigin: string, transfer: unknown[] = []): void => {
      // A message for another origin does not arrive.
      if (targetOrigin === this.window.location.origin) {
        const event = new Event('message');
        Object.assign(event, { data, origin: targetOrigin, source: this.window, ports: transfer });
        queueMicrotask(() => this.window.dispatchEvent(event));
      }
    },
  }) as EventTarget & {
    location: { origin: string };
    postMessage: (...args: never[]) => void;
    timecue?: DesktopBridge;
  };

  constructor(electron: ElectronDouble, { webContents }: WindowDouble) {
    const { mainFrame } = webContents;
    exposeDesktop({
      window: this.window as never,
      contextBridge: { exposeInMainWorld: (_name, api) => void (this.window.timecue = api) },
      webUtils: { getPathForFile: (file) => `/dropped/${file.name}` },
      ipcRenderer: {
        send: (channel, ...args: unknown[]) =>
          void electron.ipcMain.emit(channel, { sender: webContents, senderFrame: mainFrame }, ...args),
        on: (channel, listener) =>
          mainFrame.on('posted', (posted: FrameMessage) => {
            if (posted.channel === channel) {
              listener({ ports: posted.ports.map((port) => new PagePort(port) as unknown as MessagePort) });
            }
          }),
      },
    });
  }

  get location(): { readonly origin: string } {
    return this.window.location;
  }
}
