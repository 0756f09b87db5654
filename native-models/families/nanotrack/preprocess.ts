import type { TrackerFrame } from '../../api/single-target-tracker.ts';

/** A square of the frame, in pixels; it may reach beyond it. */
export interface WindowOfFrame {
  readonly centreX: number;
  readonly centreY: number;
  readonly side: number;
}

/**
 * Side of the square that shows a target with its context: √((w + c·(w + h)) · (h + c·(w + h))), as in SiamFC (Bertinetto
 * et al. 2016); sizes in pixels of the frame.
 */
export function contextSide(
  { width, height }: { readonly width: number; readonly height: number },
  amount: number,
): number {
  const context = amount * (width + height);
  return Math.sqrt((width + context) * (height + context));
}

/** Mean colour of a frame, red, green, blue, 0..255: what lies beyond it is drawn in it. Every fourth pixel tells. */
export function meanColour({ data }: TrackerFrame): readonly [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 12) {
    sums[0] += data[at]!;
    sums[1] += data[at + 1]!;
    sums[2] += data[at + 2]!;
    count += 1;
  }
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}

export interface DrawWindowOptions {
  /** Of the result, in pixels. */
  readonly size: number;
  readonly channelOrder: 'bgr' | 'rgb';
  readonly mean: readonly [number, number, number];
}

/** A window as the model reads it: planar bytes `[3, size, size]`, bilinear, the mean colour beyond the frame. */
export function drawWindow(frame: TrackerFrame, { centreX, centreY, side }: WindowOfFrame, options: DrawWindowOptions) {
  const { size, channelOrder, mean } = options;
  const pixels = new Uint8Array(3 * size * size);
  const step = side / size;
  const order = channelOrder === 'bgr' ? [2, 1, 0] : [0, 1, 2];
  for (let y = 0; y < size; y += 1) {
    const sourceY = centreY - side / 2 + (y + 0.5) * step - 0.5;
    for (let x = 0; x < size; x += 1) {
      const sourceX = centreX - side / 2 + (x + 0.5) * step - 0.5;
      for (let plane = 0; plane < 3; plane += 1) {
        const channel = order[plane]!;
        pixels[plane * size * size + y * size + x] = Math.round(
          sample(frame, { x: sourceX, y: sourceY, channel }, mean[channel]!),
        );
      }
    }
  }
  return pixels;
}

function sample(
  { width, height, data }: TrackerFrame,
  { x, y, channel }: { readonly x: number; readonly y: number; readonly channel: number },
  beyond: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < -1 || top < -1 || left >= width || top >= height) {
    return beyond;
  }
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= width || v >= height ? beyond : data[(v * width + u) * 3 + channel]!;
  const [across, down] = [x - left, y - top];
  return (
    (1 - down) * ((1 - across) * at(left, top) + across * at(left + 1, top)) +
    down * ((1 - across) * at(left, top + 1) + across * at(left + 1, top + 1))
  );
}
