import type { Logger } from '../engine/base/surroundings.ts';
import type { DesktopWindow, ElectronApi } from './electron-api.ts';
import { RestartDelay } from './restart-delay.ts';
import { pageOrigin } from './schemes.ts';
import { readSavedWindow, saveWindow } from './window-bounds.ts';
import { windowOptions } from './window-options.ts';

export interface DesktopWindowsDeps extends Pick<ElectronApi, 'BrowserWindow' | 'screen'> {
  readonly preloadFile: string;
  readonly windowFile: string;
  readonly isPackaged: boolean;
  readonly logger: Logger;
  /** The page's process died and was started again. */
  readonly onPageRestarted: (windowId: number) => void;
}

/** The windows of the program: all alike, all on one engine. */
export class DesktopWindows {
  readonly #deps: DesktopWindowsDeps;

  constructor(deps: DesktopWindowsDeps) {
    this.#deps = deps;
  }

  get all(): readonly DesktopWindow[] {
    return this.#deps.BrowserWindow.getAllWindows().filter((window) => !window.isDestroyed());
  }

  of(windowId: number): DesktopWindow | null {
    return this.all.find(({ id }) => id === windowId) ?? null;
  }

  /** The one that a person looks at, else any. */
  get front(): DesktopWindow | null {
    return this.#deps.BrowserWindow.getFocusedWindow() ?? this.all.at(-1) ?? null;
  }

  open(): DesktopWindow {
    const { BrowserWindow, screen, preloadFile, windowFile, isPackaged, logger } = this.#deps;
    const saved = readSavedWindow(
      windowFile,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    const isFirst = this.all.length === 0;
    // A second window exactly over the first would look like none.
    const window = new BrowserWindow(windowOptions({ preloadFile, saved: isFirst ? saved : null, isPackaged }));
    if (isFirst && saved?.isMaximized === true) {
      window.maximize();
    }
    window.once('ready-to-show', () => window.show());
    window.on('close', () =>
      saveWindow(windowFile, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }, (error) =>
        logger.error('window.bounds-not-kept', error),
      ),
    );
    window.on('unresponsive', () => logger.warn('window.unresponsive', { windowId: window.id }));
    this.#restartWhenGone(window);
    window.loadURL(`${pageOrigin}/`).catch((error: unknown) => logger.error('window.load-failed', error));
    return window;
  }

  /** Brings a window to the front; opens one where there is none. */
  showFront(): DesktopWindow {
    const window = this.front ?? this.open();
    if (window.isMinimized()) {
      window.restore();
    }
    window.focus();
    return window;
  }

  #restartWhenGone(window: DesktopWindow): void {
    const { logger, onPageRestarted } = this.#deps;
    const delay = new RestartDelay();
    delay.started(performance.now());
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit' || window.isDestroyed()) {
        return;
      }
      const waitMs = delay.died(performance.now());
      logger.error('window.page-died', new Error(reason), { windowId: window.id, exitCode, waitMs });
      setTimeout(() => {
        if (!window.isDestroyed()) {
          delay.started(performance.now());
          window.webContents.reload();
          onPageRestarted(window.id);
        }
      }, waitMs);
    });
  }
}
