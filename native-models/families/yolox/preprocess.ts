import type { DetectorInput } from '../../api/object-detector.ts';

/** Pixels as a decoder gives them: rgb24, row-major, no padding; `data.length === width * height * 3`. */
export interface RgbPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Grey around the picture, as in YOLOX's training (`preproc` of Megvii-BaseDetection/YOLOX). */
const padValue = 114;
/** Bilinear weights are whole numbers of 1/2048, as OpenCV's are, so that no float is made per pixel. */
const weightBits = 11;
const weightOne = 1 << weightBits;

/**
 * Lays a picture into YOLOX's square input: scaled to fit (also up), placed top left, grey around it, planar, blue
 * first, 0..255. The scale is bilinear between pixel centres; a picture whose long side is the input's is not scaled.
 *
 * @param inputSize side of the square in pixels
 */
export function letterbox(image: RgbPixels, inputSize: number): DetectorInput {
  const { width, height, data } = image;
  if (width < 1 || height < 1 || data.length !== width * height * 3) {
    throw new RangeError(`${data.length} bytes are no rgb24 picture of ${width} × ${height}.`);
  }
  const ratio = Math.min(inputSize / width, inputSize / height);
  // A strip thinner than half a pixel would vanish: every picture keeps a row and a column.
  const contentWidth = Math.max(1, Math.min(inputSize, Math.round(width * ratio)));
  const contentHeight = Math.max(1, Math.min(inputSize, Math.round(height * ratio)));
  const pixels = new Uint8Array(3 * inputSize * inputSize);
  fillAround(pixels, { inputSize, contentWidth, contentHeight });
  if (contentWidth === width && contentHeight === height) {
    copyPlanar(image, pixels, inputSize);
  } else {
    scalePlanar(image, pixels, { inputSize, contentWidth, contentHeight });
  }
  return { pixels, contentWidth, contentHeight };
}

interface Placement {
  readonly inputSize: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
}

function fillAround(pixels: Uint8Array, { inputSize, contentWidth, contentHeight }: Placement): void {
  if (contentHeight < inputSize) {
    for (let plane = 0; plane < 3; plane += 1) {
      const start = plane * inputSize * inputSize;
      pixels.fill(padValue, start + contentHeight * inputSize, start + inputSize * inputSize);
    }
  }
  if (contentWidth < inputSize) {
    for (let row = 0; row < 3 * inputSize; row += 1) {
      pixels.fill(padValue, row * inputSize + contentWidth, (row + 1) * inputSize);
    }
  }
}

function copyPlanar({ width, height, data }: RgbPixels, pixels: Uint8Array, inputSize: number): void {
  const plane = inputSize * inputSize;
  let source = 0;
  for (let y = 0; y < height; y += 1) {
    let target = y * inputSize;
    for (let x = 0; x < width; x += 1) {
      pixels[2 * plane + target] = data[source]!;
      pixels[plane + target] = data[source + 1]!;
      pixels[target] = data[source + 2]!;
      source += 3;
      target += 1;
    }
  }
}

function scalePlanar({ width, height, data }: RgbPixels, pixels: Uint8Array, placement: Placement): void {
  const { inputSize, contentWidth, contentHeight } = placement;
  const plane = inputSize * inputSize;
  const columns = samplePositions(width, contentWidth);
  const rows = samplePositions(height, contentHeight);
  const half = 1 << (2 * weightBits - 1);
  for (let y = 0; y < contentHeight; y += 1) {
    const upper = rows.first[y]! * width * 3;
    const lower = rows.second[y]! * width * 3;
    const lowerWeight = rows.secondWeight[y]!;
    const upperWeight = weightOne - lowerWeight;
    let target = y * inputSize;
    for (let x = 0; x < contentWidth; x += 1) {
      const left = columns.first[x]! * 3;
      const right = columns.second[x]! * 3;
      const rightWeight = columns.secondWeight[x]!;
      const leftWeight = weightOne - rightWeight;
      for (let colour = 0; colour < 3; colour += 1) {
        const top = data[upper + left + colour]! * leftWeight + data[upper + right + colour]! * rightWeight;
        const bottom = data[lower + left + colour]! * leftWeight + data[lower + right + colour]! * rightWeight;
        // 255 · 2048 · 2048 stays below 2^31, so the shift is exact.
        pixels[(2 - colour) * plane + target] = (top * upperWeight + bottom * lowerWeight + half) >> (2 * weightBits);
      }
      target += 1;
    }
  }
}

interface SamplePositions {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of `second` in 1/2048. */
  readonly secondWeight: Int32Array;
}

/** Which two source pixels each target pixel lies between, its centre mapped to (i + ½) · source / target − ½. */
function samplePositions(sourceCount: number, targetCount: number): SamplePositions {
  const first = new Int32Array(targetCount);
  const second = new Int32Array(targetCount);
  const secondWeight = new Int32Array(targetCount);
  for (let index = 0; index < targetCount; index += 1) {
    const position = Math.max(0, ((index + 0.5) * sourceCount) / targetCount - 0.5);
    const whole = Math.min(Math.floor(position), sourceCount - 1);
    first[index] = whole;
    second[index] = Math.min(whole + 1, sourceCount - 1);
    secondWeight[index] = Math.round((position - whole) * weightOne);
  }
  return { first, second, secondWeight };
}
