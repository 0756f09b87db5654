import type { Handlers } from '../../contract/index.ts';
import type { LibraryFileSource } from '../../media-response/find-library-file.ts';

/** What the server needs of the engine. */
export interface ServedEngine extends LibraryFileSource {
  readonly handlers: Handlers;
}
