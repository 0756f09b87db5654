/** What one look at a search window answers: a value for every place of a square grid. */
export interface TargetAnswer {
  /** Places along a side. */
  readonly size: number;
  /** Logits, `[2, size, size]`: not the target, the target. */
  readonly scores: Float32Array;
  /** `[4, size, size]`: how far left, up, right and down the box reaches from the place, in pixels of the window. */
  readonly reaches: Float32Array;
}

/** A siamese network: it knows a target by the features of one picture of it, and finds it in a larger window. */
export interface TrackingModel {
  /** Catalogue id and revision, as in `nanotrack-v3@1`. */
  readonly modelId: string;
  readonly parameters: TrackingModelParameters;
  /** Features of a template: planar bytes `[3, templateSize, templateSize]`. */
  embed(pixels: Uint8Array, options: { readonly signal: AbortSignal }): Promise<Float32Array>;
  /** Looks for a target of these features in planar bytes `[3, searchSize, searchSize]`. */
  locate(
    target: { readonly features: Float32Array; readonly pixels: Uint8Array },
    options: { readonly signal: AbortSignal },
  ): Promise<TargetAnswer>;
}

export interface TrackingModelParameters {
  readonly channelOrder: 'bgr' | 'rgb';
  readonly templateSize: number;
  readonly searchSize: number;
  readonly featureCount: number;
  readonly scoreSize: number;
  readonly stride: number;
  readonly contextAmount: number;
  readonly windowInfluence: number;
  readonly penalty: number;
  readonly learningRate: number;
}
