import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentTypeOfPath } from '../../../../electron/media-response/content-type.ts';
import { planMediaResponse, type MediaRequest } from '../../../../electron/media-response/media-response.ts';

const file = { path: '/media/a.mp4', sizeBytes: 1000, modifiedAtMs: 1_700_000_000_000 };

function plan(over: Partial<MediaRequest> = {}) {
  return planMediaResponse({ method: 'GET', rangeHeader: null, file, contentType: 'video/mp4', ...over });
}

describe('planMediaResponse', () => {
  test.each([
    ['bytes=0-', 0, 999],
    ['bytes=500-', 500, 999],
    ['bytes=0-0', 0, 0],
    ['bytes=100-199', 100, 199],
    ['bytes=900-5000', 900, 999],
    ['bytes=-1', 999, 999],
    ['bytes=-300', 700, 999],
    ['bytes=-5000', 0, 999],
    ['Bytes=999-', 999, 999],
    ['bytes= 5-6 ', 5, 6],
    [`bytes=0-${'9'.repeat(40)}`, 0, 999],
  ])('%s gives the bytes %i to %i', (rangeHeader, firstByte, lastByte) => {
    expect(plan({ rangeHeader })).toMatchObject({
      status: 206,
      bytes: { firstByte, lastByte },
      headers: {
        'Content-Range': `bytes ${firstByte}-${lastByte}/1000`,
        'Content-Length': String(lastByte - firstByte + 1),
      },
    });
  });

  test.each([
    null,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=5-2',
    'bytes=1.5-3',
    'bytes=0x1-',
    'bytes=--5',
    'frames=0-5',
    'bytes=0-1,5-6',
    'bytes=0-1, -1',
    'bytes=0-1\r\nX: y',
  ])('%j is ignored: the whole file', (rangeHeader) => {
    const { status, bytes, headers } = plan({ rangeHeader });
    expect([status, bytes]).toEqual([200, { firstByte: 0, lastByte: 999 }]);
    expect(headers).toMatchObject({ 'Content-Length': '1000', 'Accept-Ranges': 'bytes' });
    expect(headers).not.toHaveProperty('Content-Range');
  });

  test.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', `bytes=${'9'.repeat(400)}-`])(
    '%s cannot be satisfied',
    (rangeHeader) => {
      expect(plan({ rangeHeader })).toMatchObject({
        status: 416,
        bytes: null,
        headers: { 'Content-Range': 'bytes */1000', 'Content-Length': '0' },
      });
    },
  );

  test('any header gives an answer whose length is that of its bytes', () => {
    const digits = fc.oneof(fc.constant(''), fc.nat(2000).map(String));
    const header = fc.oneof(
      fc.tuple(digits, digits).map(([first, last]) => `bytes=${first}-${last}`),
      fc.string(),
    );
    fc.assert(
      fc.property(header, fc.nat(1500), (rangeHeader, sizeBytes) => {
        const { status, bytes, headers } = plan({ rangeHeader, file: { ...file, sizeBytes } });
        const length = bytes === null ? 0 : bytes.lastByte - bytes.firstByte + 1;
        expect(headers['Content-Length']).toBe(String(length));
        expect(status === 206).toBe('Content-Range' in headers && bytes !== null);
        expect(bytes === null || (bytes.firstByte >= 0 && bytes.lastByte < sizeBytes && length > 0)).toBe(true);
      }),
    );
  });

  test('an empty file has an empty answer', () => {
    const empty = { ...file, sizeBytes: 0 };
    expect(plan({ file: empty })).toMatchObject({ status: 200, bytes: null, headers: { 'Content-Length': '0' } });
    expect(plan({ file: empty, rangeHeader: 'bytes=0-' })).toMatchObject({ status: 416 });
  });

  test('HEAD tells the length of the whole and has no body', () => {
    expect(plan({ method: 'HEAD', rangeHeader: 'bytes=0-5' })).toMatchObject({
      status: 200,
      bytes: null,
      headers: { 'Content-Length': '1000' },
    });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])('%s is not allowed', (method) => {
    expect(plan({ method })).toMatchObject({ status: 405, bytes: null, headers: { Allow: 'GET, HEAD' } });
  });

  test.each(['text/html', 'application/octet-stream', 'image/svg+xml', ''])('%j is not served', (contentType) => {
    expect(plan({ contentType })).toMatchObject({ status: 415, bytes: null });
  });

  test('a range is served only of the file that If-Range names', () => {
    const tag = plan().headers['ETag']!;
    expect(plan({ rangeHeader: 'bytes=5-', ifRangeHeader: tag }).status).toBe(206);
    const changed = { ...file, modifiedAtMs: file.modifiedAtMs + 1 };
    expect(plan({ rangeHeader: 'bytes=5-', ifRangeHeader: tag, file: changed }).status).toBe(200);
  });

  test('every answer forbids guessing and keeping', () => {
    for (const over of [{}, { rangeHeader: 'bytes=5-' }, { rangeHeader: 'bytes=5000-' }, { method: 'POST' }]) {
      expect(plan(over).headers).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
    }
  });
});

test.each([
  ['/a/b.MP4', 'video/mp4'],
  ['/a/b.mov', 'video/quicktime'],
  ['/a/b.jpg', 'image/jpeg'],
  ['/a/b.svg', null],
  ['/a/b.html', null],
  ['/a/b', null],
  ['/a/.mp4', null],
  ['/a/b.constructor', null],
])('%s has the content type %s', (path, contentType) => {
  expect(contentTypeOfPath(path)).toBe(contentType);
});
