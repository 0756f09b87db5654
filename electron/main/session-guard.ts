import type { Logger } from '../engine/base/surroundings.ts';
import { readLibraryAddress } from '../media-response/library-addresses.ts';
import type { Session } from './electron-api.ts';
import { mediaScheme, pageOrigin, pageScheme } from './schemes.ts';

/** What a page of ours may load at all: itself, footage, and what lives inside the browser. */
const innerSchemes = new Set([`${pageScheme}:`, `${mediaScheme}:`, 'blob:', 'data:', 'devtools:']);

/** The clipboard is written when a person copies a time; nothing else is ever granted. */
const grantedPermissions = new Set(['clipboard-sanitized-write', 'fullscreen']);

/**
 * Shuts a session: no permissions but two harmless ones, no devices, no network, and no download but our own exports.
 */
export function guardSession(session: Session, logger: Logger): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    const isGranted = grantedPermissions.has(permission);
    if (!isGranted) {
      logger.warn('guard.permission-denied', { permission });
    }
    callback(isGranted);
  });
  session.setPermissionCheckHandler((_contents, permission) => grantedPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    const isInner = innerSchemes.has(schemeOf(url));
    if (!isInner) {
      logger.warn('guard.request-blocked', { address: url.slice(0, 200) });
    }
    callback({ cancel: !isInner });
  });
  session.on('will-download', (event, item) => {
    const url = item.getURL();
    if (!isExportAddress(url)) {
      event.preventDefault();
      logger.warn('guard.download-refused', { address: url.slice(0, 200) });
    }
  });
}

/** Whether an address is one of our own exports. */
export function isExportAddress(address: string): boolean {
  return (
    address.startsWith(`${pageOrigin}/`) && readLibraryAddress(address.slice(pageOrigin.length))?.kind === 'export'
  );
}

function schemeOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
