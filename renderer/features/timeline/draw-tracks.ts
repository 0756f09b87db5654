import { trackColour, type KeyedTrack } from '../../lib/track-box.ts';
import { runsOf } from '../../lib/track-runs.ts';
import { pixelAtSeconds, type TimelineView } from '../../lib/timeline-view.ts';
import { hatch } from './hatch.ts';
import { trackRowPixels, type TrackRow } from './track-rows.ts';

export interface TracksScene {
  readonly view: TimelineView;
  /** Of the overview line, at the top. */
  readonly overviewPixels: number;
  readonly all: readonly KeyedTrack[];
  readonly rows: readonly TrackRow[];
  /** Of the whole canvas: overview, gap and the window onto the lines. */
  readonly height: number;
  readonly rowsTop: number;
  readonly scrollTop: number;
  readonly isPicked: (track: KeyedTrack) => boolean;
  readonly leadId: string | null;
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly scene: TracksScene;
  readonly accent: string;
  readonly text: string;
  /** Parts where the thing is lost, hatched all at once. */
  readonly lost: Path2D;
}

interface Strip {
  readonly top: number;
  readonly height: number;
}

const narrowestPixels = 2;
/** Keys by hand that lie closer would be one bar. */
const tickGapPixels = 4;

/** The tracks over time, in the pixels that the screen truly has; only the lines that are seen. */
export function drawTracks(canvas: HTMLCanvasElement, scene: TracksScene): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = devicePixelRatio;
  const [width, height] = [Math.round(scene.view.widthPixels * ratio), Math.round(scene.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  context.fillStyle = token('--surface-raised');
  context.fillRect(0, 0, scene.view.widthPixels, scene.overviewPixels);
  context.fillRect(0, scene.rowsTop, scene.view.widthPixels, scene.height - scene.rowsTop);
  const brush: Brush = { context, scene, accent: token('--accent'), text: token('--text'), lost: new Path2D() };
  drawOverview(brush);
  drawRows(brush);
  context.strokeStyle = brush.text;
  hatch(context, brush.lost, { top: 0, height: scene.height, width: scene.view.widthPixels });
}

/** Everything in one line; what is selected lies on top. */
function drawOverview(brush: Brush): void {
  const { context, scene } = brush;
  const strip = { top: 1, height: scene.overviewPixels - 2 };
  context.globalAlpha = 0.3;
  for (const track of scene.all) {
    const place = placeOf(scene.view, track.range);
    if (place !== null) {
      context.fillStyle = trackColour(track.trackId);
      context.fillRect(place.left, strip.top, place.width, strip.height);
    }
  }
  context.globalAlpha = 1;
  for (const track of scene.all.filter(scene.isPicked)) {
    drawTrack(brush, track, strip);
  }
}

function drawRows(brush: Brush): void {
  const { context, scene } = brush;
  const first = Math.floor(scene.scrollTop / trackRowPixels);
  const end = Math.ceil((scene.scrollTop + scene.height - scene.rowsTop) / trackRowPixels);
  context.save();
  context.beginPath();
  context.rect(0, scene.rowsTop, scene.view.widthPixels, scene.height - scene.rowsTop);
  context.clip();
  for (let index = first; index < Math.min(end, scene.rows.length); index += 1) {
    const top = scene.rowsTop + index * trackRowPixels - scene.scrollTop;
    for (const track of scene.rows[index]!.tracks) {
      drawTrack(brush, track, { top: top + 1, height: trackRowPixels - 2 });
    }
  }
  context.restore();
}

function drawTrack(brush: Brush, track: KeyedTrack, { top, height }: Strip): void {
  const { context, scene, accent, lost } = brush;
  const whole = placeOf(scene.view, track.range);
  if (whole === null) {
    return;
  }
  const isPicked = scene.isPicked(track);
  context.fillStyle = trackColour(track.trackId);
  for (const run of runsOf(track)) {
    const place = placeOf(scene.view, run);
    if (place !== null) {
      context.globalAlpha = run.isLost ? 0.2 : isPicked ? 1 : 0.75;
      context.fillRect(place.left, top, place.width, height);
      if (run.isLost) {
        lost.rect(place.left, top, place.width, height);
      }
    }
  }
  context.globalAlpha = 1;
  drawTicks(brush, track, { top, height });
  if (isPicked) {
    context.strokeStyle = track.trackId === scene.leadId ? accent : brush.text;
    context.lineWidth = 2;
    context.strokeRect(whole.left, top, whole.width, height);
  }
}

/** Where a person has set a box. */
function drawTicks({ context, scene }: Brush, track: KeyedTrack, { top, height }: Strip): void {
  let lastX = Number.NEGATIVE_INFINITY;
  for (const { timeSeconds, isByHand } of track.keys) {
    const x = isByHand ? Math.round(pixelAtSeconds(scene.view, timeSeconds)) : Number.NaN;
    if (x >= 0 && x <= scene.view.widthPixels && x - lastX >= tickGapPixels) {
      context.fillStyle = '#000';
      context.fillRect(x, top + 2, 2, height - 4);
      lastX = x;
    }
  }
}

/** Null for what is not in the part of the clip that is shown. */
function placeOf(
  view: TimelineView,
  { startSeconds, endSeconds }: { readonly startSeconds: number; readonly endSeconds: number },
): { readonly left: number; readonly width: number } | null {
  const left = pixelAtSeconds(view, startSeconds);
  const right = pixelAtSeconds(view, endSeconds);
  if (right < 0 || left > view.widthPixels) {
    return null;
  }
  const from = Math.max(-4, left);
  return { left: from, width: Math.max(narrowestPixels, Math.min(view.widthPixels + 4, right) - from) };
}
