import { describe, expect, test } from 'vitest';
import { folderIdSchema, rootIdSchema } from '../../../../electron/contract/ids.ts';
import type { FolderSummary } from '../../../../electron/contract/library.ts';
import { LibraryFolders } from '../../../../renderer/state/library-folders.svelte.ts';
import { loopback } from '../../../helpers/loopback.ts';

const folderOf = (id: string, parent: string | null): FolderSummary => ({
  folderId: folderIdSchema.parse(id),
  parentId: parent === null ? null : folderIdSchema.parse(parent),
  rootId: rootIdSchema.parse('root'),
  title: id,
  videoCount: 1,
  isOffline: false,
});

const all = [folderOf('a', null), folderOf('b', 'a'), folderOf('c', 'b'), folderOf('d', 'a')];

describe('LibraryFolders', () => {
  test('shows roots unfolded and what is deeper folded', async () => {
    const folders = new LibraryFolders(loopback({ 'library.folders': async () => ({ folders: all }) }));
    await folders.refresh();
    expect(folders.shown.map(({ title, depth }) => [title, depth])).toEqual([
      ['a', 0],
      ['b', 1],
      ['d', 1],
    ]);
    folders.toggle(all[1]!.folderId);
    expect(folders.shown.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd']);
    folders.toggle(all[0]!.folderId);
    expect(folders.shown.map(({ title, hasChildren, isOpen }) => [title, hasChildren, isOpen])).toEqual([
      ['a', true, false],
    ]);
  });

  test('asks once more when the library changed meanwhile, and keeps what it had when it cannot ask', async () => {
    let askedCount = 0;
    const folders = new LibraryFolders(
      loopback({
        'library.folders': async () => {
          askedCount += 1;
          if (askedCount > 2) throw new Error('gone');
          return { folders: all.slice(0, askedCount) };
        },
      }),
    );
    const first = folders.refresh();
    await folders.refresh();
    await folders.refresh();
    await first;
    expect(askedCount).toBe(2);
    expect(folders.shown.map(({ title }) => title)).toEqual(['a', 'b']);
    await folders.refresh();
    expect(folders.shown).toHaveLength(2);
  });
});
