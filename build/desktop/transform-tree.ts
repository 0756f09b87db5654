import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import ts from 'typescript';

/**
 * What runs in Electron: the same files in the same folders, types stripped and `.ts` written as `.js` in what they
 * import. Nothing is bundled, so workers and processes are found beside the file that starts them, as in the sources.
 */
export const desktopFolders = [
  'electron/contract',
  'electron/rpc',
  'electron/words',
  'electron/engine',
  'electron/engine-process',
  'electron/media-response',
  'electron/model-process',
  'electron/main',
  'electron/preload',
  'native-models',
];

/** Recipes and their results: nothing of it runs in the product. */
const trainingFolder = join('native-models', 'training');

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** `new URL('./worker.ts', import.meta.url)`: how the engine names its workers. */
const ownFileUrl = /new URL\((['"])(\.{1,2}\/[^'"]+)\.ts\1, import\.meta\.url\)/g;
const leftOver = /(['"])\.{1,2}\/[^'"\n]*\.ts\1/;

/** One module as Electron runs it. Throws where it would still name a TypeScript file. */
export function transformModule(source: string, fileName: string): string {
  const { outputText } = ts.transpileModule(source, { compilerOptions, fileName });
  const text = outputText.replace(ownFileUrl, 'new URL($1$2.js$1, import.meta.url)');
  const found = leftOver.exec(text);
  if (found !== null) {
    throw new Error(`${fileName} names ${found[0]} in a way that the build does not know.`);
  }
  return text;
}

/** Writes the tree into `outputFolder`. Returns how many files there are. */
export function transformTree(projectFolder: string, outputFolder: string): number {
  let fileCount = 0;
  for (const folder of desktopFolders) {
    for (const entry of readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const kind = extname(entry.name);
      if (relative(projectFolder, file).startsWith(trainingFolder)) {
        continue;
      }
      if (!entry.isFile() || entry.name.endsWith('.d.ts') || (kind !== '.ts' && kind !== '.json')) {
        continue;
      }
      const target = join(outputFolder, relative(projectFolder, file));
      mkdirSync(dirname(target), { recursive: true });
      if (kind === '.ts') {
        writeFileSync(target.replace(/\.ts$/, '.js'), transformModule(readFileSync(file, 'utf8'), file));
      } else {
        writeFileSync(target, readFileSync(file));
      }
      fileCount += 1;
    }
  }
  return fileCount;
}
