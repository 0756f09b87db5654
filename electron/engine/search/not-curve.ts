/** Presence must reach this to begin, and fall below the lower one to end. */
const presentValue = 0.5;
const absentValue = 0.25;
/** A thing that drops out of sight for less than this is taken to be there still. */
const maxFlickerSeconds = 2;
/** What is left of 1 − x while the thing counts as present. */
const presentFactor = 0.25;

/**
 * "Not x" over steps: 1 − x with hysteresis, so that a detector that flickers for a moment makes no gap in which the
 * thing would count as gone. Unknown stays unknown.
 */
export function notCurve(values: Float32Array, stepSeconds: number): Float32Array {
  const filled = fillShortDips(values, Math.floor(maxFlickerSeconds / stepSeconds));
  const result = new Float32Array(values.length);
  let isPresent = false;
  for (let step = 0; step < values.length; step += 1) {
    const value = filled[step]!;
    isPresent = isPresent ? !(value < absentValue) : value >= presentValue;
    // NaN passes through the product.
    result[step] = (1 - value) * (isPresent ? presentFactor : 1);
  }
  return result;
}

/** Lifts runs of up to `maxSteps` low steps between two present ones to the lower of the two. */
function fillShortDips(values: Float32Array, maxSteps: number): Float32Array {
  const filled = values.slice();
  let lastPresent = -1;
  for (let step = 0; step < values.length; step += 1) {
    if (!(values[step]! >= presentValue)) {
      continue;
    }
    const dipSteps = step - lastPresent - 1;
    if (lastPresent >= 0 && dipSteps > 0 && dipSteps <= maxSteps) {
      const level = Math.min(values[lastPresent]!, values[step]!);
      for (let dip = lastPresent + 1; dip < step; dip += 1) {
        filled[dip] = Number.isNaN(values[dip]!) ? Number.NaN : Math.max(values[dip]!, level);
      }
    }
    lastPresent = step;
  }
  return filled;
}
