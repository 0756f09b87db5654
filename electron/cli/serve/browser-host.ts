import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../engine/base/host.ts';
import { createNoHost } from '../../engine/base/no-host.ts';

/** A browser: it has no dialogs and shows no folders, and opens links by itself. It can show the licences. */
export function createBrowserHost(): Host {
  const { version } = createRequire(import.meta.url)('../../../package.json') as { readonly version: string };
  const licenceFile = fileURLToPath(new URL('../../../THIRD-PARTY-LICENCES.md', import.meta.url));
  return { ...createNoHost(version), licences: () => readFile(licenceFile, 'utf8') };
}
