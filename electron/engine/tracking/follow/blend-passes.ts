import type { TrackKey } from '../../../contract/tracks.ts';
import { boxIou, mixBoxes } from '../held-track.ts';
import type { FollowPass } from './follow-passes.ts';

export interface PassKeys {
  readonly pass: FollowPass;
  /** One a frame, in the order in which they were followed. */
  readonly keys: readonly TrackKey[];
}

/** Below this two passes speak of different things, and a box between them would be of neither. */
const sameThingIou = 0.3;

/**
 * One key a frame out of all passes, rising in time. Boxes by hand are kept exactly. Where a pass forward and one
 * backward have both seen a frame, their boxes are weighted by confidence and by how near the box by hand is that
 * each comes from; where they contradict each other, the weightier one counts alone.
 */
export function blendPasses(passes: readonly PassKeys[], byHand: readonly TrackKey[]): TrackKey[] {
  const frames = new Map<number, { forward?: Told; backward?: Told }>();
  for (const { pass, keys } of passes) {
    for (const key of keys) {
      const frame = frames.get(key.frameIndex) ?? {};
      frame[pass.direction] = { key, pass };
      frames.set(key.frameIndex, frame);
    }
  }
  const blended = new Map<number, TrackKey>();
  for (const [frameIndex, { forward, backward }] of frames) {
    blended.set(frameIndex, blend(forward, backward));
  }
  for (const key of byHand) blended.set(key.frameIndex, key);
  return [...blended.values()].sort((a, b) => a.timeSeconds - b.timeSeconds);
}

interface Told {
  readonly key: TrackKey;
  readonly pass: FollowPass;
}

function blend(forward: Told | undefined, backward: Told | undefined): TrackKey {
  if (forward === undefined || backward === undefined) return (forward ?? backward)!.key;
  if (forward.key.state !== backward.key.state) {
    return forward.key.state === 'tracked' ? forward.key : backward.key;
  }
  const [a, b] = [weightOf(forward), weightOf(backward)];
  const surer = a >= b ? forward.key : backward.key;
  if (surer.state === 'lost' || boxIou(forward.key.box, backward.key.box) < sameThingIou) return surer;
  const share = a + b === 0 ? 0.5 : b / (a + b);
  return {
    ...forward.key,
    box: mixBoxes(forward.key.box, backward.key.box, share),
    confidence: Math.max(forward.key.confidence, backward.key.confidence),
  };
}

/** 1 at its own box by hand, falling to 0 at the other one, times confidence. */
function weightOf({ key, pass }: Told): number {
  const length = Math.abs(pass.limitSeconds - pass.seed.timeSeconds);
  const nearness = length === 0 ? 1 : 1 - Math.abs(key.timeSeconds - pass.seed.timeSeconds) / length;
  return Math.max(0, nearness) * key.confidence;
}
