import { describe, expect, test } from 'vitest';
import { installedForm, modelCardSchema, modelIdOf } from '../../../../native-models/catalog/card-schema.ts';
import { cardForChannel, findCard, modelCards } from '../../../../native-models/catalog/catalog.ts';

const yolox = findCard('yolox-nano')!;

describe('modelCardSchema', () => {
  test.each([
    ['../outside.onnx', 'a path out of the folder'],
    ['folder/file.onnx', 'a folder'],
    ['.hidden', 'a hidden file'],
    ['C:\\file.onnx', 'a drive'],
  ])('refuses the file name %s (%s)', (path) => {
    const card = { ...yolox, files: [{ ...yolox.files[0]!, path }], family: { ...yolox.family, files: [path] } };
    expect(modelCardSchema.safeParse(card).success).toBe(false);
  });

  test('refuses an address that is not https, a hash that is none, and a size of nothing', () => {
    for (const change of [{ address: 'http://example.org/a.onnx' }, { sha256: 'abc' }, { sizeBytes: 0 }]) {
      const card = { ...yolox, files: [{ ...yolox.files[0]!, ...change }] };
      expect(modelCardSchema.safeParse(card).success, JSON.stringify(change)).toBe(false);
    }
  });

  test('refuses a family that names a file which the card does not bring, and two files of one name', () => {
    const foreign = { ...yolox, family: { ...yolox.family, files: ['other.onnx'] } };
    const twice = { ...yolox, files: [yolox.files[0]!, { ...yolox.files[0]!, path: 'YOLOX_nano.onnx' }] };
    expect(modelCardSchema.safeParse(foreign).success).toBe(false);
    expect(modelCardSchema.safeParse(twice).success).toBe(false);
  });

  test('refuses strides that do not divide the input', () => {
    const card = { ...yolox, family: { ...yolox.family, strides: [8, 16, 30] } };
    expect(modelCardSchema.safeParse(card).success).toBe(false);
  });
});

describe('the catalogue', () => {
  test('has one card an id, and every address names a commit', () => {
    expect(new Set(modelCards.map(({ id }) => id)).size).toBe(modelCards.length);
    for (const { address } of modelCards.flatMap(({ files }) => files)) {
      expect(address).toMatch(/\/[0-9a-f]{40}\//);
    }
  });

  test('says of each card that neither a channel nor following uses that nothing uses it yet', () => {
    for (const card of modelCards) {
      const isUsed = card.channels.length > 0 || card.family.name === 'nanotrack';
      expect(card.purpose.includes('Nothing in this version uses it yet.'), card.id).toBe(!isUsed);
    }
  });

  test('brings the objects channel by YOLOX-nano, and knows nothing of other names', () => {
    expect(cardForChannel('objects')).toBe(yolox);
    expect(cardForChannel('shots')).toBeNull();
    expect(findCard('no-such-card')).toBeNull();
    expect(modelIdOf(yolox)).toBe('yolox-nano@1');
  });

  test('names the hash after the patch as the installed one', () => {
    const backbone = findCard('nanotrack-v2')!.files.find(({ patch }) => patch !== undefined)!;
    expect(installedForm(backbone).sha256).toBe(backbone.patch!.sha256);
    expect(installedForm(yolox.files[0]!)).toMatchObject({ sha256: yolox.files[0]!.sha256 });
  });
});
