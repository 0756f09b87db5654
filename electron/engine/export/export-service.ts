import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { exportIdSchema, type ExportId, type VideoId } from '../../contract/ids.ts';
import type { ParsedParams, Result } from '../../contract/index.ts';
import type { SearchResult } from '../../contract/search.ts';
import type { ShownSelectionItem } from '../../contract/selection.ts';
import type { Clock } from '../base/surroundings.ts';
import { selectionDocument, selectionDocumentToCsv } from './moment-table.ts';
import { searchDocumentToCsv, type SearchDocument } from './search-document.ts';
import { searchResultDocument } from './search-result-document.ts';

type Params = ParsedParams<'export.prepare'>;
type SearchParams = Extract<Params['what'], { readonly kind: 'search' }>['query'];

export interface ExportDeps {
  /** Absolute; the files lie there until they are fetched. */
  readonly folder: string;
  readonly clock: Clock;
  readonly search: (params: SearchParams, signal: AbortSignal) => Promise<SearchResult>;
  readonly selection: () => readonly ShownSelectionItem[];
  readonly pathOf: (videoId: VideoId) => string | null;
}

export interface KeptText {
  readonly text: string;
  /** Without a dot. */
  readonly extension: string;
  readonly baseName: string;
}

export interface PreparedFile {
  readonly exportId: ExportId;
  readonly fileName: string;
  readonly sizeBytes: number;
}

interface Written {
  readonly text: string;
  readonly momentCount: number;
  readonly baseName: string;
}

/** Left from an engine that was killed: nothing of it is of use. Younger ones may belong to another engine. */
const leftOverName = /^[\w-]{1,64}\.(csv|json|md|txt|xml)$/;
const leftOverMs = 3_600_000;

/** Writes tables of moments to be fetched once, each in a file that nobody else may read. */
export class ExportService {
  readonly #deps: ExportDeps;
  readonly #files = new Map<ExportId, { readonly path: string; readonly downloadName: string }>();
  #swept: Promise<void> | null = null;

  constructor(deps: ExportDeps) {
    this.#deps = deps;
  }

  /** Handler of `export.prepare`. Throws what the search throws, `disk-full` and `permission-denied`. */
  async prepare({ what, format }: Params, signal: AbortSignal): Promise<Result<'export.prepare'>> {
    const written = what.kind === 'search' ? await this.#search(what.query, format, signal) : this.#selection(format);
    signal.throwIfAborted();
    const { text, baseName, momentCount } = written;
    return { ...(await this.keep({ text, extension: format, baseName })), momentCount };
  }

  /** Keeps a text to be fetched once under a name of its own. Throws `disk-full` and `permission-denied`. */
  async keep({ text, extension, baseName }: KeptText): Promise<PreparedFile> {
    this.#swept ??= this.#sweep();
    await this.#swept;
    const exportId = exportIdSchema.parse(randomUUID());
    const path = join(this.#deps.folder, `${exportId}.${extension}`);
    const bytes = Buffer.from(text, 'utf8');
    await this.#write(path, bytes);
    const fileName = `${baseName}.${extension}`;
    this.#files.set(exportId, { path, downloadName: fileName });
    return { exportId, fileName, sizeBytes: bytes.length };
  }

  /** Null once it was handed out. */
  file(exportId: ExportId): { path: string; allowedRoots: readonly string[]; downloadName: string } | null {
    const file = this.#files.get(exportId);
    return file === undefined ? null : { ...file, allowedRoots: [this.#deps.folder] };
  }

  async forget(exportId: ExportId): Promise<void> {
    const file = this.#files.get(exportId);
    this.#files.delete(exportId);
    if (file !== undefined) {
      await rm(file.path, { force: true });
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#files.keys()].map((exportId) => this.forget(exportId)));
  }

  async #search(query: SearchParams, format: Params['format'], signal: AbortSignal): Promise<Written> {
    const result = await this.#deps.search(query, signal);
    const document = searchResultDocument({ query: query.text, result, pathOf: this.#deps.pathOf });
    const hits = document.hits.map((hit) => ({ ...hit, path: hit.path ?? '' }));
    const text =
      format === 'csv' ? searchDocumentToCsv({ ...document, hits } satisfies SearchDocument) : toJson(document);
    return { text, momentCount: hits.length, baseName: `timecue ${fileNamePart(query.text)}` };
  }

  #selection(format: Params['format']): Written {
    const document = selectionDocument({ items: this.#deps.selection(), pathOf: this.#deps.pathOf });
    const text = format === 'csv' ? selectionDocumentToCsv(document) : toJson(document);
    return { text, momentCount: document.moments.length, baseName: 'timecue selection' };
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    try {
      await mkdir(this.#deps.folder, { recursive: true, mode: 0o700 });
      await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
    } catch (cause) {
      await rm(path, { force: true }).catch(() => {});
      const code = (cause as NodeJS.ErrnoException).code ?? '';
      throw code === 'ENOSPC' || code === 'EDQUOT'
        ? new EngineError('disk-full', 'There is no room left for the export.', { cause })
        : new EngineError('permission-denied', 'The export cannot be written.', { cause });
    }
  }

  async #sweep(): Promise<void> {
    const names = await readdir(this.#deps.folder).catch(() => []);
    for (const path of names.filter((name) => leftOverName.test(name)).map((name) => join(this.#deps.folder, name))) {
      const found = await stat(path).catch(() => null);
      if (found !== null && this.#deps.clock.nowMs() - found.mtimeMs > leftOverMs) {
        await rm(path, { force: true }).catch(() => {});
      }
    }
  }
}

function toJson(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A text as part of a file's name, everywhere. */
export function fileNamePart(text: string): string {
  const plain = text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return [...plain].slice(0, 60).join('').trim() || 'search';
}
