import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spawnInferenceInNode } from '../../../electron/cli/spawn-inference.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import { InferenceHost } from '../../../electron/engine/inference/inference-host.ts';
import { createObjectDetector } from '../../../electron/engine/inference/object-detector.ts';
import { ModelStore } from '../../../electron/engine/models/model-store.ts';
import { findCard } from '../../../native-models/catalog/catalog.ts';
import { letterbox } from '../../../native-models/families/yolox/preprocess.ts';
import { sharedFolder } from '../../helpers/shared.ts';

describe.skipIf(sharedFolder === null)('YOLOX-nano on real footage', () => {
  const card = findCard('yolox-nano')!;
  const { signal } = new AbortController();
  let modelFolder: string;
  let host: InferenceHost;

  beforeAll(async () => {
    modelFolder = await mkdtemp(join(tmpdir(), 'timecue-yolox-'));
    const store = new ModelStore({ modelFolder, env: {}, clock: systemClock, logger: silentLogger });
    const summary = await store.install(card.id, { from: join(sharedFolder!, 'models'), signal });
    expect(summary.state).toBe('installed');
    const spawnInference = spawnInferenceInNode({ logger: silentLogger });
    host = new InferenceHost({ spawnInference, modelFolder, logger: silentLogger, clock: systemClock });
  });

  afterAll(async () => {
    await host.dispose();
    await rm(modelFolder, { recursive: true });
  });

  async function findAt(file: string, timeSeconds: number, [width, height]: readonly [number, number]) {
    const path = join(sharedFolder!, 'footage', file);
    const filter = `scale=${width}:${height}:flags=area`;
    const output = ['-frames:v', '1', '-vf', filter, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
    const args = ['-v', 'error', '-ss', String(timeSeconds), '-i', path, ...output];
    const data = execFileSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', args, { maxBuffer: 1 << 26 });
    const picture = { width, height, data: new Uint8Array(data) };
    return createObjectDetector(host, card).detect(letterbox(picture, 416), { signal });
  }

  test('finds the three bottles side by side with a score above 0.9', async () => {
    const found = await findAt('library/intel_bottle-detection.mp4', 15, [416, 234]);
    // Of a table weaker detections are given too: the bottles stand on one.
    const detections = found.filter(({ score }) => score >= 0.25);
    expect(detections.map(({ className }) => className)).toEqual(['bottle', 'bottle', 'bottle']);
    expect(Math.min(...detections.map(({ score }) => score))).toBeGreaterThan(0.9);
    const centres = detections.map(({ box }) => box.x + box.width / 2).sort((a, b) => a - b);
    expect(centres).toEqual([expect.closeTo(0.15, 1), expect.closeTo(0.49, 1), expect.closeTo(0.84, 1)]);
  });

  test('finds the same in a larger picture, scaled here in place of by the decoder', async () => {
    const small = await findAt('library/intel_bottle-detection.mp4', 15, [416, 234]);
    const large = await findAt('library/intel_bottle-detection.mp4', 15, [768, 432]);
    expect(large).toHaveLength(small.length);
    const byPlace = (a: (typeof small)[number], b: typeof a) => a.box.x - b.box.x;
    const [left, right] = [[...small].sort(byPlace), [...large].sort(byPlace)];
    left.forEach(({ score, box }, index) => {
      expect(Math.abs(right[index]!.score - score)).toBeLessThan(0.03);
      expect(Math.abs(right[index]!.box.x - box.x)).toBeLessThan(0.01);
    });
  });

  test('finds a person where one walks in front of the camera', async () => {
    const detections = await findAt('library/intel_one-by-one-person-detection.mp4', 8, [416, 234]);
    expect(detections.some(({ className, score }) => className === 'person' && score > 0.6)).toBe(true);
  });
});
