import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { dirname, join, parse } from 'node:path';
import type { ParsedParams, Result } from '../../contract/index.ts';
import type { BrowsedEntry, NamedPlace } from '../../contract/places.ts';
import { toFileError } from './fingerprint.ts';
import type { Places } from './places.ts';
import { hasVideoExtension, isHiddenName, isSkippedFolder } from './video-files.ts';

export interface BrowseDeps {
  readonly places: Places;
  /** Paths of the roots of the library: what lies beside them is often what is wanted next. */
  readonly rootPaths: () => readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/** More entries of a folder are not told. */
const entryLimit = 2000;
/** Looked at together: network drives answer slowly, disks dislike more. */
const lookCount = 64;

type FileKind = ParsedParams<'places.browse'>['files'];

/**
 * A folder as a person browses it: folders first, by name as people count, without hidden entries and without those
 * that may not be read. Throws EngineError `permission-denied`, `file-missing`, `not-found`.
 */
export async function browsePlaces(
  deps: BrowseDeps,
  { placeId, files }: ParsedParams<'places.browse'>,
): Promise<Result<'places.browse'>> {
  const { places } = deps;
  if (placeId === null) {
    return { trail: [], entries: await startPlaces(deps), isTruncated: false };
  }
  const path = places.pathOf(placeId);
  const found = await readFolder(path);
  const wanted = await readableEntries(path, found, files);
  return {
    trail: trailOf(path, places),
    entries: wanted.slice(0, entryLimit).map(({ name, kind }) => ({ ...places.name(join(path, name), name), kind })),
    isTruncated: wanted.length > entryLimit,
  };
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw toFileError(error, path);
  }
}

interface Entry {
  readonly name: string;
  readonly kind: BrowsedEntry['kind'];
}

async function readableEntries(folder: string, found: readonly Dirent[], files: FileKind): Promise<Entry[]> {
  const candidates = found
    .filter(({ name }) => !isHiddenName(name) && !isSkippedFolder(name))
    .filter((entry) => !entry.isFile() || isWantedFile(entry.name, files))
    .sort((a, b) => collator.compare(a.name, b.name));
  const entries: Entry[] = [];
  for (let first = 0; first < candidates.length; first += lookCount) {
    const some = candidates.slice(first, first + lookCount);
    const looks = await Promise.all(some.map((entry) => lookAt(folder, entry, files)));
    entries.push(...looks.filter((entry) => entry !== null));
  }
  const isFolder = ({ kind }: Entry) => kind === 'folder';
  return [...entries.filter(isFolder), ...entries.filter((entry) => !isFolder(entry))];
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function isWantedFile(name: string, files: FileKind): boolean {
  return files === 'all' || (files === 'videos' && hasVideoExtension(name));
}

/** Null for what may not be read, and for what is neither a folder nor a plain file. Links count as what they lead to. */
async function lookAt(folder: string, entry: Dirent, files: FileKind): Promise<Entry | null> {
  const path = join(folder, entry.name);
  const { name } = entry;
  try {
    const stats = entry.isDirectory() || entry.isFile() ? entry : await stat(path);
    if (stats.isDirectory()) {
      await access(path, constants.R_OK | constants.X_OK);
      return { name, kind: 'folder' };
    }
    if (!stats.isFile() || !isWantedFile(name, files)) return null;
    await access(path, constants.R_OK);
    return { name, kind: 'file' };
  } catch {
    // Not readable, or gone between two looks: nothing that could be chosen.
    return null;
  }
}

function trailOf(path: string, places: Places): NamedPlace[] {
  const trail: NamedPlace[] = [];
  for (let at = path; ; at = dirname(at)) {
    trail.unshift(places.name(at));
    if (dirname(at) === at) return trail;
  }
}

/** Where a person begins: their own folder, what is connected, what lies beside the library's folders, the top. */
async function startPlaces({ places, rootPaths, platform = process.platform, home = homedir() }: BrowseDeps) {
  const volumes = await mountedVolumes(platform);
  const beside = rootPaths().map((path) => dirname(path));
  const top = platform === 'win32' ? [] : [parse(home).root];
  const entries: BrowsedEntry[] = [];
  for (const path of new Set([home, ...volumes, ...beside, ...top])) {
    const stats = await stat(path).catch(() => null);
    const isReadable = await access(path, constants.R_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
    if (stats?.isDirectory() === true && isReadable) entries.push({ ...places.name(path), kind: 'folder' });
  }
  return entries;
}

async function mountedVolumes(platform: NodeJS.Platform): Promise<string[]> {
  if (platform === 'win32') return [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`);
  const user = userInfo().username;
  const parents = platform === 'darwin' ? ['/Volumes'] : [`/media/${user}`, `/run/media/${user}`, '/media', '/mnt'];
  const found = await Promise.all(
    parents.map(async (parent) => {
      const names = await readdir(parent).catch(() => []);
      return names.filter((name) => !isHiddenName(name) && name !== user).map((name) => join(parent, name));
    }),
  );
  return found.flat().sort((a, b) => collator.compare(a, b));
}
