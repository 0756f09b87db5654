import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../contract/errors.ts';

const projectFolder = fileURLToPath(new URL('../../../', import.meta.url));
const outputFolder = join(projectFolder, 'dist', 'renderer');
/** What the page is made of. */
const sourceFolders = ['renderer', 'electron/contract', 'electron/rpc', 'build'];

/** The folder with the built page; builds it first when it is missing or older than its sources. */
export async function buildInterface({ onProgress }: { readonly onProgress: (text: string) => void }): Promise<string> {
  const page = join(outputFolder, 'index.html');
  const bundler = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  if (existsSync(page) && (!existsSync(bundler) || statSync(page).mtimeMs >= newestSourceMs())) {
    return outputFolder;
  }
  if (!existsSync(bundler)) {
    throw new EngineError(
      'tool-missing',
      'The page is not built, and the tool that builds it is not installed. Run `npm ci`.',
    );
  }
  onProgress('Building the page …');
  // Built beside it: a page that is served meanwhile, or built by another start, stays whole until the new one is.
  const newFolder = `${outputFolder}.${process.pid}.part`;
  try {
    await run(bundler, newFolder);
    await takePlace(newFolder);
  } finally {
    await rm(newFolder, { recursive: true, force: true });
  }
  return outputFolder;
}

async function takePlace(newFolder: string): Promise<void> {
  const oldFolder = `${newFolder}.old`;
  await rename(outputFolder, oldFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  try {
    await rename(newFolder, outputFolder);
  } catch (error) {
    // Another start was quicker: what it has built is as new.
    if (!existsSync(join(outputFolder, 'index.html'))) throw error;
  } finally {
    await rm(oldFolder, { recursive: true, force: true });
  }
}

function newestSourceMs(): number {
  return Math.max(
    ...sourceFolders.flatMap((folder) =>
      readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    ),
  );
}

function run(bundler: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = ['--config', 'build/vite.renderer.ts', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'];
    const args = [bundler, 'build', ...options];
    const child = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-4000)));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) {
        resolve();
      } else {
        reject(new EngineError('internal', `The page could not be built: ${words}`));
      }
    });
  });
}
