/* eslint-disable no-restricted-syntax -- Electron's own classes are emitters */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, NativeImage, Rectangle } from 'electron';
import type { DesktopWindow, WebContents, WebFrame } from '../../../electron/main/electron-api.ts';
import type { ElectronPort } from '../../../electron/engine-process/electron-port.ts';
import { handOn, type PortDouble } from './port-double.ts';

export interface FrameMessage {
  readonly channel: string;
  readonly message: unknown;
  readonly ports: readonly PortDouble[];
}

/** A frame: what main posts to it reaches whoever plays the preload. */
export class FrameDouble extends EventEmitter implements WebFrame {
  url = 'about:blank';
  parent: FrameDouble | null = null;
  isDetached = false;

  get origin(): string {
    const url = new URL(this.url);
    // Node gives custom schemes no origin; Chromium gives standard ones theirs.
    return url.protocol === 'about:' ? 'null' : `${url.protocol}//${url.host}`;
  }

  postMessage(channel: string, message: unknown, transfer: ElectronPort[] = []): void {
    if (this.isDetached) {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    }
    this.emit('posted', { channel, message: structuredClone(message), ports: handOn(transfer) } satisfies FrameMessage);
  }
}

export class ContentsDouble extends EventEmitter implements WebContents {
  static lastId = 0;
  readonly id = (ContentsDouble.lastId += 1);
  readonly mainFrame = new FrameDouble();
  reloadCount = 0;
  readonly drags: { readonly file: string; readonly icon: NativeImage }[] = [];
  #openHandler: (() => { action: string }) | null = null;

  isDestroyed(): boolean {
    return false;
  }

  reload(): void {
    this.reloadCount += 1;
    this.emit('did-reload');
  }

  startDrag(item: { readonly file: string; readonly icon: NativeImage }): void {
    this.drags.push(item);
  }

  setWindowOpenHandler(handler: () => { action: 'deny' }): void {
    this.#openHandler = handler;
  }

  postMessage(channel: string, message: unknown, transfer: ElectronPort[] = []): void {
    this.mainFrame.postMessage(channel, message, transfer);
  }

  /** As when a script of the page goes elsewhere. Returns whether it got there. */
  navigate(url: string, event = 'will-navigate'): boolean {
    let isPrevented = false;
    const details = { preventDefault: () => (isPrevented = true), url, isMainFrame: true };
    this.emit(event, details, url);
    return !isPrevented;
  }

  /** As when a script calls `window.open`. Without a handler Electron opens a window. */
  opensWindow(): boolean {
    return this.#openHandler?.().action !== 'deny';
  }
}

/** Answers a request as Chromium asks the session that the window belongs to. */
export type Load = (partition: string, url: string) => Promise<Response>;

export class WindowDouble extends EventEmitter implements DesktopWindow {
  static lastId = 0;
  readonly id = (WindowDouble.lastId += 1);
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new ContentsDouble();
  readonly loaded: Promise<Response>;
  readonly progress: number[] = [];
  bounds: Rectangle;
  isShown = false;
  isFocused = false;
  #isMinimized = false;
  #isMaximized = false;
  #isDestroyed = false;
  readonly #load: Load;
  #setLoaded!: (response: Response) => void;

  constructor(options: BrowserWindowConstructorOptions, load: Load) {
    super();
    this.options = options;
    this.#load = load;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.loaded = new Promise((resolve) => (this.#setLoaded = resolve));
  }

  async loadURL(url: string): Promise<void> {
    const response = await this.#load(this.options.webPreferences?.partition ?? '', url);
    if (!response.ok) {
      throw new Error(`ERR_FAILED (${response.status}) loading '${url}'`);
    }
    this.webContents.mainFrame.url = url;
    this.#setLoaded(response);
    this.emit('ready-to-show');
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.isFocused = true;
  }

  minimize(): void {
    this.#isMinimized = true;
  }

  restore(): void {
    this.#isMinimized = false;
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  getNormalBounds(): Rectangle {
    return this.bounds;
  }

  setProgressBar(progress: number): void {
    this.progress.push(progress);
  }

  /** As when a person closes it. */
  close(): void {
    this.emit('close');
    this.#isDestroyed = true;
    this.emit('closed');
  }
}
