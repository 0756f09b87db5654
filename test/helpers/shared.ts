import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const candidate = resolve(root, process.env['TIMECUE_SHARED'] ?? '../shared');

/** Folder with real footage and models, or null where it is missing: tests that need it are then skipped by name. */
export const sharedFolder: string | null = existsSync(resolve(candidate, 'footage', 'manifest.json'))
  ? candidate
  : null;
