import { desktopBridge } from './desktop-bridge.ts';

/** In front of the addresses of the library's files where the page lives in the desktop program. */
const desktopOrigin = 'media://library';

/** The address of a file of the library: `media://` in the desktop program, of the page's own server in a browser. */
export function libraryAddress(path: `/${string}`): string {
  return desktopBridge() === null ? path : `${desktopOrigin}${path}`;
}
