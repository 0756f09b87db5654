import { spawn } from 'node:child_process';

export interface OpenWindowOptions {
  /** Electron's program. */
  readonly program: string;
  /** The folder whose package.json names the built main file. */
  readonly projectFolder: string;
  /** Absolute. */
  readonly paths: readonly string[];
  readonly libraryFolder: string | null;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export type WindowEnd =
  /** It was open, and a person closed it. */
  | { readonly kind: 'closed'; readonly code: number }
  /** It ended as soon as it was started, with an error: there was never a window. */
  | { readonly kind: 'never-opened'; readonly reason: string };

/** An error within this time means that nothing was ever shown. */
const openLimitMs = 8_000;

/** Opens the desktop program and waits for its end. */
export function openWindow(options: OpenWindowOptions): Promise<WindowEnd> {
  const { program, projectFolder, paths, libraryFolder, signal } = options;
  const library = libraryFolder === null ? [] : [`--library=${libraryFolder}`];
  // Set by tools that are Electron themselves, it would start ours as plain Node.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = options.env;
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const child = spawn(program, [projectFolder, ...library, '--', ...paths], { stdio: 'inherit', env });
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => resolve({ kind: 'never-opened', reason: error.message }));
    child.on('exit', (code, ending) => {
      signal.removeEventListener('abort', stop);
      const hasFailed = code !== 0 && !signal.aborted && performance.now() - startedMs < openLimitMs;
      resolve(
        hasFailed
          ? { kind: 'never-opened', reason: `Electron ended with ${code === null ? String(ending) : `code ${code}`}` }
          : { kind: 'closed', code: code ?? 0 },
      );
    });
  });
}
