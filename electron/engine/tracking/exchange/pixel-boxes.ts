import type { Box } from '../../../contract/time-range.ts';
import type { TrackKey } from '../../../contract/tracks.ts';
import { keyAt } from '../held-track.ts';
import type { ExchangeVideo } from './exchange-track.ts';

/** x, y, width, height in pixels of the frame as displayed. */
export type PixelBox = readonly [x: number, y: number, width: number, height: number];

/** To a thousandth of a pixel, so that what is read and written again stays the same. */
export function toPixels({ x, y, width, height }: Box, { widthPixels, heightPixels }: ExchangeVideo): PixelBox {
  return [
    round3(x * widthPixels),
    round3(y * heightPixels),
    round3(width * widthPixels),
    round3(height * heightPixels),
  ];
}

/** Null for what is no box: not finite, without area, or so far outside that no picture can be meant. */
export function fromPixels([x, y, width, height]: PixelBox, { widthPixels, heightPixels }: ExchangeVideo): Box | null {
  const box = { x: x / widthPixels, y: y / heightPixels, width: width / widthPixels, height: height / heightPixels };
  const isBox = Object.values(box).every((side) => Number.isFinite(side) && Math.abs(side) <= farthest);
  return isBox && box.width > 0 && box.height > 0 ? box : null;
}

const farthest = 100;

export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** The moment of a frame, by the rate. */
export function secondsOfFrame(frameIndex: number, { rate }: ExchangeVideo): number {
  return (frameIndex * rate.den) / rate.num;
}

/** One key a frame from the first to the last, joined linearly where there is none; nothing while it is lost. */
export function seenFrames(keys: readonly TrackKey[]): TrackKey[] {
  const frames: TrackKey[] = [];
  keys.forEach((key, index) => {
    if (key.state === 'lost') return;
    frames.push(key);
    const next = keys[index + 1];
    if (next === undefined) return;
    const step = (next.timeSeconds - key.timeSeconds) / (next.frameIndex - key.frameIndex);
    for (let frameIndex = key.frameIndex + 1; frameIndex < next.frameIndex; frameIndex += 1) {
      const timeSeconds = key.timeSeconds + step * (frameIndex - key.frameIndex);
      const between = keyAt([key, next], timeSeconds);
      if (between !== null) frames.push({ ...between, timeSeconds, frameIndex });
    }
  });
  return frames;
}

/** The other way: frames that are missing between others say that it was lost there. */
export function withLostGaps(frames: readonly TrackKey[]): TrackKey[] {
  return frames.flatMap((key, index) => {
    const next = frames[index + 1];
    if (next === undefined || next.frameIndex <= key.frameIndex + 1) return [key];
    const step = (next.timeSeconds - key.timeSeconds) / (next.frameIndex - key.frameIndex);
    const lost: TrackKey = {
      ...{ timeSeconds: key.timeSeconds + step, frameIndex: key.frameIndex + 1, box: key.box },
      ...{ confidence: 0, state: 'lost', isByHand: false },
    };
    return [key, lost];
  });
}
