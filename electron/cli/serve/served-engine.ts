import type { VideoId } from '../../contract/ids.ts';
import type { Handlers } from '../../contract/index.ts';

export type PictureKind = 'poster' | 'sprite';

/** A file to serve: absolute path, and the folders outside of which nothing is served, whatever links say. */
export interface ServedFile {
  readonly path: string;
  readonly allowedRoots: readonly string[];
}

/** What the server needs of the engine. Null, or an EngineError `not-found` or `file-missing`, is answered 404. */
export interface ServedEngine {
  readonly handlers: Handlers;
  mediaFile(videoId: VideoId): Promise<(ServedFile & { readonly contentType: string }) | null>;
  pictureFile(kind: PictureKind, videoId: VideoId, seconds: number): Promise<ServedFile | null>;
}
