import type { CameraPathKey } from './rows.ts';

/** Where the camera stands at the start of a path. */
export const pathStart = { x: 0, y: 0, scale: 1 } as const;
export type CameraPlace = Pick<CameraPathKey, 'x' | 'y' | 'scale'>;

/** How the camera moved from one sample to the next: to the right in frame widths, up in frame heights, growth. */
export interface CameraStep {
  readonly panRight: number;
  readonly tiltUp: number;
  readonly zoomIn: number;
}

/**
 * A point of the picture lies at 0.5 + (x, y) + scale · (scene − 0.5). A step of the camera takes it to
 * 0.5 + (1 + zoomIn) · (point − 0.5) + (−panRight, tiltUp).
 */
export function movedPlace({ x, y, scale }: CameraPlace, { panRight, tiltUp, zoomIn }: CameraStep): CameraPlace {
  const growth = 1 + zoomIn;
  return { x: x * growth - panRight, y: y * growth + tiltUp, scale: scale * growth };
}

/** A point of the picture in the coordinates of the scene at the start of the path. */
export function toScene(point: { readonly x: number; readonly y: number }, { x, y, scale }: CameraPlace) {
  return { x: 0.5 + (point.x - 0.5 - x) / scale, y: 0.5 + (point.y - 0.5 - y) / scale };
}

/** Where the camera stands at a time, joined linearly; before the first key and after the last, as there. */
export function placeAt(keys: readonly CameraPathKey[], timeSeconds: number): CameraPlace {
  const after = keys.findIndex((key) => key.timeSeconds > timeSeconds);
  if (after <= 0) {
    return (after === 0 ? keys[0] : keys.at(-1)) ?? pathStart;
  }
  const [a, b] = [keys[after - 1]!, keys[after]!];
  const share = (timeSeconds - a.timeSeconds) / (b.timeSeconds - a.timeSeconds);
  const mix = (side: keyof CameraPlace): number => a[side] + (b[side] - a[side]) * share;
  return { x: mix('x'), y: mix('y'), scale: mix('scale') };
}
