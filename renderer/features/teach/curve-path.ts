export interface CurveBox {
  readonly width: number;
  readonly height: number;
}

/**
 * A line through values at equal distances, from the left edge to the right, as the `d` of an SVG path; `most` is at the
 * top, 0 at the bottom. Steps of several runs are joined without a line between them.
 */
export function curvePath(
  values: readonly { readonly runIndex: number; readonly value: number }[],
  { width, height }: CurveBox,
  most: number,
): string {
  const x = (index: number) => (values.length < 2 ? 0 : (index / (values.length - 1)) * width);
  const y = (value: number) => height - Math.min(1, Math.max(0, most === 0 ? 0 : value / most)) * height;
  return values
    .map(({ runIndex, value }, index) => {
      const isNewRun = values[index - 1]?.runIndex !== runIndex;
      return `${isNewRun ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join('');
}
