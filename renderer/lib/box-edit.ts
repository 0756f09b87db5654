import type { Box } from '../../electron/contract/time-range.ts';

interface Shares {
  readonly x: number;
  readonly y: number;
}

/** Of the frame: a smaller box could not be taken hold of any more. */
const leastSide = 0.005;

/** Where a command starts a new box. */
export const centredBox: Box = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

/** The same size, moved by shares of the frame; it stays in the frame. */
export function movedBox(box: Box, by: Shares): Box {
  return {
    ...box,
    x: clamp(box.x + by.x, { least: 0, most: Math.max(0, 1 - box.width) }),
    y: clamp(box.y + by.y, { least: 0, most: Math.max(0, 1 - box.height) }),
  };
}

/** One corner moved, the opposite one held; it stays in the frame and is never turned over. */
export function resizedBox(box: Box, corner: 'nw' | 'ne' | 'sw' | 'se', by: Shares): Box {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const isWest = corner === 'nw' || corner === 'sw';
  const isNorth = corner === 'nw' || corner === 'ne';
  const x = isWest ? clamp(box.x + by.x, { least: 0, most: right - leastSide }) : box.x;
  const y = isNorth ? clamp(box.y + by.y, { least: 0, most: bottom - leastSide }) : box.y;
  const endX = isWest ? right : clamp(right + by.x, { least: box.x + leastSide, most: 1 });
  const endY = isNorth ? bottom : clamp(bottom + by.y, { least: box.y + leastSide, most: 1 });
  return { x, y, width: endX - x, height: endY - y };
}

/** The box that two corners span, cut to the frame; null where it is too small to be meant. */
export function boxBetween(a: Shares, b: Shares): Box | null {
  const inFrame = (value: number): number => clamp(value, { least: 0, most: 1 });
  const x = inFrame(Math.min(a.x, b.x));
  const y = inFrame(Math.min(a.y, b.y));
  const width = inFrame(Math.max(a.x, b.x)) - x;
  const height = inFrame(Math.max(a.y, b.y)) - y;
  return width < leastSide || height < leastSide ? null : { x, y, width, height };
}

function clamp(value: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.min(most, Math.max(least, value));
}
