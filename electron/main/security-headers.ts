import { pageHeadersFor } from '../media-response/page-headers.ts';
import { pageOrigin } from './schemes.ts';

/** Sent with every answer under app://. */
export const pageHeaders = pageHeadersFor('media:');

/** Sent with every answer under media://: the page is of another origin and may use it, nobody else. */
export const mediaHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Access-Control-Allow-Origin': pageOrigin,
  'Access-Control-Expose-Headers': 'Content-Range, Content-Length, Accept-Ranges',
  Vary: 'Origin',
};
