import type { BlockInput } from '../../../../../electron/engine/store/queries/index.ts';

export const stepCount = 60;

/** What a step of a video must hold. */
export function stepOf(videoKey: number, stepIndex: number): BlockInput {
  const payload = new Uint8Array(600).fill((videoKey * 31 + stepIndex) % 256);
  const terms = Array.from({ length: 20 }, (_, index) => ({ term: `t${(stepIndex + index) % 25}`, strength: 1 }));
  return { channel: 'objects', blockIndex: stepIndex, rowCount: videoKey, payload, terms };
}
