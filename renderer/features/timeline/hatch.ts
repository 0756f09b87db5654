/** Strokes parallel lines through an area of a canvas, in the colour that is set: nothing is known there. */
export function hatch(
  context: CanvasRenderingContext2D,
  area: Path2D,
  { top, height, width }: { readonly top: number; readonly height: number; readonly width: number },
): void {
  context.save();
  context.clip(area);
  context.lineWidth = 1;
  context.beginPath();
  for (let x = -height; x < width; x += 6) {
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
  }
  context.stroke();
  context.restore();
}
