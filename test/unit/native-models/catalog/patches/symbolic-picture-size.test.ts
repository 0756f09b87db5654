import { describe, expect, test } from 'vitest';
import {
  bytesField,
  joinBytes,
  readFields,
  varintField,
} from '../../../../../native-models/catalog/patches/protobuf.ts';
import { makePictureSizeSymbolic } from '../../../../../native-models/catalog/patches/symbolic-picture-size.ts';
import { makeTinyYolox } from '../../../../fixtures/make-tiny-yolox.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('makePictureSizeSymbolic', () => {
  test('names height and width of the picture input and leaves every weight and node as it is', () => {
    const model = makeTinyYolox();
    const patched = makePictureSizeSymbolic(model);
    expect(text(patched)).toContain('h_images');
    expect(text(patched)).toContain('w_images');
    const untouched = (bytes: Uint8Array) => {
      const graph = [...readFields(bytes)].find(({ fieldNumber }) => fieldNumber === 7)!;
      return [...readFields(graph.payload)]
        .filter(({ fieldNumber }) => fieldNumber !== 11)
        .map((field) => Buffer.from(field.bytes).toString('hex'));
    };
    expect(untouched(patched)).toEqual(untouched(model));
  });

  test('gives the same bytes each time, and a second time changes nothing', () => {
    const once = makePictureSizeSymbolic(makeTinyYolox());
    expect(makePictureSizeSymbolic(makeTinyYolox())).toEqual(once);
    expect(makePictureSizeSymbolic(once)).toEqual(once);
  });

  test('leaves out recorded shapes of inner values, which hold only at the old size', () => {
    const [graphOfModel] = [...readFields(makeTinyYolox())].filter(({ fieldNumber }) => fieldNumber === 7);
    const withShapes = joinBytes([
      varintField(1, 7),
      bytesField(7, joinBytes([graphOfModel!.payload, bytesField(13, bytesField(1, 'inner-value'))])),
    ]);
    expect(text(withShapes)).toContain('inner-value');
    expect(text(makePictureSizeSymbolic(withShapes))).not.toContain('inner-value');
  });

  test('refuses a model without a picture input, and bytes that are no model', () => {
    expect(() => makePictureSizeSymbolic(bytesField(7, bytesField(2, 'empty')))).toThrow(RangeError);
    expect(() => makePictureSizeSymbolic(Uint8Array.of(0xff))).toThrow(/does not end/);
  });
});
