import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { ModelStore } from '../../../electron/engine/models/model-store.ts';
import { findCard, modelCards } from '../../../native-models/catalog/catalog.ts';
import { relativeDifference } from '../../../native-models/runtime/onnx-session.ts';
import { modelIdOf } from '../../../native-models/catalog/card-schema.ts';
import { sharedFolder } from '../../helpers/shared.ts';

describe.skipIf(sharedFolder === null)('the catalogue’s real files', () => {
  const { signal } = new AbortController();
  let modelFolder: string;
  let store: ModelStore;

  beforeAll(async () => {
    modelFolder = await mkdtemp(join(tmpdir(), 'timecue-catalogue-'));
    store = new ModelStore({ modelFolder, env: {}, clock: systemClock, logger: silentLogger });
  });

  afterAll(() => rm(modelFolder, { recursive: true }));

  test.each(modelCards.map(({ id }) => id))(
    '%s installs from the folder with its hashes, and loads',
    async (cardId) => {
      const card = findCard(cardId)!;
      expect(await store.install(cardId, { from: join(sharedFolder!, 'models'), signal })).toMatchObject({
        state: 'installed',
      });
      for (const name of card.family.files) {
        const session = await InferenceSession.create(join(modelFolder, modelIdOf(card), name), {
          logSeverityLevel: 3,
        });
        expect(session.inputNames.length).toBeGreaterThan(0);
        await session.release();
      }
    },
  );

  test.each(['nanotrack-v2', 'nanotrack-v3'])(
    '%s’s backbone takes template and search window after the patch',
    async (id) => {
      const upstream = join(sharedFolder!, 'models', id, 'nanotrack_backbone.onnx');
      const fixed = await InferenceSession.create(upstream, { logSeverityLevel: 4 });
      const picture = (size: number) => ({
        input: new Tensor(
          'float32',
          Float32Array.from({ length: 3 * size * size }, (_, i) => i % 251),
          [1, 3, size, size],
        ),
      });
      await expect(fixed.run(picture(127))).rejects.toThrow(/invalid dimensions/i);
      await store.install(id, { from: join(sharedFolder!, 'models'), signal });
      const installedFile = join(modelFolder, `${id}@1`, 'nanotrack_backbone.onnx');
      const patched = await InferenceSession.create(installedFile, { logSeverityLevel: 3 });
      const features = id === 'nanotrack-v2' ? 48 : 96;
      expect((await patched.run(picture(127)))['output']!.dims).toEqual([1, features, 8, 8]);
      const [expected, given] = [await fixed.run(picture(255)), await patched.run(picture(255))];
      expect(given['output']!.dims).toEqual([1, features, 16, 16]);
      // Not to the bit: with fixed sizes the runtime plans other kernels.
      expect(relativeDifference(expected['output'], given['output'])).toBeLessThan(1e-5);
      expect(await readFile(installedFile)).toEqual(
        await readFile(join(sharedFolder!, 'models', id, 'nanotrack_backbone_dyn.onnx')),
      );
      await fixed.release();
      await patched.release();
    },
  );
});
