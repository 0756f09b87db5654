import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CommandContext } from '../command-line.ts';
import { serveCommand, type ServeOptions } from './serve.ts';

/** Where the desktop window cannot open, and why: the first reason that holds, or null. */
export function whyNoWindow(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, isRoot: boolean): string | null {
  if (platform === 'linux' && (env['DISPLAY'] ?? '') === '' && (env['WAYLAND_DISPLAY'] ?? '') === '') {
    return 'there is no display';
  }
  if (platform === 'linux' && isRoot) {
    return 'Electron does not run as root, and its sandbox is never switched off';
  }
  return electronBinary() === null ? "Electron's program is not here (it is fetched on its first start)" : null;
}

/** The desktop program, if its package has brought one; the window itself is not part of this version. */
function electronBinary(): string | null {
  try {
    const path: unknown = createRequire(import.meta.url)('electron');
    return typeof path === 'string' && existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Opens the workstation. This version has no window of its own yet: it serves the page and says why. */
export async function startCommand(
  paths: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<number> {
  const reason =
    whyNoWindow(process.env, process.platform, process.getuid?.() === 0) ??
    'the desktop window is not part of this version yet';
  context.output.note(`Serving the workstation to your browser: ${reason}.`);
  return serveCommand(paths, options, context);
}
