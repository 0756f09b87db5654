import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface ElectronProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the package `electron`; found when it is left out, null where there is none. */
  readonly packageFolder?: string | null;
}

/**
 * Electron's program, where it is here already. Looked for beside its package, never by importing that: the import
 * itself downloads.
 */
export function electronProgram(options: ElectronProgramOptions): string | null {
  const folder = options.packageFolder === undefined ? electronPackage() : options.packageFolder;
  const pathFile = folder === null ? null : join(folder, 'path.txt');
  const name = pathFile !== null && existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null;
  const override = options.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) {
    return existing(join(override, name ?? (process.platform === 'win32' ? 'electron.exe' : 'electron')));
  }
  return folder === null || name === null ? null : existing(join(folder, 'dist', name));
}

/** Lets the package fetch its program, as its first use would. Returns whether it is here afterwards. */
export function fetchElectron(options: ElectronProgramOptions, signal: AbortSignal): Promise<boolean> {
  const folder = options.packageFolder === undefined ? electronPackage() : options.packageFolder;
  if (folder === null) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: 'ignore',
      env: options.env,
      signal,
      timeout: 300_000,
    });
    child.on('error', () => resolve(false));
    child.on('exit', () => resolve(electronProgram(options) !== null));
  });
}

function electronPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}
