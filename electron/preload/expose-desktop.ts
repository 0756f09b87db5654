import { engineGoneChannel, portChannel } from './channels.ts';
import { engineGoneMessage, portMessage, type DesktopBridge } from './desktop-bridge.ts';

/** What the preload uses of Electron and of the page's window. */
export interface PreloadWorld {
  readonly contextBridge: { exposeInMainWorld(name: string, api: DesktopBridge): void };
  readonly ipcRenderer: {
    send(channel: string): void;
    on(channel: string, listener: (event: { readonly ports: readonly MessagePort[] }) => void): unknown;
  };
  readonly webUtils: { getPathForFile(file: File): string };
  readonly window: {
    readonly location: { readonly origin: string };
    postMessage(message: unknown, targetOrigin: string, transfer?: Transferable[]): void;
  };
}

/** Gives the page a way to a port, and the paths of dropped files. Nothing else leaves this file. */
export function exposeDesktop({ contextBridge, ipcRenderer, webUtils, window }: PreloadWorld): void {
  ipcRenderer.on(portChannel, ({ ports }) => {
    window.postMessage(portMessage, window.location.origin, [...ports]);
  });
  ipcRenderer.on(engineGoneChannel, () => window.postMessage(engineGoneMessage, window.location.origin));
  contextBridge.exposeInMainWorld('timecue', {
    requestPort: () => ipcRenderer.send(portChannel),
    pathForFile: (file) => webUtils.getPathForFile(file),
  });
}
