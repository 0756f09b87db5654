import { expect, test } from 'vitest';
import { parseSearchDocument, searchDocumentToCsv } from '../../../../../electron/engine/export/search-document.ts';

const document = {
  query: 'red, car',
  hits: [
    {
      path: '/footage/=cmd.mp4',
      videoId: 'v1',
      startSeconds: 61.2504,
      endSeconds: 65,
      score: 0.91234,
      reasons: [{ channel: 'objects', text: 'red car, best 0.84' }],
      somethingNew: true,
    },
  ],
};

test('a saved search becomes one row a hit, with times for people and for programs', () => {
  const csv = searchDocumentToCsv(parseSearchDocument(JSON.stringify(document)));
  expect(csv.split('\r\n')).toEqual([
    'query,path,startSeconds,endSeconds,durationSeconds,start,end,score,reasons,videoId',
    '"red, car",/footage/=cmd.mp4,61.25,65,3.75,1:01.250,1:05.000,0.9123,"objects: red car, best 0.84",v1',
    '',
  ]);
});

test('a byte order mark does not matter', () => {
  expect(parseSearchDocument(`\uFEFF${JSON.stringify(document)}`).hits).toHaveLength(1);
});

test.each([
  ['no JSON', 'start,end', /not JSON/],
  ['another document', '{"hits":[{"path":1}]}', /hits\[0\]\.path/],
])('%s is refused with its place', (_name, text, message) => {
  expect(() => parseSearchDocument(text)).toThrow(
    expect.objectContaining({ code: 'bad-request', message: expect.stringMatching(message) }),
  );
});
