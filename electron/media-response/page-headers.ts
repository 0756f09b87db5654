/**
 * What is sent with every answer of the page, in a window and over HTTP alike. The page may load itself, speak to its
 * own origin, and nothing else; `libraryScheme` (`media:`) adds where pictures and footage come from, when that is not
 * the page's own origin. Svelte names its one trusted policy.
 */
export function pageHeadersFor(libraryScheme: string | null): Readonly<Record<string, string>> {
  const library = libraryScheme === null ? '' : ` ${libraryScheme}`;
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `img-src 'self'${library}`,
      `media-src 'self'${library}`,
      `connect-src 'self'${library}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types svelte-trusted-html',
    ].join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    'Cache-Control': 'no-store',
  };
}
