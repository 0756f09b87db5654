import type { EvidenceCurve } from '../../../electron/contract/search.ts';
import type { Cue, SpriteLayout } from '../../../electron/contract/timeline.ts';
import type { TimeRange } from '../../../electron/contract/time-range.ts';
import { shownTime, type TimeDisplay } from '../../lib/shown-time.ts';
import { pixelAtSeconds, secondsAtPixel, type TimelineView } from '../../lib/timeline-view.ts';
import { hatch } from './hatch.ts';
import { heatOver } from './heat-over.ts';
import type { Lane } from './lanes.ts';
import { rulerTicks } from './ruler-ticks.ts';

/** Everything that is drawn; the blocks, the handles and the playhead are elements over it. */
export interface TimelineScene {
  readonly view: TimelineView;
  readonly display: TimeDisplay;
  readonly lanes: readonly Lane[];
  readonly height: number;
  readonly shotStarts: Float64Array;
  readonly cues: readonly Cue[];
  readonly sprite: { readonly layout: SpriteLayout; readonly image: HTMLImageElement } | null;
  readonly marked: TimeRange | null;
}

interface Colours {
  readonly background: string;
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly heat: string;
  readonly font: string;
}

interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly scene: TimelineScene;
  readonly colours: Colours;
}

/** Draws the whole scene, in the pixels that the screen truly has. */
export function drawTimeline(canvas: HTMLCanvasElement, scene: TimelineScene): void {
  const context = canvas.getContext('2d');
  if (context === null) {
    return;
  }
  const ratio = devicePixelRatio;
  const width = Math.round(scene.view.widthPixels * ratio);
  const height = Math.round(scene.height * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const brush: Brush = { context, scene, colours: coloursOf(canvas) };
  context.fillStyle = brush.colours.background;
  context.fillRect(0, 0, scene.view.widthPixels, scene.height);
  context.textBaseline = 'middle';
  for (const lane of scene.lanes) {
    drawLane(brush, lane);
  }
  drawMarked(brush);
}

function drawLane(brush: Brush, lane: Lane): void {
  switch (lane.kind) {
    case 'ruler':
      drawRuler(brush, lane);
      break;
    case 'pictures':
      drawPictures(brush, lane);
      break;
    case 'shots':
      drawShots(brush, lane);
      break;
    case 'fused':
    case 'channel':
      drawHeat(brush, lane, lane.curve!);
      break;
    case 'moments':
      fillLane(brush, lane);
      break;
    case 'subtitles':
      drawCues(brush, lane);
      break;
    case 'tracks':
    case 'trackRows':
      // On a canvas of their own, which is scrolled.
      break;
  }
}

function fillLane({ context, scene, colours }: Brush, { top, height }: Lane): void {
  context.fillStyle = colours.surface;
  context.fillRect(0, top, scene.view.widthPixels, height);
}

function drawRuler({ context, scene, colours }: Brush, { top, height }: Lane): void {
  const { view, display } = scene;
  context.font = `11px ${colours.font}`;
  for (const { seconds, isLabelled } of rulerTicks(view, display)) {
    const x = Math.round(pixelAtSeconds(view, seconds)) + 0.5;
    context.fillStyle = isLabelled ? colours.lineStrong : colours.line;
    context.fillRect(x, top + (isLabelled ? 4 : height - 6), 1, isLabelled ? height - 4 : 6);
    if (isLabelled) {
      context.fillStyle = colours.muted;
      context.fillText(shownTime(seconds, display), x + 4, top + height / 2 - 1);
    }
  }
}

/** Pictures lie at whole multiples of their own width in the clip, so that panning moves them and changes none. */
function drawPictures({ context, scene, colours }: Brush, { top, height }: Lane): void {
  const { view, sprite } = scene;
  if (sprite === null) {
    return;
  }
  const { columns, tileCount, tileWidth, tileHeight, secondsPerTile } = sprite.layout;
  const width = Math.max(8, (height * tileWidth) / tileHeight);
  const slotSeconds = width * view.secondsPerPixel;
  const last = Math.floor(Math.min(view.durationSeconds, secondsAtPixel(view, view.widthPixels)) / slotSeconds);
  for (let slot = Math.floor(view.startSeconds / slotSeconds); slot <= last; slot += 1) {
    const middle = Math.min(view.durationSeconds, (slot + 0.5) * slotSeconds);
    const tile = Math.min(tileCount - 1, Math.floor(middle / secondsPerTile));
    const [x, y] = [(tile % columns) * tileWidth, Math.floor(tile / columns) * tileHeight];
    const left = pixelAtSeconds(view, slot * slotSeconds);
    const end = Math.min(width, pixelAtSeconds(view, view.durationSeconds) - left);
    const share = end / width;
    if (share > 0) {
      context.drawImage(sprite.image, x, y, tileWidth * share, tileHeight, left, top, end, height);
      context.fillStyle = colours.background;
      context.fillRect(Math.round(left), top, 1, height);
    }
  }
}

function drawShots({ context, scene, colours }: Brush, { top, height }: Lane): void {
  const { view, shotStarts } = scene;
  const end = secondsAtPixel(view, view.widthPixels);
  let lastX = Number.NEGATIVE_INFINITY;
  for (const [index, start] of shotStarts.entries()) {
    const until = shotStarts[index + 1] ?? view.durationSeconds;
    if (until < view.startSeconds || start > end) {
      continue;
    }
    const left = pixelAtSeconds(view, start);
    context.fillStyle = index % 2 === 0 ? colours.surface : colours.line;
    context.fillRect(left, top, pixelAtSeconds(view, until) - left, height);
    // Thousands of shots in a narrow window would be one solid bar.
    if (index > 0 && left - lastX >= 2) {
      context.fillStyle = colours.muted;
      context.fillRect(Math.round(left), top, 1, height);
      lastX = left;
    }
  }
}

function drawHeat(brush: Brush, lane: Lane, curve: EvidenceCurve): void {
  const { context, scene, colours } = brush;
  const { top, height } = lane;
  fillLane(brush, lane);
  const end = pixelAtSeconds(scene.view, scene.view.durationSeconds);
  const unknown = new Path2D();
  context.fillStyle = colours.heat;
  for (const [pixel, value] of heatOver(curve, scene.view).entries()) {
    if (Number.isNaN(value)) {
      if (pixel < end) {
        unknown.rect(pixel, top, 1, height);
      }
    } else if (value > 0) {
      context.globalAlpha = 0.35 + 0.65 * value;
      context.fillRect(pixel, top + height * (1 - value), 1, Math.max(1, height * value));
    }
  }
  context.globalAlpha = 1;
  // Time that was never looked at: neither low nor high.
  context.strokeStyle = colours.lineStrong;
  hatch(context, unknown, { top, height, width: scene.view.widthPixels });
}

function drawCues(brush: Brush, lane: Lane): void {
  const { context, scene, colours } = brush;
  const { top, height } = lane;
  fillLane(brush, lane);
  context.font = `11px ${colours.font}`;
  for (const { range, text } of scene.cues) {
    const left = pixelAtSeconds(scene.view, range.startSeconds);
    const right = pixelAtSeconds(scene.view, range.endSeconds);
    if (right < 0 || left > scene.view.widthPixels) {
      continue;
    }
    const width = Math.max(1, right - left - 1);
    context.fillStyle = colours.line;
    context.fillRect(left, top + 1, width, height - 2);
    if (width > 24) {
      context.save();
      context.beginPath();
      context.rect(left, top, width - 4, height);
      context.clip();
      context.fillStyle = colours.text;
      context.fillText(text.replaceAll(/\s+/g, ' '), Math.max(left, 0) + 4, top + height / 2);
      context.restore();
    }
  }
}

function drawMarked({ context, scene, colours }: Brush): void {
  if (scene.marked === null) {
    return;
  }
  const left = pixelAtSeconds(scene.view, scene.marked.startSeconds);
  const right = pixelAtSeconds(scene.view, scene.marked.endSeconds);
  context.fillStyle = colours.accent;
  context.globalAlpha = 0.1;
  context.fillRect(left, 0, right - left, scene.height);
  context.globalAlpha = 1;
  context.fillRect(left, 0, right - left, 2);
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token('--background'),
    surface: token('--surface-raised'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    text: token('--text'),
    muted: token('--text-muted'),
    accent: token('--accent'),
    heat: token('--heat'),
    font: style.fontFamily,
  };
}
