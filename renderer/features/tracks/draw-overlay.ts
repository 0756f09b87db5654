import type { Box } from '../../../electron/contract/time-range.ts';
import { boxInElement, type PicturePlace, type PixelSize } from '../../lib/picture-place.ts';
import { trackColour, trailOf, type KeyedTrack, type SeenBox } from '../../lib/track-box.ts';

/** A track in the frame that is shown. */
export interface ShownTrack extends SeenBox {
  readonly track: KeyedTrack;
}

export interface OverlayScene {
  readonly size: PixelSize;
  readonly place: PicturePlace;
  readonly shown: readonly ShownTrack[];
  readonly shownSeconds: number;
  readonly selectedId: string | null;
  readonly labelOf: (shown: ShownTrack) => string;
}

const trailSeconds = 2;
const labelHeight = 16;

/** Clears the canvas and draws every box of the shown frame, in the pixels that the screen truly has. */
export function drawOverlay(canvas: HTMLCanvasElement, scene: OverlayScene | null): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = devicePixelRatio;
  const width = Math.round((scene?.size.width ?? 0) * ratio);
  const height = Math.round((scene?.size.height ?? 0) * ratio);
  if (scene !== null && (canvas.width !== width || canvas.height !== height)) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (scene === null) {
    return;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
  context.textBaseline = 'middle';
  // The selected one is drawn last: on top.
  const isSelected = ({ track }: ShownTrack): boolean => track.trackId === scene.selectedId;
  for (const one of [...scene.shown.filter((other) => !isSelected(other)), ...scene.shown.filter(isSelected)]) {
    drawTrail(context, scene, one);
    drawBox(context, scene, one);
  }
}

function drawTrail(context: CanvasRenderingContext2D, scene: OverlayScene, { track }: ShownTrack): void {
  const { place } = scene;
  context.strokeStyle = trackColour(track.trackId);
  context.lineWidth = 1.5;
  context.globalAlpha = 0.7;
  for (const line of trailOf(track, scene.shownSeconds, trailSeconds)) {
    context.beginPath();
    for (const { x, y } of line) {
      context.lineTo(place.left + x * place.width, place.top + y * place.height);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

function drawBox(context: CanvasRenderingContext2D, scene: OverlayScene, shown: ShownTrack): void {
  const isSelected = shown.track.trackId === scene.selectedId;
  const colour = trackColour(shown.track.trackId);
  const { x, y, width, height } = boxInElement(scene.place, shown.box);
  const thickness = isSelected ? 3 : 1.5;
  context.setLineDash(shown.isLost ? [6, 4] : []);
  // A dark edge keeps it visible on any picture.
  for (const [style, lineWidth] of [
    ['rgb(0 0 0 / 60%)', thickness + 2],
    [colour, thickness],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = lineWidth;
    context.strokeRect(x, y, width, height);
  }
  context.setLineDash([]);
  drawLabel(context, scene, { text: scene.labelOf(shown), colour, box: { x, y, width, height }, isSelected });
}

function drawLabel(
  context: CanvasRenderingContext2D,
  { place }: OverlayScene,
  { text, colour, box, isSelected }: { text: string; colour: string; box: Box; isSelected: boolean },
): void {
  const width = context.measureText(text).width + 8;
  const left = Math.max(place.left, Math.min(box.x - 1, place.left + place.width - width));
  const above = box.y - labelHeight - 1;
  const top = above >= place.top ? above : box.y + 1;
  context.globalAlpha = isSelected ? 1 : 0.85;
  context.fillStyle = colour;
  context.fillRect(left, top, width, labelHeight);
  context.globalAlpha = 1;
  context.fillStyle = '#000';
  context.fillText(text, left + 4, top + labelHeight / 2 + 0.5);
}
