import type { TimeMap } from '../../../contract/chat-servers.ts';

/** A moment as a model named it, and when it truly is. Seconds. */
export interface TimePoint {
  readonly named: number;
  readonly true: number;
}

export interface FittedMap {
  readonly map: TimeMap;
  /** Root of the mean square of what is left. */
  readonly residualSeconds: number;
}

/** Nearer to nothing than this, a correction would only add the noise of its measurement. */
const scaleSlack = 0.03;
const offsetSlackSeconds = 0.3;
const leastScale = 0.2;
const mostScale = 5;
const mostResidualSeconds = 1.5;

/**
 * The line `scale · named + offset` with the least squares through the points; the identity where it is nearly that.
 * Null for fewer than four points, for points that follow no line (what is left is above 1.5 s), and for a scale outside
 * of 0.2 to 5.
 */
export function fitTimeMap(points: readonly TimePoint[]): FittedMap | null {
  if (points.length < 4) return null;
  const meanNamed = mean(points.map(({ named }) => named));
  const meanTrue = mean(points.map((point) => point.true));
  const spread = mean(points.map(({ named }) => (named - meanNamed) ** 2));
  if (spread === 0) return null;
  const shared = mean(points.map((point) => (point.named - meanNamed) * (point.true - meanTrue)));
  const scale = shared / spread;
  const line = { scale, offsetSeconds: meanTrue - scale * meanNamed };
  const isPlain = Math.abs(scale - 1) < scaleSlack && Math.abs(meanTrue - meanNamed) < offsetSlackSeconds;
  const map = isPlain ? { scale: 1, offsetSeconds: 0 } : line;
  const left = points.map((point) => (map.scale * point.named + map.offsetSeconds - point.true) ** 2);
  const residualSeconds = Math.sqrt(mean(left));
  return scale < leastScale || scale > mostScale || residualSeconds > mostResidualSeconds
    ? null
    : { map, residualSeconds };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
