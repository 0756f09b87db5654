import {
  mkdtempSync,
  openSync,
  closeSync,
  ftruncateSync,
  writeSync,
  rmSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { videoIdSchema } from '../../../../../electron/contract/ids.ts';
import { fingerprintFile, sampleOffsets, videoIdOf } from '../../../../../electron/engine/library/fingerprint.ts';

const folder = mkdtempSync(join(tmpdir(), 'timecue-fingerprint-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('fingerprintFile', () => {
  test('is the same for a copy and another for any changed byte of a small file', async () => {
    const bytes = new Uint8Array(300_000).map((_, index) => index % 251);
    const original = fileOf('a.mp4', bytes);
    copyFileSync(original, join(folder, 'b.mov'));
    const { text, sizeBytes } = await fingerprintFile(original);
    expect(sizeBytes).toBe(300_000);
    expect((await fingerprintFile(join(folder, 'b.mov'))).text).toBe(text);
    for (const position of [0, 65_536, 150_001, 299_999]) {
      const changed = bytes.slice();
      changed[position]! += 1;
      expect((await fingerprintFile(fileOf('c.mp4', changed))).text).not.toBe(text);
    }
  });

  test('of a file of 8 GB reads its samples only, the last bytes among them', async () => {
    const path = join(folder, 'huge.mp4');
    const file = openSync(path, 'w');
    ftruncateSync(file, 8e9);
    const before = (await fingerprintFile(path)).text;
    writeSync(file, Buffer.from('end'), 0, 3, 8e9 - 3);
    closeSync(file);
    expect((await fingerprintFile(path)).text).not.toBe(before);
  });

  test('tells sizes apart where all samples are alike', async () => {
    const zeros = (count: number) => fileOf(`zeros-${count}.mp4`, new Uint8Array(count));
    expect((await fingerprintFile(zeros(5_000_000))).text).not.toBe((await fingerprintFile(zeros(5_000_001))).text);
    expect((await fingerprintFile(zeros(0))).sizeBytes).toBe(0);
  });

  test('names what is wrong with a file that cannot be read', async () => {
    await expect(fingerprintFile(join(folder, 'none.mp4'))).rejects.toMatchObject({ code: 'file-missing' });
    const signal = AbortSignal.abort();
    await expect(fingerprintFile(fileOf('a.mp4', new Uint8Array(9)), { signal })).rejects.toThrow();
  });
});

describe('sampleOffsets', () => {
  test('cover a small file whole and a large one from its first to its last byte', () => {
    expect(sampleOffsets(0)).toEqual([]);
    expect(sampleOffsets(65_537)).toEqual([0, 65_536]);
    const offsets = sampleOffsets(10_000_000_000);
    expect(offsets).toHaveLength(16);
    expect(offsets[0]).toBe(0);
    expect(offsets.at(-1)).toBe(10_000_000_000 - 65_536);
  });
});

describe('videoIdOf', () => {
  test('is an id that cannot be a path, always the same for the same content', () => {
    expect(videoIdSchema.parse(videoIdOf('1:2:abc'))).toBe(videoIdOf('1:2:abc'));
    expect(videoIdOf('1:2:abd')).not.toBe(videoIdOf('1:2:abc'));
  });
});
