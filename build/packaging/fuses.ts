import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AfterPackContext, Configuration } from 'electron-builder';

/** Every switch in Electron's binary, by the name that electron-builder gives it. None is left as it comes. */
export const electronFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const satisfies Configuration['electronFuses'];

/** Fuses that electron-builder has no name for yet, by their place in the wire. */
const laterFuses: readonly { readonly name: string; readonly position: number; readonly isOn: boolean }[] = [
  // Bounds of WebAssembly memory are checked by the processor: as fast as Chromium itself.
  { name: 'wasmTrapHandlers', position: 8, isOn: true },
];

const knownFuseCount = Object.keys(electronFuses).length + laterFuses.length;
/** What precedes the fuses in every binary of Electron: version, count, then a digit each. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const digit = { off: 0x30, on: 0x31 };

/**
 * Sets the fuses that electron-builder does not know. Runs before it sets its own, and before signing.
 *
 * @throws Error where the binary has no fuses, or one that nobody here has decided on.
 */
export async function setLaterFuses(
  context: Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName' | 'packager'>,
): Promise<void> {
  const file = fuseFile(context);
  const binary = await readFile(file);
  let found = binary.indexOf(sentinel);
  if (found < 0) {
    throw new Error(`${file} has no fuses: it is no program of Electron.`);
  }
  // A universal binary has two.
  for (; found >= 0; found = binary.indexOf(sentinel, found + 1)) {
    const countAt = found + sentinel.length + 1;
    const fuseCount = binary[countAt]!;
    if (fuseCount > knownFuseCount) {
      throw new Error(`Electron has ${fuseCount} fuses, ${knownFuseCount} are decided on in build/packaging/fuses.ts.`);
    }
    for (const { position, isOn } of laterFuses) {
      if (position < fuseCount) {
        binary[countAt + 1 + position] = isOn ? digit.on : digit.off;
      }
    }
  }
  await writeFile(file, binary);
}

function fuseFile({ appOutDir, electronPlatformName, packager }: Parameters<typeof setLaterFuses>[0]): string {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case 'darwin':
      return join(
        ...[appOutDir, `${productFilename}.app`, 'Contents', 'Frameworks'],
        ...['Electron Framework.framework', 'Electron Framework'],
      );
    case 'win32':
      return join(appOutDir, `${productFilename}.exe`);
    default:
      return join(appOutDir, (packager as { readonly executableName?: string }).executableName ?? productFilename);
  }
}
