/** Pixels as ffmpeg gives them: rgb24, row-major, no padding; `data.length === width * height * 3`. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
