import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { transformTree } from './transform-tree.ts';

/** Builds everything of the desktop program but the page into `dist/desktop`; needs no network. */
export async function buildDesktop(
  projectFolder: string,
  outputFolder = join(projectFolder, 'dist', 'desktop'),
): Promise<string> {
  rmSync(outputFolder, { recursive: true, force: true });
  transformTree(projectFolder, outputFolder);
  const preloadFolder = join(outputFolder, 'electron', 'preload');
  // A sandboxed preload can load nothing beside itself, and no ES module.
  await build({
    configFile: false,
    root: projectFolder,
    logLevel: 'warn',
    build: {
      ssr: join(projectFolder, 'electron', 'preload', 'preload.ts'),
      outDir: preloadFolder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
    },
  });
  return outputFolder;
}
