import type { BrowserWindowConstructorOptions } from 'electron';
import { partition } from './schemes.ts';
import type { SavedWindow } from './window-bounds.ts';

export interface WindowOptionsInput {
  readonly preloadFile: string;
  readonly saved: SavedWindow | null;
  /** Developer tools are for who works on the program. */
  readonly isPackaged: boolean;
}

/** A window's options. Every switch that could open the page to the machine is stated, also where it is the default. */
export function windowOptions({ preloadFile, saved, isPackaged }: WindowOptionsInput): BrowserWindowConstructorOptions {
  const { x, y, width = 1440, height = 900 } = saved ?? {};
  return {
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width,
    height,
    minWidth: 800,
    minHeight: 560,
    title: 'Timecue',
    // Shown once it is drawn, in the page's own background: no flash of white.
    show: false,
    backgroundColor: '#101316',
    webPreferences: {
      partition,
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      plugins: false,
      spellcheck: false,
      devTools: !isPackaged,
      // Indexing is watched from another window, and a loop plays on behind one.
      backgroundThrottling: false,
    },
  };
}
