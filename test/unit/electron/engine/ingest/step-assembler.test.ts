import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Channel, CoveringRow } from '../../../../../electron/engine/channels/channel.ts';
import { StepAssembler, type AssembledStep } from '../../../../../electron/engine/ingest/step-assembler.ts';

/** Keeps rows as JSON, so that a test can look at them. */
const plainChannel: Channel<CoveringRow> = {
  id: 'look',
  version: 1,
  encode: (rows) => new TextEncoder().encode(JSON.stringify(rows)),
  decode: (payload) => JSON.parse(new TextDecoder().decode(payload)) as CoveringRow[],
  terms: (rows) => (rows.length === 0 ? [] : [{ term: 'some', strength: 1 }]),
  atomTerms: () => null,
  evidence: () => {
    throw new Error('not asked here');
  },
};

const rowsOf = (step: AssembledStep): readonly CoveringRow[] => plainChannel.decode(step.blocks[0]!.payload);
const assembler = (firstStepIndex = 0) =>
  new StepAssembler({ stepSeconds: 60, firstStepIndex, channels: [plainChannel] });

describe('StepAssembler', () => {
  test('cuts a row at the edge of a step and keeps both parts', () => {
    const steps = assembler();
    steps.add('look', [{ startSeconds: 58, endSeconds: 63 }]);
    expect(steps.finish(70).map(rowsOf)).toEqual([
      [{ startSeconds: 58, endSeconds: 60 }],
      [{ startSeconds: 60, endSeconds: 63 }],
    ]);
  });

  test('gives a step only when its time has passed', () => {
    const steps = assembler();
    steps.add('look', [{ startSeconds: 0, endSeconds: 59.75 }]);
    expect(steps.takeUntil(59.75)).toEqual([]);
    steps.add('look', [{ startSeconds: 59.75, endSeconds: 60 }]);
    expect(steps.takeUntil(60).map(({ stepIndex }) => stepIndex)).toEqual([0]);
  });

  test('drops what was decoded before the first step that is wanted, but keeps the part that reaches into it', () => {
    const steps = assembler(2);
    steps.add('look', [
      { startSeconds: 110, endSeconds: 118 },
      { startSeconds: 118, endSeconds: 121 },
    ]);
    expect(steps.finish(125).map((step) => [step.stepIndex, rowsOf(step)])).toEqual([
      [2, [{ startSeconds: 120, endSeconds: 121 }]],
    ]);
  });

  test('makes one step of a video of one frame, and empty steps where nothing was seen', () => {
    const single = assembler();
    single.add('look', [{ startSeconds: 0, endSeconds: 0.04 }]);
    expect(single.finish(0.04)).toHaveLength(1);
    expect(
      assembler()
        .finish(150)
        .map((step) => rowsOf(step).length),
    ).toEqual([0, 0, 0]);
  });

  test('covers exactly the time that the rows cover, whatever their lengths', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 200, noNaN: true }), { minLength: 1, maxLength: 40 }),
        (lengths) => {
          const steps = assembler();
          let time = 0;
          const taken: AssembledStep[] = [];
          for (const length of lengths) {
            steps.add('look', [{ startSeconds: time, endSeconds: time + length }]);
            time += length;
            taken.push(...steps.takeUntil(time));
          }
          taken.push(...steps.finish(time));
          const rows = taken.flatMap((step) => rowsOf(step));
          expect(rows[0]?.startSeconds).toBe(0);
          expect(rows.at(-1)?.endSeconds).toBe(time);
          rows.slice(1).forEach((row, index) => expect(row.startSeconds).toBe(rows[index]!.endSeconds));
          expect(taken.map(({ stepIndex }) => stepIndex)).toEqual(taken.map((_step, index) => index));
        },
      ),
    );
  });
});
