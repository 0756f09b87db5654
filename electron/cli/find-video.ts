import { realpath } from 'node:fs/promises';
import { EngineError } from '../contract/errors.ts';
import type { VideoId } from '../contract/ids.ts';
import type { LibraryView } from '../engine/library/library-view.ts';
import { resolveFromCaller } from './places.ts';

/** A video of the library by its path or id. Throws `not-found`. */
export async function findVideo(view: LibraryView, video: string): Promise<VideoId> {
  const videoId = view.find(await realPathOr(resolveFromCaller(video))) ?? view.find(video);
  if (videoId === null) {
    throw new EngineError('not-found', `${video} is not in the library. Add it: timecue index <path>`);
  }
  return videoId;
}

/** The library knows real paths; what is offline has none any more. */
async function realPathOr(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return path;
  }
}
