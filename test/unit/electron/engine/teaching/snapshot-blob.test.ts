import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packSnapshot, plainSnapshot, unpackSnapshot } from '../../../../../electron/engine/teaching/snapshot-blob.ts';
import { drawLessons } from '../../../../../native-models/finetune/synthetic-lessons.ts';

const [{ evidence }] = drawLessons(1, 3, (shown) => shown) as [ReturnType<typeof drawLessons>[number]];

test('evidence comes back as it was, to four digits, unknown steps too', () => {
  const combined = evidence.combined.map((value, step) => (step === 2 ? Number.NaN : value));
  const back = unpackSnapshot(packSnapshot({ ...evidence, combined }));
  expect(back.combined[2]).toBeNaN();
  expect(back.curves.map(({ channel }) => channel)).toEqual(evidence.curves.map(({ channel }) => channel));
  for (const [step, value] of combined.entries()) {
    if (!Number.isNaN(value)) expect(back.combined[step]).toBeCloseTo(value, 3);
  }
  expect(back.refinedEnds).toHaveLength(combined.length);
  expect(back).toMatchObject({ startSeconds: evidence.startSeconds, endSeconds: evidence.endSeconds });
});

test('what is no evidence is refused, not taught', () => {
  const { refinedEnds, ...rest } = plainSnapshot(evidence);
  const broken = [
    new Uint8Array([1, 2, 3]),
    deflateRawSync('{}'),
    deflateRawSync(JSON.stringify({ ...rest, refinedEnds: refinedEnds.slice(1) })),
    deflateRawSync(JSON.stringify({ ...rest, refinedEnds, combined: rest.combined.map(() => 7) })),
  ];
  for (const blob of broken) {
    expect(() => unpackSnapshot(blob)).toThrow(/evidence .* cannot be read/);
  }
});
