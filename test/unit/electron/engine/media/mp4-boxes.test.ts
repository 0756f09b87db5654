import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readMp4Tracks } from '../../../../../electron/engine/media/mp4-boxes.ts';

const folder = mkdtempSync(join(tmpdir(), 'timecue-boxes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function box(type: string, ...content: readonly (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(content.map((each) => Uint8Array.from(each)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

const words = (...values: number[]) =>
  Buffer.concat(values.map((value) => Buffer.from(Uint32Array.of(value).buffer).swap32()));
const track = (id: number, entry: string, edits: Buffer | null) =>
  box(
    'trak',
    box('tkhd', words(0, 0, 0, id, 0, 0, 0)),
    ...(edits === null ? [] : [box('edts', edits)]),
    box('mdia', box('minf', box('stbl', box('stsd', words(0, 1), box(entry, words(1)))))),
  );
const edit = (...entries: number[][]) =>
  box('elst', words(0, entries.length), ...entries.map((each) => words(...each)));

function write(bytes: Uint8Array): string {
  const path = join(folder, 'file.mp4');
  writeFileSync(path, bytes);
  return path;
}

describe('readMp4Tracks', () => {
  const moov = box(
    'moov',
    track(1, 'avc1', edit([1000, 1024, 65536])),
    track(2, 'encv', edit([1000, 0, 65536])),
    track(3, 'mp4a', null),
  );

  test('tells which tracks are cut and which are encrypted, wherever the index lies', async () => {
    const tracks = [
      { trackId: 1, hasEditList: true, isEncrypted: false },
      { trackId: 2, hasEditList: false, isEncrypted: true },
      { trackId: 3, hasEditList: false, isEncrypted: false },
    ];
    expect(await readMp4Tracks(write(Buffer.concat([box('ftyp', words(1)), moov])))).toEqual(tracks);
    const behind = Buffer.concat([box('ftyp', words(1)), box('mdat', Buffer.alloc(5000)), moov]);
    expect(await readMp4Tracks(write(behind))).toEqual(tracks);
  });

  test('never throws, whatever is broken', async () => {
    const whole = Buffer.concat([box('ftyp', words(1)), moov]);
    const mutations = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(mutations, fc.nat(whole.length), async (changes, length) => {
        const bytes = Buffer.from(whole);
        changes.forEach(([at, value]) => (bytes[at] = value));
        expect(Array.isArray(await readMp4Tracks(write(bytes.subarray(0, length))))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
