import type { DesktopWindow, IpcEvent } from './electron-api.ts';
import { pageOrigin } from './schemes.ts';

/**
 * The window that may speak: the message comes from the main frame of one of ours, and that frame shows our page. Null
 * for everybody else.
 */
export function ownWindowOf(event: IpcEvent, windows: readonly DesktopWindow[]): DesktopWindow | null {
  const { sender, senderFrame } = event;
  const window = windows.find(({ webContents }) => webContents.id === sender.id) ?? null;
  // A frame that has gone meanwhile, or lies inside another, is nobody.
  if (window === null || senderFrame === null || senderFrame.parent !== null) {
    return null;
  }
  return isPageAddress(senderFrame.url) && senderFrame.origin === pageOrigin ? window : null;
}

/** Whether an address is one of the page's own. */
export function isPageAddress(address: string): boolean {
  try {
    const url = new URL(address);
    // Node gives custom schemes no origin: compared by parts.
    return `${url.protocol}//${url.host}` === pageOrigin && url.username === '' && url.password === '';
  } catch {
    return false;
  }
}
