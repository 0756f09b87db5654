import { pageHeadersFor } from '../../media-response/page-headers.ts';

/** Sent with every answer: page and library have one origin here. */
export const securityHeaders = pageHeadersFor(null);
