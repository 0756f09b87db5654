/** Red, green and blue, 0..255, fractions allowed. */
export type Colour = readonly [number, number, number];

/** RGB and opacity, four bytes a pixel, row by row from the top left. */
export interface Picture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly pixels: Uint8ClampedArray;
}

/** Below 0 inside of a shape, above 0 outside, in pixels. */
export type Shape = (x: number, y: number) => number;

export interface Paint {
  readonly shape: Shape;
  readonly colour: Colour | ((x: number, y: number) => Colour);
  /** 0..1, 1 unless said. */
  readonly opacity?: number;
  /** Width of the edge, 1 (sharp, without stairs) unless said. */
  readonly softnessPixels?: number;
  /** The only part of the picture that the shape touches: [left, top, right, bottom]. */
  readonly within?: readonly [number, number, number, number];
}

/** A picture without anything on it. */
export function createPicture(widthPixels: number, heightPixels: number): Picture {
  return { widthPixels, heightPixels, pixels: new Uint8ClampedArray(widthPixels * heightPixels * 4) };
}

/** Lays a colour over the inside of a shape. */
export function paint(picture: Picture, { shape, colour, opacity = 1, softnessPixels = 1, within }: Paint): void {
  const [left, top, right, bottom] = within ?? [0, 0, picture.widthPixels, picture.heightPixels];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(picture.heightPixels, bottom); y += 1) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(picture.widthPixels, right); x += 1) {
      const coverage = Math.min(1, Math.max(0, 0.5 - shape(x + 0.5, y + 0.5) / softnessPixels)) * opacity;
      if (coverage > 0) {
        blend(picture, y * picture.widthPixels + x, {
          colour: typeof colour === 'function' ? colour(x, y) : colour,
          coverage,
        });
      }
    }
  }
}

function blend(
  { pixels }: Picture,
  pixel: number,
  { colour, coverage }: { readonly colour: Colour; readonly coverage: number },
): void {
  const at = pixel * 4;
  const below = (pixels[at + 3]! / 255) * (1 - coverage);
  const opacity = coverage + below;
  for (let channel = 0; channel < 3; channel += 1) {
    pixels[at + channel] = (colour[channel]! * coverage + pixels[at + channel]! * below) / opacity;
  }
  pixels[at + 3] = opacity * 255;
}

export const everywhere: Shape = () => -1;

export function circle(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.hypot(x - centreX, y - centreY) - radius;
}

/** Roughly a distance, which is enough for an edge. */
export function ellipse([centreX, centreY]: readonly [number, number], radiusX: number, radiusY: number): Shape {
  return (x, y) => (Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY) - 1) * Math.min(radiusX, radiusY);
}

/** [left, top, right, bottom] with rounded corners. */
export function box([left, top, right, bottom]: readonly [number, number, number, number], cornerPixels = 0): Shape {
  const halfWidth = (right - left) / 2 - cornerPixels;
  const halfHeight = (bottom - top) / 2 - cornerPixels;
  return (x, y) => {
    const outsideX = Math.abs(x - (left + right) / 2) - halfWidth;
    const outsideY = Math.abs(y - (top + bottom) / 2) - halfHeight;
    const corner = Math.hypot(Math.max(outsideX, 0), Math.max(outsideY, 0));
    return corner + Math.min(0, Math.max(outsideX, outsideY)) - cornerPixels;
  };
}

/** Everything below a line that is given by its height over x. */
export function below(lineAt: (x: number) => number): Shape {
  return (x, y) => lineAt(x) - y;
}

/** A colour between two, `part` 0..1 of the way. */
export function mix(from: Colour, to: Colour, part: number): Colour {
  const clamped = Math.min(1, Math.max(0, part));
  const between = (channel: 0 | 1 | 2): number => from[channel] + (to[channel] - from[channel]) * clamped;
  return [between(0), between(1), between(2)];
}

/** Portable arbitrary map: bytes as they are, with opacity, and read by every build of ffmpeg. */
export function pamBytes({ widthPixels, heightPixels, pixels }: Picture): Uint8Array {
  const header = `P7\nWIDTH ${widthPixels}\nHEIGHT ${heightPixels}\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n`;
  return Buffer.concat([Buffer.from(header), new Uint8Array(pixels.buffer)]);
}
