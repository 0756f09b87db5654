import { describe, expect, test } from 'vitest';
import type { Detection } from '../../../../../native-models/api/object-detector.ts';
import type { AnalysisFrame, Channel, CoveringRow, RgbImage } from '../../../../../electron/engine/channels/channel.ts';
import {
  analyseFrames,
  type AnalysisSummary,
  type ObjectStage,
} from '../../../../../electron/engine/ingest/analyse-frames.ts';
import { StepAssembler, type AssembledStep } from '../../../../../electron/engine/ingest/step-assembler.ts';

interface CountRow extends CoveringRow {
  readonly count: number;
}

const channel = (id: 'objects' | 'motion'): Channel<CoveringRow> => ({
  id,
  version: 1,
  encode: (rows) => new TextEncoder().encode(JSON.stringify(rows)),
  decode: (payload) => JSON.parse(new TextDecoder().decode(payload)) as CountRow[],
  terms: () => [],
  atomTerms: () => null,
  evidence: () => {
    throw new Error('not asked here');
  },
});

/** A frame is one grey pixel; its value is what the detector "counts". */
async function* framesOf(...samples: readonly (readonly [timeSeconds: number, value: number])[]) {
  for (const [timeSeconds, value] of samples) {
    yield { timeSeconds, image: { width: 1, height: 1, data: Uint8Array.of(value, value, value) } };
  }
}

function stage(delayMs: (value: number) => number = () => 0): ObjectStage & { maximumUnderWay: number } {
  let underWay = 0;
  const self = {
    maximumUnderWay: 0,
    async detect(image: RgbImage): Promise<readonly Detection[]> {
      underWay += 1;
      self.maximumUnderWay = Math.max(self.maximumUnderWay, underWay);
      await new Promise((resolve) => setTimeout(resolve, delayMs(image.data[0]!)));
      underWay -= 1;
      return Array.from({ length: image.data[0]! }, () => ({
        className: 'x',
        score: 1,
        box: { x: 0, y: 0, width: 1, height: 1 },
      }));
    },
    toRow: ({ timeSeconds }: AnalysisFrame, endSeconds: number, detections: readonly Detection[]): CountRow => ({
      startSeconds: timeSeconds,
      endSeconds,
      count: detections.length,
    }),
    isNearIdentical: (a: RgbImage, b: RgbImage) => a.data[0] === b.data[0],
  };
  return self;
}

interface Resumed {
  readonly firstStepIndex: number;
  readonly openObjectRow: CountRow | null;
}

const fromTheBeginning: Resumed = { firstStepIndex: 0, openObjectRow: null };

interface RunRequest extends Partial<Resumed> {
  readonly frames: ReturnType<typeof framesOf>;
  readonly objects: ObjectStage | null;
  readonly durationSeconds: number | null;
}

interface RunOutcome {
  readonly rows: CountRow[][];
  readonly summary: AnalysisSummary;
  readonly steps: AssembledStep[];
  readonly sampleSeconds: number[];
}

function run(frames: RunRequest['frames'], objects: ObjectStage | null, durationSeconds: number | null) {
  return runFrom({ frames, objects, durationSeconds });
}

async function runFrom(request: RunRequest): Promise<RunOutcome> {
  const { frames, objects, durationSeconds, firstStepIndex, openObjectRow } = { ...fromTheBeginning, ...request };
  const sampleSeconds: number[] = [];
  const channels = [channel('motion'), ...(objects === null ? [] : [channel('objects')])];
  const summary = {
    sampleCount: 0,
    detectedCount: 0,
    carriedCount: 0,
    largestGapSeconds: 0,
    lastTimeSeconds: 0,
    endSeconds: 0,
  };
  const options = {
    frames,
    toThumb: (image: RgbImage) => image,
    analysers: new Map([
      [
        'motion' as const,
        { push: ({ timeSeconds }: AnalysisFrame, endSeconds: number) => [{ startSeconds: timeSeconds, endSeconds }] },
      ],
    ]),
    objects,
    assembler: new StepAssembler({ stepSeconds: 10, firstStepIndex, channels }),
    stepSeconds: 10,
    keptFromSeconds: firstStepIndex * 10,
    openObjectRow,
    onSample: ({ timeSeconds }: AnalysisFrame) => sampleSeconds.push(timeSeconds),
  };
  const steps = await Array.fromAsync(analyseFrames(options, summary, () => durationSeconds));
  const rows = steps.map(({ blocks }) => channels.at(-1)!.decode(blocks.at(-1)!.payload) as CountRow[]);
  return { rows, summary, steps, sampleSeconds };
}

describe('analyseFrames', () => {
  test('carries the row of a frame over frames identical to it, without asking the detector again', async () => {
    const { rows, summary } = await run(framesOf([0, 1], [1, 1], [2, 1], [3, 2], [4, 2]), stage(), 5);
    expect(rows).toEqual([
      [
        { startSeconds: 0, endSeconds: 3, count: 1 },
        { startSeconds: 3, endSeconds: 5, count: 2 },
      ],
    ]);
    expect(summary).toMatchObject({ sampleCount: 5, detectedCount: 2, carriedCount: 3, largestGapSeconds: 1 });
  });

  test('asks the detector anew at the start of each step, so that a still picture is committed step by step', async () => {
    const { rows, summary } = await run(framesOf([0, 1], [4, 1], [8, 1], [12, 1], [16, 1]), stage(), 20);
    expect(summary.detectedCount).toBe(2);
    expect(rows).toEqual([
      [{ startSeconds: 0, endSeconds: 10, count: 1 }],
      [
        { startSeconds: 10, endSeconds: 12, count: 1 },
        { startSeconds: 12, endSeconds: 20, count: 1 },
      ],
    ]);
  });

  test('keeps rows in order when the detector answers out of order, and never runs ahead without bound', async () => {
    const objects = stage((value) => (value % 2 === 0 ? 15 : 1));
    const samples = Array.from({ length: 12 }, (_, index) => [index / 2, index + 1] as const);
    const { rows } = await run(framesOf(...samples), objects, 6);
    expect(rows.flat().map(({ count }) => count)).toEqual(samples.map(([, value]) => value));
    expect(objects.maximumUnderWay).toBeGreaterThan(1);
    expect(objects.maximumUnderWay).toBeLessThanOrEqual(6);
  });

  test('goes on after a committed step as if it had never stopped', async () => {
    const samples = [
      [0, 1],
      [4, 1],
      [7, 1],
      [13, 1],
      [16, 2],
    ] as const;
    const whole = await run(framesOf(...samples), stage(), 20);
    const openObjectRow = whole.rows[0]!.at(-1)!;
    const past = samples.slice(1);

    const resumed = await runFrom({
      frames: framesOf(...past),
      objects: stage(),
      durationSeconds: 20,
      firstStepIndex: 1,
      openObjectRow,
    });

    expect(openObjectRow).toEqual({ startSeconds: 0, endSeconds: 10, count: 1 });
    expect(resumed.rows).toEqual(whole.rows.slice(1));
    expect(resumed.steps).toEqual(whole.steps.slice(1));
    expect(resumed.sampleSeconds).toEqual([13, 16]);
    expect(resumed.summary).toMatchObject({ detectedCount: 2, largestGapSeconds: 6 });
  });

  test('has nothing to add when it goes on after the last step', async () => {
    const request = { frames: framesOf([17, 1]), objects: stage(), durationSeconds: 20, firstStepIndex: 2 };
    const openObjectRow = { startSeconds: 10, endSeconds: 20, count: 1 };
    const { steps, summary } = await runFrom({ ...request, openObjectRow });
    expect(steps).toEqual([]);
    expect(summary.detectedCount).toBe(0);
  });

  test('ends at the last frame plus the gap before it when nothing says how long the video is', async () => {
    const { summary } = await run(framesOf([0, 1], [0.5, 2], [1, 3]), null, null);
    expect(summary.endSeconds).toBe(1.5);
  });

  test('a detector that fails fails the run', async () => {
    const objects = { ...stage(), detect: () => Promise.reject(new Error('gone')) };
    await expect(run(framesOf([0, 1], [1, 2]), objects, 2)).rejects.toThrow('gone');
  });
});
