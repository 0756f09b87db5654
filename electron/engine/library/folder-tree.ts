import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { folderIdSchema } from '../../contract/ids.ts';
import type { FolderId, RootId } from '../../contract/ids.ts';
import type { FolderSummary } from '../../contract/library.ts';
import type { ReadableDb } from '../store/database.ts';
import { allPlacedFiles, libraryRevision, listRoots } from '../store/queries/index.ts';
import type { RootRow } from '../store/queries/index.ts';

/** Where a folder lies: below its root, with `/`; empty for the root itself. */
export interface FolderPlace {
  readonly rootKey: number;
  readonly path: string;
}

/** More are not told: a tree of that size is no help to anybody. */
const folderLimit = 20_000;

/** The same folder always has the same id, which says nothing about where it lies. */
export function folderIdOf(rootId: RootId, path: string): FolderId {
  const hash = createHash('sha256').update(`folder ${rootId}\n${path}`).digest('base64url');
  return folderIdSchema.parse(hash.slice(0, 22));
}

interface Tree {
  readonly folders: readonly FolderSummary[];
  readonly places: ReadonlyMap<FolderId, FolderPlace>;
}

/** The folders of a library that hold videos, made anew only when the library has changed. */
export class FolderTree {
  readonly #db: ReadableDb;
  #tree: Tree | null = null;
  #revision = -1;

  constructor(db: ReadableDb) {
    this.#db = db;
  }

  /** Parents before their children, otherwise by name. */
  folders(): readonly FolderSummary[] {
    return this.#current().folders;
  }

  /** Null for a folder that no longer holds a video. */
  placeOf(folderId: FolderId): FolderPlace | null {
    return this.#current().places.get(folderId) ?? null;
  }

  #current(): Tree {
    const revision = libraryRevision(this.#db);
    if (this.#tree === null || revision !== this.#revision) {
      this.#tree = growTree(this.#db);
      this.#revision = revision;
    }
    return this.#tree;
  }
}

interface Branch {
  readonly videoKeys: Set<number>;
  isOffline: boolean;
}

function growTree(db: ReadableDb): Tree {
  const branches = branchesByRoot(db);
  const folders: FolderSummary[] = [];
  const places = new Map<FolderId, FolderPlace>();
  for (const root of listRoots(db)) {
    const ofRoot = branches.get(root.rootKey) ?? new Map<string, Branch>();
    for (const path of ['', ...[...ofRoot.keys()].filter((each) => each !== '').sort(inTreeOrder)]) {
      if (folders.length >= folderLimit) break;
      const summary = folderSummary(root, path, ofRoot.get(path));
      folders.push(summary);
      places.set(summary.folderId, { rootKey: root.rootKey, path });
    }
  }
  return { folders, places };
}

function branchesByRoot(db: ReadableDb): Map<number, Map<string, Branch>> {
  const byRoot = new Map<number, Map<string, Branch>>();
  for (const [rootKey, relativePath, videoKey, isOffline] of allPlacedFiles(db)) {
    const ofRoot = byRoot.get(rootKey) ?? new Map<string, Branch>();
    byRoot.set(rootKey, ofRoot);
    for (const folder of foldersAbove(relativePath)) {
      const branch = ofRoot.get(folder) ?? { videoKeys: new Set<number>(), isOffline: true };
      ofRoot.set(folder, branch);
      branch.videoKeys.add(videoKey);
      branch.isOffline &&= isOffline === 1;
    }
  }
  return byRoot;
}

/** The root, and every folder on the way down to a file. */
function foldersAbove(relativePath: string): string[] {
  const folders = [''];
  for (let at = relativePath.indexOf('/'); at !== -1; at = relativePath.indexOf('/', at + 1)) {
    folders.push(relativePath.slice(0, at));
  }
  return folders;
}

function folderSummary(root: RootRow, path: string, branch: Branch | undefined): FolderSummary {
  return {
    folderId: folderIdOf(root.rootId, path),
    parentId: path === '' ? null : folderIdOf(root.rootId, path.slice(0, Math.max(0, path.lastIndexOf('/')))),
    rootId: root.rootId,
    title: path === '' ? basename(root.path) || root.path : path.slice(path.lastIndexOf('/') + 1),
    videoCount: branch?.videoKeys.size ?? 0,
    isOffline: root.isOffline || (branch?.isOffline ?? false),
  };
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** A folder stands before what it holds, and that before its next neighbour. */
function inTreeOrder(a: string, b: string): number {
  const [ofA, ofB] = [a.split('/'), b.split('/')];
  for (let depth = 0; depth < Math.min(ofA.length, ofB.length); depth += 1) {
    const [nameOfA, nameOfB] = [ofA[depth] ?? '', ofB[depth] ?? ''];
    const order = collator.compare(nameOfA, nameOfB) || (nameOfA < nameOfB ? -1 : Number(nameOfA > nameOfB));
    if (order !== 0) return order;
  }
  return ofA.length - ofB.length;
}
