import { relative, sep } from 'node:path';
import { inTransaction } from '../store/database.ts';
import type { WritableDb } from '../store/database.ts';
import { adoptFiles, filesOfRoot } from '../store/queries/file.ts';
import { deleteRoot, listRoots } from '../store/queries/root.ts';
import type { RootRow } from '../store/queries/root.ts';
import { writeInTurns } from '../store/write-in-turns.ts';
import { saveNamesOfVideo } from './file-names.ts';
import { isPathInside } from './path-inside.ts';

/** Gives the files of roots that lie inside a new one to it, so that no file is in the library twice. */
export async function adoptInnerRoots(db: WritableDb, outer: RootRow): Promise<void> {
  const inner = listRoots(db).filter(
    ({ rootKey, path }) => rootKey !== outer.rootKey && isPathInside(path, outer.path),
  );
  for (const root of inner) {
    const way = relative(outer.path, root.path).split(sep).join('/');
    // A root that is one file has the empty path for it, which becomes the way itself.
    const isOneFile = filesOfRoot(db, { rootKey: root.rootKey, afterFileKey: 0, limit: 1 })[0]?.relativePath === '';
    inTransaction(db, () => {
      adoptFiles(db, { fromRootKey: root.rootKey, toRootKey: outer.rootKey, prefix: isOneFile ? way : `${way}/` });
      deleteRoot(db, root.rootKey);
    });
  }
  if (inner.length === 0) return;
  // The folders below the root are others now.
  await writeInTurns(db, videoKeysOf(db, outer.rootKey), {
    write: (videoKey) => {
      saveNamesOfVideo(db, videoKey);
    },
  });
}

function* videoKeysOf(db: WritableDb, rootKey: number): Generator<number> {
  let afterFileKey = 0;
  for (;;) {
    const page = filesOfRoot(db, { rootKey, afterFileKey, limit: 500 });
    for (const { videoKey } of page) yield videoKey;
    const last = page.at(-1);
    if (last === undefined) return;
    afterFileKey = last.fileKey;
  }
}
