import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spawnInferenceInNode } from '../../../electron/cli/spawn-inference.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { InferenceHost } from '../../../electron/engine/inference/inference-host.ts';
import { ModelStore } from '../../../electron/engine/models/model-store.ts';
import { findMediaTools } from '../../../electron/engine/media/tools.ts';
import { probeMedia } from '../../../electron/engine/media/probe.ts';
import { boxIou } from '../../../electron/engine/tracking/box-overlap.ts';
import { followClip } from '../../../electron/engine/tracking/follow/follow-clip.ts';
import { installedTrackingModel } from '../../../electron/engine/tracking-model-source.ts';
import { sharedFolder } from '../../helpers/shared.ts';

describe.skipIf(sharedFolder === null)('NanoTrack on real footage', () => {
  const { signal } = new AbortController();
  let modelFolder: string;
  let models: ModelStore;
  let inference: InferenceHost;

  beforeAll(async () => {
    modelFolder = await mkdtemp(join(tmpdir(), 'timecue-nanotrack-'));
    models = new ModelStore({ modelFolder, env: {}, clock: systemClock, logger: silentLogger });
    const spawnInference = spawnInferenceInNode({ logger: silentLogger });
    inference = new InferenceHost({ spawnInference, modelFolder, logger: silentLogger, clock: systemClock });
  });

  afterAll(async () => {
    await inference.dispose();
    await rm(modelFolder, { recursive: true });
  });

  test('is none before it is installed, and follows a bag through a worker and an inference process after', async () => {
    expect(await installedTrackingModel({ models, inference })).toBeNull();
    await models.install('nanotrack-v3', { from: join(sharedFolder!, 'models'), signal });
    const model = await installedTrackingModel({ models, inference });
    const path = join(sharedFolder!, 'footage/tracking/vot_bag.mp4');
    const tools = await findMediaTools({ env: process.env, allowInstall: false });
    const facts = await probeMedia(path, { tools, signal });
    // The true boxes of frames 0 and 20, as shares of 480 × 360 pixels.
    const seed = { timeSeconds: 0, box: { x: 0.608, y: 0.356, width: 0.305, height: 0.368 } };
    const { keys, trackerId } = await followClip({
      ...{ path, facts, tools, seeds: [seed], tracker: 'nano', model, signal, onProgress: () => {} },
      ...{ isForward: true, isBackward: false, untilSeconds: 1, sinceSeconds: null },
    });
    expect(trackerId).toBe('nanotrack-v3@1');
    expect(keys.length).toBeGreaterThanOrEqual(30);
    expect(keys.every(({ state }) => state === 'tracked')).toBe(true);
    const truth = { x: 0.476, y: 0.282, width: 0.247, height: 0.347 };
    expect(boxIou(keys[20]!.box, truth)).toBeGreaterThan(0.4);
  });
});
