import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const candidate = resolve(root, process.env['TIMECUE_SHARED'] ?? '../shared');

/** Folder with real footage and models, by its true path as the product names it, or null where it is missing. */
export const sharedFolder: string | null = existsSync(resolve(candidate, 'footage', 'manifest.json'))
  ? realpathSync(candidate)
  : null;
