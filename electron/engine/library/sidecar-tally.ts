import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { WritableDb } from '../store/database.ts';
import type { RootRow } from '../store/queries/root.ts';
import { readSetting, writeSetting } from '../store/queries/setting.ts';
import { parseStoredJson } from '../store/stored-failure.ts';
import type { FoundFile } from './walk-folder.ts';

const signaturesSchema = z.record(z.string(), z.string());

/** Notices that the subtitle files of a folder are others than at the last scan. */
export class SidecarTally {
  readonly #linesByFolder = new Map<string, string[]>();

  add({ relativePath, sizeBytes, modifiedAtMs }: FoundFile): void {
    const folder = relativePath.slice(0, Math.max(0, relativePath.lastIndexOf('/')));
    const lines = this.#linesByFolder.get(folder) ?? [];
    lines.push(`${relativePath}\n${String(sizeBytes)} ${String(modifiedAtMs)}`);
    this.#linesByFolder.set(folder, lines);
  }

  /** Folders at or below `below` whose subtitle files differ from what was kept; keeps what is there now. */
  changedFolders(db: WritableDb, root: RootRow, below: string): readonly string[] {
    const key = `sidecars:${root.rootId}`;
    const stored = readSetting(db, key);
    const before = new Map(Object.entries(stored === null ? {} : parseStoredJson(stored, signaturesSchema)));
    const isScanned = (folder: string) => below === '' || folder === below || folder.startsWith(`${below}/`);
    const now = new Map([...before].filter(([folder]) => !isScanned(folder)));
    for (const [folder, lines] of this.#linesByFolder) now.set(folder, signatureOf(lines));
    const folders = new Set([...before.keys(), ...now.keys()]);
    const changed = [...folders].filter((folder) => before.get(folder) !== now.get(folder));
    if (changed.length > 0) writeSetting(db, key, JSON.stringify(Object.fromEntries(now)));
    return changed;
  }
}

function signatureOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 16);
}
