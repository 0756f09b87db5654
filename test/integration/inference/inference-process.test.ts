import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spawnInferenceInNode } from '../../../electron/cli/spawn-inference.ts';
import { silentLogger, systemClock } from '../../../electron/engine/base/surroundings.ts';
import type { LogFields } from '../../../electron/engine/base/surroundings.ts';
import { InferenceHost } from '../../../electron/engine/inference/inference-host.ts';
import type { InferenceHostDeps } from '../../../electron/engine/inference/inference-host.ts';
import { createObjectDetector } from '../../../electron/engine/inference/object-detector.ts';
import type { InferencePort } from '../../../native-models/api/inference-process.ts';
import { findCard } from '../../../native-models/catalog/catalog.ts';
import { letterbox } from '../../../native-models/families/yolox/preprocess.ts';
import { makeTinyModelFolder, pictureWithSquares } from '../../helpers/tiny-model-folder.ts';

const card = findCard('yolox-nano')!;
const live = () => ({ signal: new AbortController().signal });
const target = (role: 'background' | 'interactive' = 'background') => ({ role, cardId: card.id, ...live() });
const input = letterbox(
  pictureWithSquares([
    { column: 2, row: 3, colour: [255, 0, 0] },
    { column: 9, row: 6, colour: [0, 0, 230] },
    { column: 5, row: 5, colour: [255, 255, 255] },
  ]),
  416,
);

let modelFolder: string;
let ports: InferencePort[];
let lines: LogFields[];
let host: InferenceHost;

function makeHost(deps: Partial<InferenceHostDeps> = {}): InferenceHost {
  const spawn = spawnInferenceInNode({
    logger: { ...silentLogger, debug: (_event, fields) => void (fields && lines.push(fields)) },
  });
  host = new InferenceHost({
    spawnInference: (role) => {
      const port = spawn(role);
      ports.push(port);
      return port;
    },
    modelFolder,
    logger: silentLogger,
    clock: systemClock,
    preference: 'cpu',
    ...deps,
  });
  return host;
}

beforeEach(async () => {
  modelFolder = await makeTinyModelFolder();
  ports = [];
  lines = [];
});

afterEach(async () => {
  await host.dispose();
  await rm(modelFolder, { recursive: true });
});

describe('a real inference process', () => {
  test('finds what is in the picture, where it is, through process and session', async () => {
    const detections = await createObjectDetector(makeHost(), card).detect(input, live());
    expect(detections).toEqual([
      {
        className: 'person',
        score: expect.closeTo(1),
        box: {
          x: expect.closeTo(64 / 416),
          y: expect.closeTo(0.3),
          width: expect.closeTo(32 / 416),
          height: expect.closeTo(0.1),
        },
      },
      {
        className: 'bottle',
        score: expect.closeTo((230 / 255) ** 2),
        box: {
          x: expect.closeTo(288 / 416),
          y: expect.closeTo(0.6),
          width: expect.closeTo(32 / 416),
          height: expect.closeTo(0.1),
        },
      },
    ]);
    expect(host.describeDevices()[1]).toMatchObject({
      state: 'running',
      devices: [{ cardId: 'yolox-nano', provider: 'cpu', failures: [] }],
    });
  });

  test('says what computes a model, and why what is preferred does not', async () => {
    const report = await makeHost({ preference: 'auto' }).load(target());
    const tried = [report.provider, ...report.failures.map(({ provider }) => provider)];
    expect(tried).toContain(report.provider);
    if (process.platform === 'linux') {
      expect(new Set(tried).has('cuda')).toBe(true);
    }
    expect(report.failures.every(({ reason }) => reason !== '')).toBe(true);
  });

  test('killed again and again in the middle of work, loses nothing', async () => {
    const detector = createObjectDetector(makeHost(), card);
    await detector.detect(input, live());
    let doneCount = 0;
    const work = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let run = 0; run < 25; run += 1) {
          expect(await detector.detect(input, live())).toHaveLength(2);
          doneCount += 1;
        }
      }),
    );
    for (const killAt of [20, 60, 120]) {
      while (doneCount < killAt) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      ports.at(-1)!.kill();
    }
    await work;
    expect(doneCount).toBe(200);
    expect(host.describeDevices()[1]!.restartCount).toBeGreaterThanOrEqual(2);
  });

  test('ends within a second of being told to, with work under way', async () => {
    const detector = createObjectDetector(makeHost(), card);
    await detector.detect(input, live());
    await host.load(target('interactive'));
    const underWay = Promise.allSettled(Array.from({ length: 50 }, () => detector.detect(input, live())));
    const before = performance.now();
    await host.dispose();
    expect(performance.now() - before).toBeLessThan(1000);
    expect((await underWay).filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    const gone = ports.map((port) => new Promise((resolve) => port.onExit(resolve)));
    expect(await Promise.all(gone)).toEqual([
      { code: null, signal: 'SIGKILL' },
      { code: null, signal: 'SIGKILL' },
    ]);
  });

  test('says that a model is not installed, or not whole, and goes on when it is', async () => {
    makeHost();
    const file = join(modelFolder, 'yolox-nano@1', 'yolox_nano.onnx');
    await truncate(file, 1000);
    await expect(host.load(target())).rejects.toMatchObject({ code: 'model-corrupt' });
    await rm(file);
    await expect(host.load(target())).rejects.toMatchObject({ code: 'model-missing' });
    const other = await makeTinyModelFolder();
    const { copyFile } = await import('node:fs/promises');
    await copyFile(join(other, 'yolox-nano@1', 'yolox_nano.onnx'), file);
    await rm(other, { recursive: true });
    await expect(host.load(target())).resolves.toMatchObject({ provider: 'cpu' });
    expect(ports).toHaveLength(1);
  });

  test('answers nonsense with an error and lives', async () => {
    const port = spawnInferenceInNode({ logger: silentLogger })('interactive');
    const answers: unknown[] = [];
    port.onMessage((message) => answers.push(message));
    port.send('hello');
    port.send({ kind: 'detect', id: 7, cardId: 'yolox-nano', input: { pixels: new Uint8Array(5) } });
    port.send({ kind: 'load', id: 8, cardId: 'yolox-nano' });
    port.send({ kind: 'configure', modelFolder, threadCount: 1, preference: 'cpu', skip: [] });
    port.send({ kind: 'load', id: 9, cardId: 'silero-vad' });
    await expect.poll(() => answers.length, { timeout: 20_000 }).toBe(4);
    port.kill();
    const refused = { kind: 'failed', error: { code: 'bad-request' } };
    for (const id of [7, 8, 9]) {
      expect(answers).toContainEqual(
        expect.objectContaining({ id, ...refused, error: expect.objectContaining(refused.error) }),
      );
    }
    expect(answers).toContainEqual({ kind: 'ready' });
    makeHost();
  });

  test('ends by itself when the engine is gone', async () => {
    makeHost();
    const entry = fileURLToPath(new URL('../../../electron/model-process/main.ts', import.meta.url));
    const child = fork(entry, [], { serialization: 'advanced', stdio: 'ignore', execArgv: [] });
    await new Promise((resolve) => child.once('spawn', resolve));
    const exit = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
    child.disconnect();
    expect(await exit).toBe(0);
  });

  test.skipIf(process.platform !== 'linux')('of the background runs at nice 10 with all its threads', async () => {
    await makeHost({ settings: { threadCount: 2 } }).load(target());
    const mine = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
    const background = mine.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('model-process'))!;
    const nices = readdirSync(`/proc/${background}/task`).map(
      (task) =>
        readFileSync(`/proc/${background}/task/${task}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ')[16],
    );
    expect(nices.length).toBeGreaterThan(2);
    expect(new Set(nices)).toEqual(new Set(['10']));
  });

  test('does not grow over many runs', async () => {
    const detector = createObjectDetector(makeHost(), card);
    const level = async (runCount: number) => {
      const sizes: number[] = [];
      for (let run = 0; run < runCount; run += 1) {
        await detector.detect(input, live());
        sizes.push(host.describeDevices()[1]!.rssBytes!);
      }
      return sizes.sort((a, b) => a - b)[runCount >> 1]!;
    };
    await level(100);
    const early = await level(150);
    await level(400);
    const late = await level(150);
    expect(late / early).toBeLessThan(1.25);
    expect(ports).toHaveLength(1);
  });
});
