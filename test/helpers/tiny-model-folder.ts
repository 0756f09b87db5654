import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCard } from '../../native-models/catalog/catalog.ts';
import { modelIdOf } from '../../native-models/catalog/card-schema.ts';
import { makeTinyYolox } from '../fixtures/make-tiny-yolox.ts';

/** A folder for models in which a tiny model stands where YOLOX-nano would: same name, same size, known answers. */
export async function makeTinyModelFolder(): Promise<string> {
  const modelFolder = await mkdtemp(join(tmpdir(), 'timecue-tiny-models-'));
  const card = findCard('yolox-nano')!;
  const [file] = card.files;
  await mkdir(join(modelFolder, modelIdOf(card)));
  await writeFile(join(modelFolder, modelIdOf(card), file!.path), makeTinyYolox({ sizeBytes: file!.sizeBytes }));
  return modelFolder;
}

/** Grey, 416 × 320, with a square of 32 pixels of each colour at its place in the grid of 13 × 10. */
export function pictureWithSquares(
  squares: readonly { readonly column: number; readonly row: number; readonly colour: readonly number[] }[],
) {
  const data = new Uint8Array(416 * 320 * 3).fill(114);
  for (const { column, row, colour } of squares) {
    for (let pixel = 0; pixel < 32 * 32; pixel += 1) {
      const x = column * 32 + (pixel % 32);
      const y = row * 32 + Math.floor(pixel / 32);
      data.set(colour, (y * 416 + x) * 3);
    }
  }
  return { width: 416, height: 320, data };
}
