import { basename, join } from 'node:path';
import { z } from 'zod';
import type { WritableDb } from '../store/database.ts';
import { nameWords } from '../store/name-words.ts';
import { copiesOfVideo } from '../store/queries/file.ts';
import type { CopyRow } from '../store/queries/file.ts';
import { saveName } from '../store/queries/name.ts';
import { videoByKey } from '../store/queries/video.ts';

type Place = Pick<CopyRow, 'rootPath' | 'relativePath'>;

/** Absolute path of a copy. */
export function pathOfCopy({ rootPath, relativePath }: Place): string {
  return relativePath === '' ? rootPath : join(rootPath, ...relativePath.split('/'));
}

/** What a video is called to people: the name of its file with its ending. */
export function titleOf(place: Place): string {
  return basename(pathOfCopy(place));
}

const datedFactsSchema = z.object({ createdAt: z.string().nullable() });

/**
 * Keeps the words by which each copy of a video may be asked for: of its name, of the folders below its root, and of
 * the day on which it was made, once a probe has read it. To be called again after a probe.
 */
export function saveNamesOfVideo(db: WritableDb, videoKey: number): void {
  const day = createdDay(videoByKey(db, videoKey)?.probeJson ?? null);
  for (const copy of copiesOfVideo(db, videoKey)) {
    const words = nameWords(copy.relativePath === '' ? titleOf(copy) : copy.relativePath, day === null ? [] : [day]);
    saveName(db, copy.fileKey, words);
  }
}

function createdDay(probeJson: string | null): string | null {
  const facts = probeJson === null ? null : datedFactsSchema.safeParse(JSON.parse(probeJson));
  const createdAt = facts?.success === true ? facts.data.createdAt : null;
  // Cameras without a set clock write the beginning of their time.
  return createdAt === null || createdAt.startsWith('1904') || createdAt.startsWith('1970')
    ? null
    : createdAt.slice(0, 10);
}
