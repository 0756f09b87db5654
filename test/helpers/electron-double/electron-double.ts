/* eslint-disable no-restricted-syntax -- Electron's own classes are emitters */
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions, CustomScheme, ForkOptions, MenuItemConstructorOptions } from 'electron';
import type { App, ElectronApi, UtilityProcess } from '../../../electron/main/electron-api.ts';
import { ChannelDouble } from './port-double.ts';
import { SessionDouble } from './session-double.ts';
import { WindowDouble } from './window-double.ts';

export interface ElectronDoubleOptions {
  /** A folder of the test for what Electron would keep in the account's. */
  readonly folder: string;
  readonly isPackaged?: boolean;
  /** Language tags of the system, best first. */
  readonly languages?: string[];
  /** False where another one runs already. */
  readonly isFirst?: boolean;
  readonly fork: (file: string, args: string[], options: ForkOptions) => UtilityProcess;
  readonly displays?: readonly { readonly workArea: { x: number; y: number; width: number; height: number } }[];
  readonly storageBackend?: string;
}

class AppDouble extends EventEmitter implements App {
  readonly calls: string[] = [];
  readonly recent: string[] = [];
  readonly isPackaged: boolean;
  readonly #options: ElectronDoubleOptions;
  lockData: unknown = null;
  isReady = false;
  exitCode: number | null = null;

  constructor(options: ElectronDoubleOptions) {
    super();
    this.#options = options;
    this.isPackaged = options.isPackaged ?? true;
  }

  enableSandbox(): void {
    if (this.isReady) {
      throw new Error('app.enableSandbox() can only be called before app is ready');
    }
    this.calls.push('enableSandbox');
  }

  requestSingleInstanceLock(data: Record<string, unknown>): boolean {
    this.lockData = structuredClone(data);
    return this.#options.isFirst ?? true;
  }

  quit(): void {
    this.calls.push('quit');
  }

  exit(code = 0): void {
    this.exitCode = code;
    this.emit('test:exit', code);
  }

  async whenReady(): Promise<void> {
    await new Promise(setImmediate);
    this.isReady = true;
    this.calls.push('ready');
  }

  getPath(name: string): string {
    const folder = join(this.#options.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  getVersion(): string {
    return '0.0.0-test';
  }

  getPreferredSystemLanguages(): string[] {
    return this.#options.languages ?? ['en-GB'];
  }

  getAppPath(): string {
    return this.#options.folder;
  }

  setAppUserModelId(): void {}

  setAboutPanelOptions(): void {}

  addRecentDocument(path: string): void {
    this.recent.push(path);
  }

  async getFileIcon(path: string): Promise<never> {
    return `icon of ${path}` as never;
  }
}

/** The few APIs of Electron that the desktop uses, in one process and without a display. */
export class ElectronDouble implements ElectronApi {
  readonly app: AppDouble;
  readonly schemes: CustomScheme[] = [];
  readonly windows: WindowDouble[] = [];
  readonly sessions = new Map<string, SessionDouble>();
  readonly defaultSession = new SessionDouble();
  readonly ipcMain = new EventEmitter();
  readonly forked: { readonly process: UtilityProcess; readonly file: string; readonly options: ForkOptions }[] = [];
  readonly opened: string[] = [];
  readonly blockers = new Set<number>();
  menu: MenuItemConstructorOptions[] = [];
  /** What the person chooses in the next dialogs. */
  readonly choices: (readonly string[] | null)[] = [];
  readonly pressed: string[] = [];
  readonly dialogs: unknown[] = [];
  focused: WindowDouble | null = null;
  #lastBlockerId = 0;

  readonly MessageChannelMain = ChannelDouble;
  readonly BrowserWindow: ElectronApi['BrowserWindow'];
  readonly protocol: ElectronApi['protocol'];
  readonly session: ElectronApi['session'];
  readonly utilityProcess: ElectronApi['utilityProcess'];
  readonly Menu: ElectronApi['Menu'];
  readonly dialog: ElectronApi['dialog'];
  readonly shell: ElectronApi['shell'];
  readonly powerSaveBlocker: ElectronApi['powerSaveBlocker'];
  readonly safeStorage: ElectronApi['safeStorage'];
  readonly screen: ElectronApi['screen'];

  constructor(options: ElectronDoubleOptions) {
    this.app = new AppDouble(options);
    this.BrowserWindow = this.#windowClass();
    this.protocol = {
      registerSchemesAsPrivileged: (schemes) => {
        if (this.app.isReady) {
          throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
        }
        this.schemes.push(...schemes);
      },
    };
    this.session = { fromPartition: (partition) => this.sessionOf(partition), defaultSession: this.defaultSession };
    this.utilityProcess = {
      fork: (file, args, forkOptions) => {
        this.#requireReady('utilityProcess');
        const process = options.fork(file, args, forkOptions);
        this.forked.push({ process, file, options: forkOptions });
        return process;
      },
    };
    this.Menu = {
      buildFromTemplate: (template) => template,
      setApplicationMenu: (menu) => void (this.menu = menu as unknown as MenuItemConstructorOptions[]),
    };
    this.dialog = {
      showOpenDialog: async (shown) => {
        this.dialogs.push(shown);
        const filePaths = this.choices.shift() ?? null;
        return { canceled: filePaths === null, filePaths: [...(filePaths ?? [])] };
      },
      showMessageBox: async (shown) => {
        this.dialogs.push(shown);
        return { response: Math.max(0, (shown.buttons ?? []).indexOf(this.pressed.shift() ?? 'Quit')) };
      },
    };
    this.shell = {
      openExternal: async (url) => void this.opened.push(url),
      openPath: async (path) => (this.opened.push(path), ''),
      showItemInFolder: (path) => void this.opened.push(path),
    };
    this.powerSaveBlocker = {
      start: () => (this.blockers.add((this.#lastBlockerId += 1)), this.#lastBlockerId),
      stop: (id) => this.blockers.delete(id),
    };
    this.safeStorage = {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => options.storageBackend ?? 'gnome_libsecret',
      encryptString: (text) => Buffer.from(`sealed:${Buffer.from(text).toString('hex')}`),
      decryptString: (sealed) => Buffer.from(String(sealed).replace(/^sealed:/, ''), 'hex').toString(),
    };
    this.screen = {
      getAllDisplays: () => options.displays ?? [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }],
    };
  }

  sessionOf(partition: string): SessionDouble {
    const session = this.sessions.get(partition) ?? new SessionDouble();
    this.sessions.set(partition, session);
    return session;
  }

  /** Presses a menu item by its label, wherever it is. */
  press(label: string): void {
    const items = this.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    const item = items.find((one) => one.label === label);
    if (item?.click === undefined) {
      throw new Error(`There is no menu item "${label}" to press.`);
    }
    (item.click as () => void)();
  }

  #requireReady(what: string): void {
    if (!this.app.isReady) {
      throw new Error(`${what} cannot be used before the app is ready`);
    }
  }

  #windowClass(): ElectronApi['BrowserWindow'] {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const double = this;
    return class extends WindowDouble {
      constructor(options: BrowserWindowConstructorOptions) {
        double.#requireReady('BrowserWindow');
        super(options, (partition, url) => double.sessionOf(partition).fetch(url));
        double.windows.push(this);
        double.app.emit('web-contents-created', {}, this.webContents);
      }

      static getAllWindows(): WindowDouble[] {
        return double.windows.filter((window) => !window.isDestroyed());
      }

      static getFocusedWindow(): WindowDouble | null {
        return double.focused;
      }
    };
  }
}
