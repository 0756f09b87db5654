import type { DesktopBridge } from '../../electron/preload/desktop-bridge.ts';

declare global {
  interface Window {
    /** Only in the desktop program: what its preload gives to the page. */
    readonly timecue?: DesktopBridge;
  }
}

/** What the desktop program gives to the page; null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return globalThis.window?.timecue ?? null;
}

/** Absolute path of a file that was dropped; null in a browser, which does not tell, and for what is on no disk. */
export function pathForFile(file: File): string | null {
  const path = desktopBridge()?.pathForFile(file) ?? '';
  return path === '' ? null : path;
}
