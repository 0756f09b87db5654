/** What the preload gives to the page as `window.timecue`. */
export interface DesktopBridge {
  /** Asks for a port to the engine. It comes as a message of this window with `portMessage` and the port. */
  requestPort(): void;
  /** Absolute path of a file that was dropped or chosen; empty for one that is on no disk. */
  pathForFile(file: File): string;
}

/** Messages of the preload to the page, sent with `window.postMessage` to the page's own origin. */
export const portMessage = 'timecue:port';
export const engineGoneMessage = 'timecue:engine-gone';
