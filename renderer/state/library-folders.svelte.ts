/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole, never changed once shown */
import type { FolderId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { FolderSummary } from '../../electron/contract/library.ts';
import { onceMore } from '../lib/once-more.ts';

/** A folder as it is drawn: how deep it lies, and whether there is anything to fold. */
export interface ShownFolder extends FolderSummary {
  /** 0 for a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
}

/** The tree of folders, of which only what is unfolded is shown. Roots are unfolded at first. */
export class LibraryFolders {
  #folders = $state.raw<readonly FolderSummary[]>([]);
  #toggled = $state.raw<ReadonlySet<FolderId>>(new Set());
  readonly #callEngine: CallEngine;
  readonly #ask = onceMore(async () => {
    this.#folders = (await this.#callEngine('library.folders', {})).folders;
  });

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get shown(): readonly ShownFolder[] {
    const parents = new Set(this.#folders.map(({ parentId }) => parentId));
    const depths = new Map<FolderId, number>();
    const shown: ShownFolder[] = [];
    for (const folder of this.#folders) {
      const depth = folder.parentId === null ? 0 : depths.get(folder.parentId);
      if (depth !== undefined) {
        const isOpen = this.#isOpen(folder);
        if (isOpen) {
          depths.set(folder.folderId, depth + 1);
        }
        shown.push({ ...folder, depth, hasChildren: parents.has(folder.folderId), isOpen });
      }
    }
    return shown;
  }

  folder(folderId: FolderId | null): FolderSummary | null {
    return this.#folders.find((folder) => folder.folderId === folderId) ?? null;
  }

  toggle(folderId: FolderId): void {
    const toggled = new Set(this.#toggled);
    if (!toggled.delete(folderId)) {
      toggled.add(folderId);
    }
    this.#toggled = toggled;
  }

  /** Asks again; once more afterwards when asked meanwhile. What was known stays when it cannot be had. */
  async refresh(): Promise<void> {
    try {
      await this.#ask();
    } catch {
      // The list of clips beside it says what is wrong.
    }
  }

  #isOpen({ folderId, parentId }: FolderSummary): boolean {
    return this.#toggled.has(folderId) !== (parentId === null);
  }
}
