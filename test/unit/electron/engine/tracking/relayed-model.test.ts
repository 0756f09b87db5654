import { describe, expect, test } from 'vitest';
import type { ModelQuestion } from '../../../../../electron/engine/tracking/follow/follow-messages.ts';
import { RelayedModel } from '../../../../../electron/engine/tracking/follow/relayed-model.ts';
import type { TrackingModelParameters } from '../../../../../native-models/api/tracking-model.ts';

const facts = { modelId: 'some@1', parameters: {} as TrackingModelParameters };
const live = () => ({ signal: new AbortController().signal });

function relayed() {
  const asked: ModelQuestion[] = [];
  return { asked, model: new RelayedModel(facts, (question) => asked.push(question)) };
}

describe('RelayedModel', () => {
  test('gives each question its own answer, in whatever order they come', async () => {
    const { asked, model } = relayed();
    const [first, second] = [model.embed(Uint8Array.of(1), live()), model.embed(Uint8Array.of(2), live())];
    await Promise.resolve();
    const [a, b] = asked.map(({ questionId }) => questionId) as [number, number];
    model.take({ kind: 'model-answer', questionId: b, value: Float32Array.of(2) });
    model.take({ kind: 'model-answer', questionId: a, value: Float32Array.of(1) });
    expect([...(await first), ...(await second)]).toEqual([1, 2]);
  });

  test('rejects with what the model met', async () => {
    const { asked, model } = relayed();
    const located = model.locate({ features: Float32Array.of(1), pixels: Uint8Array.of(1) }, live());
    await Promise.resolve();
    const error = { code: 'model-failed', message: 'no', details: {} } as const;
    model.take({ kind: 'model-failed', questionId: asked[0]!.questionId, error });
    await expect(located).rejects.toMatchObject({ code: 'model-failed' });
  });

  test('asks nothing once aborted, and stops waiting', async () => {
    const { asked, model } = relayed();
    await expect(model.embed(Uint8Array.of(1), { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(asked).toEqual([]);
    const controller = new AbortController();
    const waiting = model.embed(Uint8Array.of(1), { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toThrow();
  });
});
