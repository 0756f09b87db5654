import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesktopProcess } from '../../electron/main/desktop-process.ts';
import { startDesktop } from '../../electron/main/start-desktop.ts';
import { ElectronDouble, type ElectronDoubleOptions } from './electron-double/electron-double.ts';
import { ScriptedProcess } from './electron-double/scripted-process.ts';
import type { SessionDouble } from './electron-double/session-double.ts';
import type { WindowDouble } from './electron-double/window-double.ts';

export interface StartedDesktop extends Disposable {
  readonly electron: ElectronDouble;
  readonly folder: string;
  /** The page's own session. */
  readonly session: SessionDouble;
  readonly window: WindowDouble;
  /** The engine's processes in the order of their starts, when the test speaks for them. */
  readonly processes: readonly ScriptedProcess[];
  readonly killed: number[];
  log(): string;
}

export interface DesktopOptions extends Partial<Omit<ElectronDoubleOptions, 'folder'>> {
  readonly args?: readonly string[];
  readonly platform?: NodeJS.Platform;
  /** Puts files into the folder before anything starts. */
  readonly prepare?: (folder: string) => void;
}

/** Starts the real main module on the double of Electron, with a small page and processes that the test plays. */
export async function startedDesktop(options: DesktopOptions = {}): Promise<StartedDesktop> {
  const folder = mkdtempSync(join(tmpdir(), 'timecue-desktop-'));
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'userData'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(folder, 'page', 'assets', 'app.js'), 'export {};');
  options.prepare?.(folder);
  const processes: ScriptedProcess[] = [];
  const killed: number[] = [];
  const electron = new ElectronDouble({
    folder,
    fork: () => {
      const child = new ScriptedProcess();
      processes.push(child);
      return child;
    },
    ...options,
  });
  const program: DesktopProcess = {
    argv: ['/opt/Timecue/timecue', ...(options.args ?? [])],
    env: { TIMECUE_LIBRARY: join(folder, 'library') },
    platform: options.platform ?? 'linux',
    cwd: () => folder,
    kill: (pid) => killed.push(pid),
    on: () => {},
  };
  await startDesktop(electron, program, { places: { pageFolder: join(folder, 'page') } });
  const window = electron.windows[0]!;
  await window?.loaded;
  return {
    electron,
    folder,
    window,
    processes,
    killed,
    session: electron.sessionOf('persist:timecue'),
    log: () => readFileSync(join(folder, 'logs', 'timecue.log'), 'utf8'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Lets everything that is already due happen. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
