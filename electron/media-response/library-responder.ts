import { findLibraryFile, type LibraryFileSource } from './find-library-file.ts';
import { readLibraryAddress } from './library-addresses.ts';
import { MediaResponder, type FileResponse, type MediaResponderOptions } from './media-responder.ts';
import { refusal } from './media-response.ts';

export interface LibraryRequest {
  readonly method: string;
  /** Of the address, without query: `/media/<videoId>` and the like. */
  readonly path: string;
  readonly rangeHeader: string | null;
  readonly ifRangeHeader: string | null;
  /** Aborted when the one who asked has gone. */
  readonly signal: AbortSignal;
}

/** Answers requests for what the library shows, whoever carries them: `media://` in a window, HTTP in `serve`. */
export class LibraryResponder {
  readonly #source: LibraryFileSource;
  readonly #responder: MediaResponder;

  constructor(source: LibraryFileSource, options: MediaResponderOptions = {}) {
    this.#source = source;
    this.#responder = new MediaResponder(options);
  }

  /** Null where the path is no address of the library; 404 where there is nothing at the address. */
  async respond({ path, ...request }: LibraryRequest): Promise<FileResponse | null> {
    const address = readLibraryAddress(path);
    if (address === null) {
      return null;
    }
    const found = await findLibraryFile(this.#source, address);
    if (found === null) {
      const { status, headers } = refusal(404);
      return { status, headers, stream: null };
    }
    if (address.kind !== 'export') {
      return this.#responder.respond({ ...request, ...found });
    }
    // A download is fetched once and whole.
    const answer = await this.#responder.respond({ ...request, ...found, rangeHeader: null });
    answer.stream?.once('close', () => void this.#source.forgetExport(address.exportId));
    return answer;
  }

  /** Ends all streams at once; later requests are refused. */
  dispose(): void {
    this.#responder.dispose();
  }
}
