import { fileURLToPath } from 'node:url';
import type { CommandContext } from '../command-context.ts';
import { buildDesktopProgram } from '../desktop/build-desktop-program.ts';
import { electronProgram, fetchElectron } from '../desktop/electron-program.ts';
import { openWindow } from '../desktop/open-window.ts';
import { resolveFromCaller } from '../places.ts';
import { buildInterface } from '../serve/build-interface.ts';
import { serveCommand, type ServeOptions } from './serve.ts';

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** Why no window can open on this machine whatever is installed; null where one can. */
export function whyNoWindow(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, isRoot: boolean): string | null {
  if (platform === 'linux' && (env['DISPLAY'] ?? '') === '' && (env['WAYLAND_DISPLAY'] ?? '') === '') {
    return 'there is no display';
  }
  if (platform === 'linux' && isRoot) {
    return 'Electron does not run as root, and its sandbox is never switched off';
  }
  return null;
}

/** Opens the workstation in a window of its own; where there can be none it serves the page and says why. */
export async function startCommand(
  paths: readonly string[],
  options: ServeOptions,
  context: CommandContext,
): Promise<number> {
  const outcome = await tryWindow(paths, context);
  if (typeof outcome === 'number') {
    return outcome;
  }
  context.output.note(`Serving the workstation to your browser: ${outcome}.`);
  return serveCommand(paths, options, context);
}

/** The exit code of the window that was open, or why there was none. */
async function tryWindow(paths: readonly string[], context: CommandContext): Promise<number | string> {
  const { output, signal, libraryOption } = context;
  const { env } = process;
  const reason = whyNoWindow(env, process.platform, process.getuid?.() === 0);
  if (reason !== null) {
    return reason;
  }
  if (electronProgram({ env }) === null) {
    output.note("Fetching Electron's program, once …");
    await fetchElectron({ env }, signal);
  }
  const program = electronProgram({ env });
  if (program === null) {
    return "Electron's program is not here and could not be fetched";
  }
  await buildInterface({ onProgress: (text) => output.note(text) });
  await buildDesktopProgram(projectFolder, (text) => output.note(text));
  const end = await openWindow({
    program,
    projectFolder,
    paths: paths.map((path) => resolveFromCaller(path)),
    libraryFolder: libraryOption === undefined ? null : resolveFromCaller(libraryOption),
    env,
    signal,
  });
  return end.kind === 'closed' ? end.code : end.reason;
}
