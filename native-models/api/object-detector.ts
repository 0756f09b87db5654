/** A thing found in one frame. */
export interface Detection {
  readonly className: string;
  /** Objectness × class probability, 0..1. */
  readonly score: number;
  /** Normalised 0..1 of the frame as displayed, origin top left, clipped to the frame. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** One frame as the detector's family wants it (see `families/<name>/preprocess.ts`); already letterboxed. */
export interface DetectorInput {
  /** Planar bytes [3, inputSize, inputSize], channel order as the card says, 0..255. */
  readonly pixels: Uint8Array;
  /** How the picture lies in the input: its scaled size in input pixels (placed top left). */
  readonly contentWidth: number;
  readonly contentHeight: number;
}

export interface ObjectDetector {
  /** Catalogue id and revision, as in `yolox-nano@1`. */
  readonly modelId: string;
  readonly inputSize: number;
  detect(input: DetectorInput, options: { readonly signal: AbortSignal }): Promise<readonly Detection[]>;
}
