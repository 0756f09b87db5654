import type { ChatPicture } from '../../api/chat-model.ts';
import type { PictureSize } from './preprocess-size.ts';

/** Weights are kept with this many bits behind the point, as Pillow does, so that every byte is the same. */
const precision = 2 ** 22;
const channelCount = 3;
const cubicReach = 2;

/** Keys' cubic with a = -0.5. */
function cubic(value: number): number {
  const x = Math.abs(value);
  if (x < 1) {
    return (1.5 * x - 2.5) * x * x + 1;
  }
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

/** For each place of the new side, which old ones it is made of; when it shrinks, the filter widens (antialiasing). */
function tapsOf(from: number, to: number): readonly Taps[] {
  const scale = from / to;
  const widening = Math.max(scale, 1);
  const reach = cubicReach * widening;
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(from, Math.trunc(centre + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_unused, index) => {
      return cubic((index + first - centre + 0.5) / widening);
    });
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: Float64Array.from(raw, (weight) => roundAway((weight / sum) * precision)) };
  });
}

function roundAway(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
}

interface Lines {
  readonly data: Uint8Array;
  /** How many lines there are, and bytes from one to the next. */
  readonly count: number;
  readonly pitch: number;
  /** Bytes from one place on a line to the next. */
  readonly step: number;
}

/** Filters along every line. All channels of a place are treated alike. */
function resample(source: Lines, taps: readonly Taps[], target: Lines): void {
  for (let line = 0; line < source.count; line += 1) {
    for (let place = 0; place < taps.length; place += 1) {
      const { first, weights } = taps[place]!;
      const from = line * source.pitch + first * source.step;
      const to = line * target.pitch + place * target.step;
      for (let channel = 0; channel < channelCount; channel += 1) {
        let sum = precision / 2;
        for (let index = 0; index < weights.length; index += 1) {
          sum += source.data[from + index * source.step + channel]! * weights[index]!;
        }
        target.data[to + channel] = Math.min(255, Math.max(0, Math.floor(sum / precision)));
      }
    }
  }
}

/** Pillow's bicubic with antialiasing, to the byte: first across, then down. The picture itself when it fits already. */
export function resizePicture(picture: ChatPicture, { width, height }: PictureSize): ChatPicture {
  let { data } = picture;
  if (picture.width !== width) {
    const narrow = new Uint8Array(width * picture.height * channelCount);
    const from = { data, count: picture.height, pitch: picture.width * channelCount, step: channelCount };
    const to = { data: narrow, count: picture.height, pitch: width * channelCount, step: channelCount };
    resample(from, tapsOf(picture.width, width), to);
    data = narrow;
  }
  if (picture.height !== height) {
    const short = new Uint8Array(width * height * channelCount);
    const columns = { count: width, pitch: channelCount, step: width * channelCount };
    resample({ data, ...columns }, tapsOf(picture.height, height), { data: short, ...columns });
    data = short;
  }
  return { width, height, data };
}
