import { describe, expect, test } from 'vitest';
import { readLibraryAddress } from '../../../../electron/media-response/library-addresses.ts';

describe('an address of the library', () => {
  test.each([
    ['/media/v-1_A', { kind: 'media', videoId: 'v-1_A' }],
    ['/sprite/v1', { kind: 'sprite', videoId: 'v1' }],
    ['/proxy/v1', { kind: 'proxy', videoId: 'v1' }],
    ['/poster/v1/1500', { kind: 'poster', videoId: 'v1', seconds: 1.5 }],
    ['/export/e1', { kind: 'export', exportId: 'e1' }],
  ])('%s is read', (path, address) => {
    expect(readLibraryAddress(path)).toEqual(address);
  });

  test.each(['/poster/v1', '/proxy/v1/1', '/export/e1/0', '/export/', '/media/../x', '/media/a%2fb', '/rpc', ''])(
    '%s is none',
    (path) => {
      expect(readLibraryAddress(path)).toBeNull();
    },
  );
});
