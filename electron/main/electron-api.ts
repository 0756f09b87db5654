import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  ForkOptions,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeImage,
  OpenDialogOptions,
  Rectangle,
} from 'electron';
import type { ElectronPort } from '../engine-process/electron-port.ts';

/*
 * What the desktop uses of Electron, and nothing else. `main.ts` passes the real modules, so the compiler checks these
 * shapes against Electron's own types; tests pass a double of the same shape.
 */

export interface PreventableEvent {
  preventDefault(): void;
}

export interface WebFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
  postMessage(channel: string, message: unknown, transfer?: ElectronPort[]): void;
}

export interface WebContents {
  readonly id: number;
  readonly mainFrame: WebFrame;
  isDestroyed(): boolean;
  reload(): void;
  startDrag(item: { readonly file: string; readonly icon: NativeImage }): void;
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  postMessage(channel: string, message: unknown, transfer?: ElectronPort[]): void;
  on(event: 'will-navigate' | 'will-redirect', listener: (event: PreventableEvent, url: string) => void): unknown;
  on(event: 'will-attach-webview', listener: (event: PreventableEvent) => void): unknown;
  on(
    event: 'will-frame-navigate',
    listener: (event: PreventableEvent & { readonly url: string; readonly isMainFrame: boolean }) => void,
  ): unknown;
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string; readonly exitCode: number }) => void,
  ): unknown;
}

export interface DesktopWindow {
  readonly id: number;
  readonly webContents: WebContents;
  loadURL(url: string): Promise<void>;
  show(): void;
  focus(): void;
  restore(): void;
  isMinimized(): boolean;
  isMaximized(): boolean;
  isDestroyed(): boolean;
  maximize(): void;
  getNormalBounds(): Rectangle;
  setProgressBar(progress: number): void;
  on(event: 'close' | 'closed' | 'unresponsive', listener: () => void): unknown;
  once(event: 'ready-to-show', listener: () => void): unknown;
}

export interface WindowClass {
  new (options: BrowserWindowConstructorOptions): DesktopWindow;
  getAllWindows(): DesktopWindow[];
  getFocusedWindow(): DesktopWindow | null;
}

export interface App {
  readonly isPackaged: boolean;
  enableSandbox(): void;
  requestSingleInstanceLock(additionalData: Record<string, unknown>): boolean;
  quit(): void;
  exit(code?: number): void;
  whenReady(): Promise<void>;
  getPath(name: 'userData' | 'logs' | 'sessionData'): string;
  getVersion(): string;
  getPreferredSystemLanguages(): string[];
  getAppPath(): string;
  setAppUserModelId(id: string): void;
  setAboutPanelOptions(options: { applicationName: string; applicationVersion: string }): void;
  addRecentDocument(path: string): void;
  getFileIcon(path: string): Promise<NativeImage>;
  on(event: 'second-instance', listener: (...args: [unknown, string[], string, unknown]) => void): unknown;
  on(event: 'open-file', listener: (event: PreventableEvent, path: string) => void): unknown;
  on(event: 'window-all-closed' | 'activate', listener: () => void): unknown;
  on(event: 'before-quit' | 'will-quit', listener: (event: PreventableEvent) => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: WebContents) => void): unknown;
  on(
    event: 'child-process-gone',
    listener: (event: unknown, details: { type: string; reason: string; exitCode: number; name?: string }) => void,
  ): unknown;
}

export interface Session {
  readonly protocol: { handle(scheme: string, handler: (request: Request) => Promise<Response>): void };
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, callback: (response: { cancel?: boolean }) => void) => void,
    ): void;
  };
  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, callback: (isGranted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: (contents: unknown, permission: string) => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setDisplayMediaRequestHandler(handler: (request: unknown, callback: (streams: null) => void) => void): void;
  setBluetoothPairingHandler(
    handler: (details: unknown, callback: (response: { confirmed: boolean }) => void) => void,
  ): void;
  on(event: 'will-download', listener: (event: PreventableEvent, item: { getURL(): string }) => void): unknown;
}

export interface UtilityProcess {
  readonly pid: number | undefined;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown, transfer?: ElectronPort[]): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface IpcEvent {
  readonly sender: WebContents;
  readonly senderFrame: WebFrame | null;
}

export interface ElectronApi {
  readonly app: App;
  readonly BrowserWindow: WindowClass;
  readonly protocol: { registerSchemesAsPrivileged(schemes: CustomScheme[]): void };
  readonly session: { fromPartition(partition: string): Session; readonly defaultSession: Session };
  readonly ipcMain: { on(channel: string, listener: (event: IpcEvent, ...args: unknown[]) => void): unknown };
  readonly MessageChannelMain: new () => { readonly port1: ElectronPort; readonly port2: ElectronPort };
  readonly utilityProcess: { fork(file: string, args: string[], options: ForkOptions): UtilityProcess };
  readonly Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]): unknown;
    setApplicationMenu(menu: never): void;
  };
  readonly dialog: {
    showOpenDialog(options: OpenDialogOptions): Promise<{ canceled: boolean; filePaths: string[] }>;
    showMessageBox(options: MessageBoxOptions): Promise<{ response: number }>;
  };
  readonly shell: {
    openExternal(url: string): Promise<void>;
    openPath(path: string): Promise<string>;
    showItemInFolder(path: string): void;
  };
  readonly powerSaveBlocker: {
    start(type: 'prevent-app-suspension'): number;
    stop(id: number): unknown;
  };
  readonly safeStorage: {
    isEncryptionAvailable(): boolean;
    getSelectedStorageBackend(): string;
    encryptString(text: string): Buffer;
    decryptString(encrypted: Buffer): string;
  };
  readonly screen: { getAllDisplays(): readonly { readonly workArea: Rectangle }[] };
}
