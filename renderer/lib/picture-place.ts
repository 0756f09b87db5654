import type { Box } from '../../electron/contract/time-range.ts';

/** Where the picture lies in its element, in CSS pixels from the element's top left corner. */
export interface PicturePlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

/** As `object-fit: contain` puts it: whole, in the middle, bars beside or above. Null while a side is 0. */
export function picturePlace(element: PixelSize, picture: PixelSize): PicturePlace | null {
  if (element.width <= 0 || element.height <= 0 || picture.width <= 0 || picture.height <= 0) {
    return null;
  }
  const scale = Math.min(element.width / picture.width, element.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { left: (element.width - width) / 2, top: (element.height - height) / 2, width, height };
}

/** A box of the frame (0..1) in pixels of the element. */
export function boxInElement(place: PicturePlace, { x, y, width, height }: Box): Box {
  return {
    x: place.left + x * place.width,
    y: place.top + y * place.height,
    width: width * place.width,
    height: height * place.height,
  };
}

/** A point of the element as shares of the frame; outside 0..1 on the bars. */
export function pointInFrame(place: PicturePlace, { x, y }: PixelPoint): PixelPoint {
  return { x: (x - place.left) / place.width, y: (y - place.top) / place.height };
}
