/** Which part of a clip a timeline shows. */
export interface TimelineView {
  readonly durationSeconds: number;
  readonly widthPixels: number;
  readonly startSeconds: number;
  readonly secondsPerPixel: number;
}

/** The nearest that one can look: a frame of 25 a second is 133 pixels wide then. */
const closestSecondsPerPixel = 0.0003;
/** Where the picture is put when it has left the part that is shown. */
const followShare = 0.1;

/** The whole clip. */
export function fittedView(durationSeconds: number, widthPixels: number): TimelineView {
  const secondsPerPixel = Math.max(closestSecondsPerPixel, durationSeconds / Math.max(1, widthPixels));
  return { durationSeconds, widthPixels, startSeconds: 0, secondsPerPixel };
}

export function shownSeconds({ widthPixels, secondsPerPixel }: TimelineView): number {
  return widthPixels * secondsPerPixel;
}

export function secondsAtPixel({ startSeconds, secondsPerPixel }: TimelineView, pixel: number): number {
  return startSeconds + pixel * secondsPerPixel;
}

export function pixelAtSeconds({ startSeconds, secondsPerPixel }: TimelineView, seconds: number): number {
  return (seconds - startSeconds) / secondsPerPixel;
}

/** Never before the clip, never after it, never wider than it. */
function kept(view: TimelineView): TimelineView {
  const fitted = fittedView(view.durationSeconds, view.widthPixels);
  const secondsPerPixel = Math.min(fitted.secondsPerPixel, Math.max(closestSecondsPerPixel, view.secondsPerPixel));
  const latest = Math.max(0, view.durationSeconds - view.widthPixels * secondsPerPixel);
  return { ...view, secondsPerPixel, startSeconds: Math.min(latest, Math.max(0, view.startSeconds)) };
}

/** `factor` above 1 shows more of the clip; the moment `aroundSeconds` stays where it is. */
export function zoomedView(view: TimelineView, factor: number, aroundSeconds: number): TimelineView {
  const pixel = pixelAtSeconds(view, aroundSeconds);
  const wide = kept({ ...view, secondsPerPixel: view.secondsPerPixel * factor });
  return kept({ ...wide, startSeconds: aroundSeconds - pixel * wide.secondsPerPixel });
}

export function pannedView(view: TimelineView, startSeconds: number): TimelineView {
  return kept({ ...view, startSeconds });
}

/** The same moments, in a window that is wider or narrower; a clip that was shown whole stays so. */
export function resizedView(view: TimelineView, widthPixels: number): TimelineView {
  const isWhole = shownSeconds(view) >= view.durationSeconds - view.secondsPerPixel;
  return isWhole ? fittedView(view.durationSeconds, widthPixels) : kept({ ...view, widthPixels });
}

/** Turns the page when the picture leaves the part that is shown; the same view as long as it does not. */
export function followingView(view: TimelineView, seconds: number): TimelineView {
  const pixel = pixelAtSeconds(view, seconds);
  if (pixel >= 0 && pixel <= view.widthPixels) {
    return view;
  }
  const moved = pannedView(view, seconds - followShare * shownSeconds(view));
  return moved.startSeconds === view.startSeconds ? view : moved;
}
