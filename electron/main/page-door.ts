import { z } from 'zod';
import type { Logger } from '../engine/base/surroundings.ts';
import type { ElectronPort } from '../engine-process/electron-port.ts';
import { safeParse } from '../rpc/safe-parse.ts';
import type { DesktopWindow, ElectronApi } from './electron-api.ts';
import { ownWindowOf } from './sender-check.ts';
import { engineGoneChannel, portChannel } from '../preload/channels.ts';

export interface PageDoorDeps extends Pick<ElectronApi, 'ipcMain'> {
  readonly windows: () => readonly DesktopWindow[];
  readonly openPage: (windowId: number, deliver: (port: ElectronPort) => void) => void;
  readonly logger: Logger;
}

const noArguments = z.tuple([]);

/** The one door that a page has: it asks for a port to the engine. Everything else goes over that port. */
export function openPageDoor({ ipcMain, windows, openPage, logger }: PageDoorDeps): void {
  ipcMain.on(portChannel, (event, ...args) => {
    const window = ownWindowOf(event, windows());
    const frame = event.senderFrame;
    if (window === null || frame === null) {
      logger.warn('ipc.foreign-sender', { channel: portChannel, address: (frame?.url ?? '').slice(0, 200) });
      return;
    }
    const parsed = safeParse(noArguments, args);
    if (!parsed.isFit) {
      logger.warn('ipc.malformed', { channel: portChannel, problem: parsed.problem });
      return;
    }
    openPage(window.id, (port) => {
      try {
        frame.postMessage(portChannel, null, [port]);
      } catch (error) {
        // Loaded again meanwhile: the new page asks for itself.
        port.close();
        logger.debug('ipc.page-gone', { reason: error instanceof Error ? error.message : String(error) });
      }
    });
  });
}

/** Tells every page that its port is dead, whether or not the port itself can tell. */
export function tellEngineGone(windows: readonly DesktopWindow[]): void {
  for (const { webContents } of windows) {
    if (!webContents.isDestroyed()) {
      webContents.postMessage(engineGoneChannel, null);
    }
  }
}
