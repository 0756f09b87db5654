import type { Box } from '../../../contract/time-range.ts';

export function mixBoxes(a: Box, b: Box, share: number): Box {
  const mix = (side: keyof Box): number => a[side] + (b[side] - a[side]) * share;
  return { x: mix('x'), y: mix('y'), width: mix('width'), height: mix('height') };
}

/** Largest distance of corresponding edges, in sides of the frame. */
export function edgeDistance(a: Box, b: Box): number {
  return Math.max(
    Math.abs(a.x - b.x),
    Math.abs(a.y - b.y),
    Math.abs(a.x + a.width - b.x - b.width),
    Math.abs(a.y + a.height - b.y - b.height),
  );
}

/** Intersection over union of both boxes once each side is moved out by a share of the box (buffered IoU). */
export function bufferedOverlap(a: Box, b: Box, buffer: number): number {
  const [p, q] = [grown(a, buffer), grown(b, buffer)];
  const width = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x);
  const height = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y);
  if (width <= 0 || height <= 0) {
    return 0;
  }
  const shared = width * height;
  return shared / (p.width * p.height + q.width * q.height - shared);
}

function grown({ x, y, width, height }: Box, buffer: number): Box {
  return {
    x: x - width * buffer,
    y: y - height * buffer,
    width: width * (1 + 2 * buffer),
    height: height * (1 + 2 * buffer),
  };
}

/** The part of a box that lies in the picture; null when none does. */
export function insideFrame({ x, y, width, height }: Box): Box | null {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(1, x + width), Math.min(1, y + height)];
  return right - left > 1e-4 && bottom - top > 1e-4
    ? { x: left, y: top, width: right - left, height: bottom - top }
    : null;
}
