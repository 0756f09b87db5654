import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAbort } from '../../contract/errors.ts';
import type { LibraryPaths, Logger } from '../base/surroundings.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { writeSpriteSheet } from '../media/sprite-sheet.ts';
import type { WritableDb } from '../store/database.ts';
import { allBlocksOf, removeBlocks, videoByKey, writeSetting } from '../store/queries/index.ts';
import { secondsPerTile, unpackTiles } from './tiles.ts';
import type { VideoUnderWork } from './index-run.ts';

export interface PictureStageDeps {
  readonly db: WritableDb;
  readonly logger: Logger;
  readonly tools: MediaTools;
  readonly paths: LibraryPaths;
}

/** Where the pictures of a video lie. */
export function pictureFolderOf(paths: LibraryPaths, videoId: string): string {
  return join(paths.pictureFolder, videoId.slice(0, 2), videoId);
}

export function spriteFileOf(paths: LibraryPaths, videoId: string): string {
  return join(pictureFolderOf(paths, videoId), 'sprite.jpg');
}

/**
 * Makes the sprite sheet for hovering from the tiles that the analysis kept on its way, so that no second decode is
 * needed. Pictures are a comfort: when they fail, the video stays indexed and the log says why.
 */
export async function writePictures(
  { db, logger, tools, paths }: PictureStageDeps,
  work: VideoUnderWork,
): Promise<void> {
  const { video, facts, signal } = work;
  const generationKey = videoByKey(db, video.videoKey)?.activeGenerationKey ?? null;
  if (generationKey === null) {
    return;
  }
  work.onProgress({ stage: 'posters', doneSeconds: 0, totalSeconds: facts.durationSeconds });
  const outputFile = spriteFileOf(paths, video.videoId);
  try {
    const tiles = allBlocksOf(db, generationKey, 'sprite').flatMap(({ payload }) => unpackTiles(payload));
    if (tiles.length > 0) {
      await mkdir(pictureFolderOf(paths, video.videoId), { recursive: true });
      await removeParts(outputFile);
      const layout = await writeSpriteSheet({
        tiles,
        secondsPerTile: secondsPerTile(facts.durationSeconds),
        outputFile,
        tools,
        signal,
      });
      writeSetting(db, `sprite:${video.videoId}`, JSON.stringify(layout));
    }
    removeBlocks(db, generationKey, 'sprite');
  } catch (error) {
    if (isAbort(error)) {
      throw error;
    }
    logger.error('ingest.pictures-failed', error, { hasOlderSheet: existsSync(outputFile) });
  }
}

/** What a killed run has left of this picture. Nobody else draws it: a video has one job at a time. */
async function removeParts(outputFile: string): Promise<void> {
  const folder = dirname(outputFile);
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(outputFile)}.`) && name.endsWith('.part')) {
      await rm(join(folder, name), { force: true });
    }
  }
}
