/** Normalised 0..1 of the frame as displayed, origin top left. It may reach beyond the frame. */
export interface TargetBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One frame as displayed: rgb24, row-major, no padding. All frames of one track have the same size. */
export interface TrackerFrame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface TargetState {
  /** Where it is; where it was last seen while it is lost. */
  readonly box: TargetBox;
  /** 0..1, falling when the target is gone. */
  readonly confidence: number;
  readonly state: 'tracked' | 'lost';
}

/** Follows one thing through frames in order, forward or backward, from a box in the first of them. */
export interface SingleTargetTracker {
  /** Name and revision, as in `filter@1` or `nanotrack-v3@1`. */
  readonly trackerId: string;
  /** Begins, or begins anew. */
  start(frame: TrackerFrame, box: TargetBox, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Where the target is in the next frame. Throws when nothing was started. */
  next(frame: TrackerFrame, options: { readonly signal: AbortSignal }): Promise<TargetState>;
  /** A box by hand in a frame that comes next: obeyed exactly, and learnt from. */
  correct(frame: TrackerFrame, box: TargetBox, options: { readonly signal: AbortSignal }): Promise<void>;
}
