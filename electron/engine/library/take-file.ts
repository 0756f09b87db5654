import type { WireError } from '../../contract/errors.ts';
import { lstat } from 'node:fs/promises';
import type { Clock } from '../base/surroundings.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { inTransaction } from '../store/database.ts';
import type { WritableDb } from '../store/database.ts';
import { copiesOfVideo, fileAt, moveFile, putFile } from '../store/queries/file.ts';
import type { CopyRow, NewFile } from '../store/queries/file.ts';
import { deleteRoot } from '../store/queries/root.ts';
import type { RootRow } from '../store/queries/root.ts';
import { insertVideo, saveFailure, setVideoTitle, videoByKey, videoKeyByFingerprint } from '../store/queries/video.ts';
import { pathOfCopy, saveNamesOfVideo, titleOf } from './file-names.ts';
import { systemCodeOf, videoIdOf } from './fingerprint.ts';
import { isGoneFrom } from './root-presence.ts';
import type { FoundFile } from './walk-folder.ts';

export interface TakeFileDeps {
  readonly db: WritableDb;
  readonly clock: Clock;
  readonly queue: JobQueue;
}

export interface ReadFile extends FoundFile {
  readonly root: RootRow;
  readonly fingerprint: string;
}

/** What a file turned out to be. */
export type Finding = 'added' | 'changed' | 'moved' | 'duplicate' | 'unchanged';

/** Enters a file whose content is new to the library or known in its other copies; returns what it is. */
export function takeFile(deps: TakeFileDeps, file: ReadFile, goneCopy: CopyRow | null): Finding {
  const { db } = deps;
  return inTransaction(db, () => {
    const before = fileAt(db, file.root.rootKey, file.relativePath);
    const known = videoKeyByFingerprint(db, file.fingerprint);
    const videoKey = known ?? insertNew(deps, file);
    const row = rowOf(file, videoKey);
    if (before?.videoKey === videoKey) {
      putFile(db, row);
      welcome(deps, videoKey);
      return 'unchanged';
    }
    const isMove = known !== null && goneCopy !== null && goneCopy.videoKey === videoKey;
    if (isMove) moveCopy(deps, goneCopy, { row, title: titleOfFile(file) });
    else putFile(db, row);
    saveNamesOfVideo(db, videoKey);
    welcome(deps, videoKey);
    if (isMove) return 'moved';
    if (before !== null) return 'changed';
    return known === null ? 'added' : 'duplicate';
  });
}

function rowOf({ root, relativePath, sizeBytes, modifiedAtMs }: ReadFile, videoKey: number): NewFile {
  return { rootKey: root.rootKey, relativePath, videoKey, sizeBytes, modifiedAtMs };
}

function insertNew({ db, clock }: TakeFileDeps, file: ReadFile): number {
  return insertVideo(db, {
    videoId: videoIdOf(file.fingerprint),
    fingerprint: file.fingerprint,
    sizeBytes: file.sizeBytes,
    title: titleOfFile(file),
    addedAtMs: clock.nowMs(),
  });
}

function titleOfFile({ root, relativePath }: ReadFile): string {
  return titleOf({ rootPath: root.path, relativePath });
}

/** The title follows the file; a root that was only this one file has nothing left to stand for. */
function moveCopy({ db }: TakeFileDeps, gone: CopyRow, { row, title }: { row: NewFile; title: string }): void {
  moveFile(db, gone.fileKey, row);
  setVideoTitle(db, row.videoKey, title);
  if (gone.relativePath === '' && gone.rootKey !== row.rootKey) deleteRoot(db, gone.rootKey);
}

/** A copy can be read (again): its jobs exist, and what failed only for want of it is tried once more. */
export function welcome({ db, queue }: TakeFileDeps, videoKey: number): void {
  const video = videoByKey(db, videoKey);
  if (video === null) return;
  const { videoId, failure } = video;
  if (failure?.code === ('file-missing' satisfies WireError['code'])) saveFailure(db, videoKey, null);
  queue.enqueue({ videoKey, videoId, kind: 'key-frames' });
  queue.enqueue({ videoKey, videoId, kind: 'full' });
  queue.retryMissing(videoKey);
}

/**
 * A copy of this content that has left its place for certain: the path is empty while its root is there. The file
 * found now is then that copy under a new name, not a second one.
 */
export async function findGoneCopy(db: WritableDb, file: ReadFile): Promise<CopyRow | null> {
  const videoKey = videoKeyByFingerprint(db, file.fingerprint);
  if (videoKey === null) return null;
  for (const copy of copiesOfVideo(db, videoKey)) {
    const isHere = copy.rootKey === file.root.rootKey && copy.relativePath === file.relativePath;
    if (!isHere && (await isMissing(pathOfCopy(copy))) && (await isGoneFrom(copy))) return copy;
  }
  return null;
}

async function isMissing(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    const systemCode = systemCodeOf(error);
    return systemCode === 'ENOENT' || systemCode === 'ENOTDIR';
  }
}
