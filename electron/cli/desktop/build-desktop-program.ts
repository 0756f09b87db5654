import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../contract/errors.ts';

/** Builds the desktop program where it is missing or older than its sources. Throws EngineError `internal`. */
export async function buildDesktopProgram(projectFolder: string, onProgress: (text: string) => void): Promise<void> {
  const main = join(projectFolder, 'dist', 'desktop', 'electron', 'main', 'main.js');
  const script = join(projectFolder, 'build', 'scripts', 'build-desktop.ts');
  if (existsSync(main) && (!existsSync(script) || statSync(main).mtimeMs >= newestSourceMs(projectFolder))) {
    return;
  }
  onProgress('Building the desktop program …');
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [script], { cwd: projectFolder, stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new EngineError('internal', `The desktop program could not be built: ${words}`)),
    );
  });
}

function newestSourceMs(projectFolder: string): number {
  const times = ['electron', 'native-models', 'build/desktop'].flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
  return Math.max(...times);
}
