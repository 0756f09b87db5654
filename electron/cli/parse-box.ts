import { EngineError } from '../contract/errors.ts';
import type { Box } from '../contract/time-range.ts';

interface Frame {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

const howTo = 'A box is x,y,width,height: shares of the picture from 0 to 1, or pixels with px after each number.';

/** `0.4,0.2,0.1,0.3` or `512px,100px,64px,48px`, of the picture as displayed. Throws `bad-request`. */
export function parseBox(text: string, { widthPixels, heightPixels }: Frame): Box {
  const parts = text.split(',').map((part) => /^\s*(-?\d+(?:\.\d+)?)\s*(px)?\s*$/.exec(part));
  const sides = [widthPixels, heightPixels, widthPixels, heightPixels];
  const values = parts.map((part, index) => Number(part?.[1]) / (part?.[2] === 'px' ? (sides[index] ?? 1) : 1));
  const [x, y, width, height] = values;
  if (values.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined) {
    throw new EngineError('bad-request', `"${text}" is no box. ${howTo}`);
  }
  if (values.some((value) => !Number.isFinite(value))) {
    throw new EngineError('bad-request', `"${text}" is no box. ${howTo}`);
  }
  const isInside = width > 0 && height > 0 && x < 1 && y < 1 && x + width > 0 && y + height > 0;
  if (!isInside || width > 2 || height > 2) {
    throw new EngineError(
      'bad-request',
      `The box ${text} does not lie in the picture of ${widthPixels}×${heightPixels}. ${howTo}`,
    );
  }
  return { x, y, width, height };
}
