import type { Logger } from '../engine/base/surroundings.ts';
import type { WebContents } from './electron-api.ts';

/** A page stays what it is: it goes nowhere, opens nothing and embeds nothing. Reloading is no navigation. */
export function guardPage(contents: WebContents, logger: Logger): void {
  const refuse = (what: string, address: string): void =>
    logger.warn('guard.navigation-refused', { what, address: address.slice(0, 200) });
  contents.on('will-navigate', (event, url) => {
    event.preventDefault();
    refuse('navigate', url);
  });
  contents.on('will-redirect', (event, url) => {
    event.preventDefault();
    refuse('redirect', url);
  });
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault();
    refuse('frame', event.url);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refuse('webview', '');
  });
  contents.setWindowOpenHandler(() => {
    refuse('window', '');
    return { action: 'deny' };
  });
}
