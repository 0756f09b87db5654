import { EngineError } from '../contract/errors.ts';
import type { ExportId, VideoId } from '../contract/ids.ts';
import { contentTypeOfPath, downloadTypeOfPath } from './content-type.ts';
import type { LibraryAddress } from './library-addresses.ts';

/** A file to serve: absolute path, and the folders outside of which nothing is served, whatever links say. */
export interface LibraryFile {
  readonly path: string;
  readonly allowedRoots: readonly string[];
}

/** A file that was written to be saved under a name. */
export interface ExportedFile extends LibraryFile {
  readonly downloadName: string;
}

type Found<File> = Promise<File | null> | File | null;

/**
 * Who knows the files behind ids: the engine, or whoever asks it. Null, or an EngineError `not-found` or
 * `file-missing`, means that there is nothing to serve.
 */
export interface LibraryFileSource {
  mediaFile(videoId: VideoId): Found<LibraryFile>;
  pictureFile(kind: 'poster' | 'sprite', videoId: VideoId, seconds: number): Found<LibraryFile>;
  proxyFile(videoId: VideoId): Found<LibraryFile>;
  exportFile(exportId: ExportId): Found<ExportedFile>;
  /** Called once an export has been handed out: it is not served again. */
  forgetExport(exportId: ExportId): Promise<void> | void;
}

/** Plain data: it may cross a process. */
export interface FoundLibraryFile extends LibraryFile {
  /** Empty for a kind of file that is not served. */
  readonly contentType: string;
  /** Set for what is saved and not shown. */
  readonly downloadName: string | null;
}

/** The file at an address, as it is to be served; null where there is none. */
export async function findLibraryFile(
  source: LibraryFileSource,
  address: LibraryAddress,
): Promise<FoundLibraryFile | null> {
  try {
    if (address.kind === 'export') {
      const file = await source.exportFile(address.exportId);
      return file === null ? null : { ...file, contentType: downloadTypeOfPath(file.path) ?? '' };
    }
    const file = await shownFile(source, address);
    return file === null ? null : { ...file, contentType: contentTypeOfPath(file.path) ?? '', downloadName: null };
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'file-missing')) {
      return null;
    }
    throw error;
  }
}

function shownFile(
  source: LibraryFileSource,
  address: Exclude<LibraryAddress, { readonly kind: 'export' }>,
): Found<LibraryFile> {
  switch (address.kind) {
    case 'media':
      return source.mediaFile(address.videoId);
    case 'proxy':
      return source.proxyFile(address.videoId);
    case 'sprite':
      return source.pictureFile('sprite', address.videoId, 0);
    case 'poster':
      return source.pictureFile('poster', address.videoId, address.seconds);
  }
}
