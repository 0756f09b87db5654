import type { ChatSampling } from '../../api/chat-model.ts';

/** The likeliest token; the first of equals. Throws RangeError when the model answered with no number. */
export function likeliest(logits: Float32Array): number {
  let best = -1;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logits.length; index += 1) {
    if (logits[index]! > highest) {
      highest = logits[index]!;
      best = index;
    }
  }
  if (best < 0) {
    throw new RangeError('The model gave no finite value for any token.');
  }
  return best;
}

/**
 * Draws a token: divides by the temperature, keeps the `topK` likeliest, of these the fewest whose probabilities
 * reach `topP`, and draws among them. `random` gives 0..1. Temperature 0 takes the likeliest.
 */
export function sampleToken(logits: Float32Array, sampling: ChatSampling, random: () => number): number {
  const { temperature, topK, topP } = sampling;
  const best = likeliest(logits);
  if (temperature === 0) {
    return best;
  }
  const highest = logits[best]!;
  const order = candidates(logits, { topK, lowest: highest - 80 * temperature });
  const weights = order.map((index) => Math.exp((logits[index]! - highest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let kept = 0;
  let mass = 0;
  while (kept < weights.length && (kept === 0 || mass < topP * sum)) {
    mass += weights[kept]!;
    kept += 1;
  }
  let left = random() * mass;
  for (let index = 0; index < kept; index += 1) {
    left -= weights[index]!;
    if (left < 0) {
      return order[index]!;
    }
  }
  return order[kept - 1]!;
}

/** Token ids by falling likelihood; those below `lowest` (less than e⁻⁸⁰ of the best) could never be drawn. */
function candidates(logits: Float32Array, { topK, lowest }: { topK: number; lowest: number }): number[] {
  const found: number[] = [];
  for (let index = 0; index < logits.length; index += 1) {
    if (logits[index]! >= lowest) {
      found.push(index);
    }
  }
  found.sort((a, b) => logits[b]! - logits[a]! || a - b);
  return topK > 0 ? found.slice(0, topK) : found;
}
