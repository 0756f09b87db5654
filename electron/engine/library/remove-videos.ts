import { stat } from 'node:fs/promises';
import type { VideoId } from '../../contract/ids.ts';
import type { Logger } from '../base/surroundings.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { inTransaction } from '../store/database.ts';
import type { WritableDb } from '../store/database.ts';
import {
  deleteFilesInRoot,
  deleteRoot,
  deleteVideo,
  excludeFilesOfVideo,
  listRoots,
  removeSetting,
  retireGenerations,
  sweepGenerations,
  videoByKey,
  videosOfRoot,
} from '../store/queries/index.ts';
import type { RootRow } from '../store/queries/index.ts';
import { writeInTurns } from '../store/write-in-turns.ts';

export interface RemovalDeps {
  readonly db: WritableDb;
  readonly queue: JobQueue;
  readonly logger: Logger;
  /** Takes away what was drawn of a video that nobody knows any more. Never the footage. */
  readonly onVideoRemoved?: (videoId: VideoId) => Promise<void>;
}

/**
 * Forgets videos with all that is known of them; scans leave their files alone from now on. Their rows go in short
 * turns; after a kill in the middle, those that are left can simply be removed again.
 */
export async function removeVideos(deps: RemovalDeps, videoKeys: readonly number[]): Promise<void> {
  const { db } = deps;
  const write = (videoKey: number) => {
    excludeFilesOfVideo(db, videoKey);
  };
  await writeInTurns(db, videoKeys, { write });
  await forgetVideos(deps, videoKeys);
  await removeEmptyFileRoots(deps);
}

/** Forgets a root, its files, and the videos that lie nowhere else. Returns how many videos those were. */
export async function removeRoot(deps: RemovalDeps, root: RootRow): Promise<number> {
  const { db } = deps;
  const videos = videosOfRoot(db, root.rootKey);
  const elsewhere = videos.filter(({ isElsewhere }) => isElsewhere);
  const only = videos.filter(({ isElsewhere }) => !isElsewhere).map(({ videoKey }) => videoKey);
  const write = ({ videoKey }: { videoKey: number }) => {
    deleteFilesInRoot(db, root.rootKey, videoKey);
  };
  await writeInTurns(db, elsewhere, { write });
  await forgetVideos(deps, only);
  dropRoot(db, root);
  deps.queue.changed();
  return only.length;
}

function dropRoot(db: WritableDb, root: RootRow): void {
  inTransaction(db, () => {
    deleteRoot(db, root.rootKey);
    removeSetting(db, `sidecars:${root.rootId}`);
  });
}

async function forgetVideos(deps: RemovalDeps, videoKeys: readonly number[]): Promise<void> {
  const { db, queue, logger, onVideoRemoved } = deps;
  const gone: VideoId[] = [];
  await Promise.all(videoKeys.map((videoKey) => queue.release(videoKey)));
  const retire = (videoKey: number) => {
    retireGenerations(db, videoKey);
  };
  await writeInTurns(db, videoKeys, { write: retire });
  await sweepGenerations(db);
  const forget = (videoKey: number) => {
    const video = videoByKey(db, videoKey);
    if (video === null) return;
    deleteVideo(db, videoKey);
    removeSetting(db, `sprite:${video.videoId}`);
    gone.push(video.videoId);
  };
  await writeInTurns(db, videoKeys, { write: forget });
  queue.changed();
  for (const videoId of gone) {
    await onVideoRemoved?.(videoId).catch((error: unknown) => {
      logger.error('library.pictures-not-removed', error, { videoId });
    });
  }
}

/** A root that was one file, and whose video was removed, has nothing left to stand for. */
async function removeEmptyFileRoots({ db }: RemovalDeps): Promise<void> {
  for (const root of listRoots(db)) {
    if (videosOfRoot(db, root.rootKey).length > 0) continue;
    const stats = await stat(root.path).catch(() => null);
    if (stats?.isFile() === true) dropRoot(db, root);
  }
}
