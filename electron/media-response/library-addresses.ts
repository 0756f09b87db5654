import { exportIdSchema, videoIdSchema, type ExportId, type VideoId } from '../contract/ids.ts';

/** What of the library has an address. Ids are opaque, so no address can name a path. */
export type LibraryAddress =
  | { readonly kind: 'media' | 'sprite' | 'proxy'; readonly videoId: VideoId }
  | { readonly kind: 'poster'; readonly videoId: VideoId; readonly seconds: number }
  | { readonly kind: 'export'; readonly exportId: ExportId };

/**
 * Reads `/media/<videoId>`, `/poster/<videoId>/<milliseconds>`, `/sprite/<videoId>`, `/proxy/<videoId>` and
 * `/export/<exportId>`; null for everything else. The path comes without its query and is never decoded.
 */
export function readLibraryAddress(path: string): LibraryAddress | null {
  const match = /^\/(media|sprite|proxy|poster|export)\/([\w-]{1,64})(?:\/(\d{1,10}))?$/.exec(path);
  const [, kind, id, milliseconds] = match ?? [];
  if (kind === undefined || (milliseconds !== undefined) !== (kind === 'poster')) {
    return null;
  }
  if (kind === 'export') {
    return { kind, exportId: exportIdSchema.parse(id) };
  }
  const videoId = videoIdSchema.parse(id);
  return kind === 'poster'
    ? { kind, videoId, seconds: Number(milliseconds) / 1000 }
    : { kind: kind as 'media' | 'sprite' | 'proxy', videoId };
}
