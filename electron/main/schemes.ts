import type { CustomScheme } from 'electron';

export const pageScheme = 'app';
export const mediaScheme = 'media';
/** The page's origin. */
export const pageOrigin = `${pageScheme}://timecue`;
/** In front of the addresses of the library's files: `media://library/media/<videoId>`. */
export const mediaOrigin = `${mediaScheme}://library`;
/** The page's own session: protocols, permissions and downloads are settled here. */
export const partition = 'persist:timecue';

/** Has to be told before Electron is ready. `stream` is what <video> needs to seek; nothing passes the page's policy. */
export const privilegedSchemes: CustomScheme[] = [
  {
    scheme: pageScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
  },
  {
    scheme: mediaScheme,
    // `corsEnabled`: the page asks with fetch whether a file can be reached.
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
  },
];
