import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** What a start asks for: also what a second start hands to the first, where it is parsed again. */
export const launchSchema = z.object({
  /** Absolute paths of footage to open. */
  paths: z
    .array(
      z
        .string()
        .min(1)
        .max(32_768)
        .refine((path) => isAbsolute(path)),
    )
    .max(1000),
  /** A library folder other than the usual one. */
  libraryFolder: z.string().min(1).max(32_768).nullable(),
  /** Opens, says whether the page reached the engine, and ends: for whoever builds packages. */
  isSmokeTest: z.boolean(),
});
export type Launch = z.infer<typeof launchSchema>;

/**
 * Reads the arguments after the program's own name. Switches that are not ours (Chromium adds some) are left out;
 * after `--` everything is a path.
 */
export function readLaunch(args: readonly string[], currentFolder: string): Launch {
  const paths: string[] = [];
  let libraryFolder: string | null = null;
  let isSmokeTest = false;
  let areOptionsOver = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    if (areOptionsOver || !arg.startsWith('-')) {
      if (arg !== '' && paths.length < 1000) {
        paths.push(resolve(currentFolder, arg));
      }
    } else if (arg === '--') {
      areOptionsOver = true;
    } else if (arg === '--smoke-test') {
      isSmokeTest = true;
    } else if (arg.startsWith('--library=')) {
      libraryFolder = resolve(currentFolder, arg.slice('--library='.length));
    } else if (arg === '--library' && args[index + 1] !== undefined) {
      index += 1;
      libraryFolder = resolve(currentFolder, args[index]!);
    }
  }
  return { paths, libraryFolder, isSmokeTest };
}

/** The arguments of a process of Electron: unpacked, the second one is the program's folder. */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  return argv.slice(isPackaged ? 1 : 2);
}
