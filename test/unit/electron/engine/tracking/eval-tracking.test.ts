import { describe, expect, test } from 'vitest';
import type { TrackKey } from '../../../../../electron/contract/tracks.ts';
import {
  evalTracking,
  type EvalTrackingRequest,
  trackingText,
} from '../../../../../electron/engine/tracking/eval-tracking.ts';

const box = (x: number) => ({ x, y: 20, width: 40, height: 30 });
const truth = { name: '1', boxes: [box(0), box(10), box(20), null, box(40)] };

/** Answers the truth from the start frame on, `offset` pixels off. */
function exact(offset: number): Pick<EvalTrackingRequest, 'follow'> & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    follow: ({ timeSeconds }) => {
      asked.push(timeSeconds);
      const first = Math.round(timeSeconds * 10);
      const keys = truth.boxes.flatMap((one, frameIndex): TrackKey[] =>
        frameIndex < first
          ? []
          : [
              {
                ...{ timeSeconds: frameIndex / 10, frameIndex, confidence: 1, isByHand: false },
                box: { x: ((one?.x ?? 0) + offset) / 200, y: 0.2, width: 0.2, height: 0.3 },
                state: one === null ? 'lost' : 'tracked',
              },
            ],
      );
      return Promise.resolve(keys);
    },
  };
}

const request = (follow: EvalTrackingRequest['follow'], startCount = 3): EvalTrackingRequest => ({
  targets: [truth, { name: 'once', boxes: [box(0), null, null, null, null] }],
  frameSeconds: [0, 0.1, 0.2, 0.3, 0.4],
  ...{ width: 200, height: 100, startCount, follow },
  onProgress: () => {},
});

describe('evalTracking', () => {
  test('starts at frames with a box, and scores those after it that have one', async () => {
    const { asked, follow } = exact(0);
    const [target, ...others] = await evalTracking(request(follow));
    expect(asked).toEqual([0, 0.1, 0.2]);
    expect(others).toEqual([]);
    expect(target!.runs.map(({ startFrame, frameCount }) => [startFrame, frameCount])).toEqual([
      [0, 3],
      [1, 2],
      [2, 1],
    ]);
    expect(target!.successAuc.mean).toBeCloseTo(20 / 21, 12);
    expect(target!.runs[0]!.lostShare).toBe(0.2);
  });

  test('measures in pixels of the picture', async () => {
    // 20 pixels off: IoU 20 / 60, and just within precision.
    const [target] = await evalTracking(request(exact(20).follow, 1));
    expect(target!.runs[0]).toMatchObject({ precision20: 1 });
    expect(target!.runs[0]!.meanIou).toBeCloseTo(1 / 3, 9);
    const [far] = await evalTracking(request(exact(21).follow, 1));
    expect(far!.precision20.mean).toBe(0);
  });

  test('has a line a target for people', async () => {
    expect(trackingText('filter@1', await evalTracking(request(exact(0).follow)))).toMatch(
      /1 +3 +0\.952 ± 0\.000 +1\.000 ± 0\.000/,
    );
  });
});
