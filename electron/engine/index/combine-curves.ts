/**
 * How the values of a plan's parts become one value, for blocks of the index and for steps of evidence alike.
 * All arrays have one length; values are 0..1, NaN is unknown.
 */

/**
 * `required` parts must hold together; `negative` ones are already inverted; `soft` ones add where they match and
 * exclude nothing; a `witness` is a soft part of several words, which tell the whole story where they stand together; a
 * `gate` excludes whatever does not match it. An `action` is required and what the query is about, so it is believed
 * wholly wherever it stands; a `stand-in` is required only where no action is known.
 */
export type PartRole = 'required' | 'action' | 'stand-in' | 'negative' | 'soft' | 'witness' | 'gate';

export interface CurvePart {
  readonly role: PartRole;
  readonly values: Float32Array;
}

/** One part that is missing outright lowers the mean without wiping out what the others say. */
const floorValue = 0.05;
/**
 * Queries name what they are about first and where it is after that ("bottles on a table"), so the absence of a later
 * part is believed a little less than that of the first.
 */
const laterPartTrust = 0.85;
/** How much is taken from a value when a witness that could speak says nothing. */
const witnessDoubt = 0.2;
/** What a witness is worth whose words are all there. */
const witnessWeight = 0.9;
/** How much of the way to 1 a full soft match lifts a value. */
const softLift = 0.3;

/**
 * Soft "and": half the geometric mean (with a floor) and half the least of the required and negative parts, the first
 * required one fully trusted and later ones a little less. Unknown parts are left out of the mean. Where no required part is known, soft parts decide by their mean, then gates; a value
 * that only says what is *not* there, in a plan that asks for something, is unknown.
 */
export function combineAll(parts: readonly CurvePart[]): Float32Array {
  const length = parts[0]?.values.length ?? 0;
  const of = (role: PartRole) => parts.filter((part) => part.role === role).map((part) => part.values);
  const witness = of('witness');
  const soft = [...of('soft'), ...witness];
  const groups: Groups = {
    required: of('required'),
    action: of('action'),
    standIn: of('stand-in'),
    negative: of('negative'),
    soft,
    witness,
    gate: of('gate'),
  };
  const combined = new Float32Array(length);
  const only = groups.required[0] ?? groups.action[0] ?? groups.standIn[0];
  if (parts.length === 1 && only !== undefined) {
    combined.set(only);
    return combined;
  }
  const held: Gathered = { step: 0, product: 1, least: 1, count: 0 };
  for (; held.step < length; held.step += 1) {
    combined[held.step] = allAt(groups, held);
  }
  return combined;
}

type Groups = Readonly<Record<Exclude<PartRole, 'stand-in'> | 'standIn', readonly Float32Array[]>>;

/** What is gathered at a step of the parts that must hold together. One for all steps: this is where a search spends its time. */
interface Gathered {
  step: number;
  product: number;
  least: number;
  count: number;
}

function gather(into: Gathered, value: number): void {
  into.product *= value > floorValue ? value : floorValue;
  into.least = value < into.least ? value : into.least;
  into.count += 1;
}

/** The known ones of some parts; each is fully trusted, or only where it is the first of all. */
function gatherAll(into: Gathered, parts: readonly Float32Array[], isTrusted: boolean): void {
  for (let part = 0; part < parts.length; part += 1) {
    const own = parts[part]![into.step]!;
    if (own === own) {
      gather(into, isTrusted || (part === 0 && into.count === 0) ? own : 1 - laterPartTrust * (1 - own));
    }
  }
}

function allAt({ required, action, standIn, negative, soft, witness, gate }: Groups, held: Gathered): number {
  const { step } = held;
  held.product = 1;
  held.least = 1;
  held.count = 0;
  gatherAll(held, required, false);
  const before = held.count;
  gatherAll(held, action, true);
  if (held.count === before) {
    gatherAll(held, standIn, false);
  }
  const softMean = soft.length === 0 ? Number.NaN : meanAt(soft, step);
  const isLedBySoft = held.count === 0;
  if (isLedBySoft) {
    const requiredCount = required.length + action.length + standIn.length;
    const lead = Number.isNaN(softMean) && requiredCount === 0 ? meanAt(gate, step) : softMean;
    if (!Number.isNaN(lead)) {
      gather(held, lead);
    } else if (requiredCount + soft.length + gate.length > 0) {
      return Number.NaN;
    }
  }
  gatherAll(held, negative, true);
  if (held.count === 0) {
    return Number.NaN;
  }
  const { product, least, count } = held;
  let value = count === 1 ? least : 0.5 * root(product, count) + 0.5 * least;
  if (!isLedBySoft && softMean > 0) {
    value += (1 - value) * softLift * softMean;
  }
  for (const values of isLedBySoft ? [] : witness) {
    value = heard(value, values[step]!);
  }
  for (const values of gate) {
    value = values[step]! > 0 ? value : 0;
  }
  return value;
}

/** What a witness makes of a value: silence leaves a doubt, the whole story is nearly enough alone. */
function heard(value: number, share: number): number {
  if (Number.isNaN(share)) {
    return value;
  }
  // Squared: half of the words say much less than half.
  return Math.max(value * (1 - witnessDoubt * (1 - share)), witnessWeight * share ** 2);
}

function root(product: number, count: number): number {
  return count === 2 ? Math.sqrt(product) : Math.pow(product, 1 / count);
}

/** Mean of the known values; NaN when none is. */
function meanAt(curves: readonly Float32Array[], step: number): number {
  let sum = 0;
  let count = 0;
  for (const values of curves) {
    const value = values[step]!;
    if (value === value) {
      sum += value;
      count += 1;
    }
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** "Or": the largest known value. */
export function combineAny(curves: readonly Float32Array[]): Float32Array {
  const combined = new Float32Array(curves[0]?.length ?? 0).fill(Number.NaN);
  for (const values of curves) {
    for (let step = 0; step < combined.length; step += 1) {
      const value = values[step]!;
      if (value === value && !(combined[step]! >= value)) {
        combined[step] = value;
      }
    }
  }
  return combined;
}

/** Two independent witnesses of one thing: 1 − (1 − a)(1 − b); what one does not know is left to the other. */
export function combineWitnesses(curves: readonly Float32Array[]): Float32Array {
  if (curves.length === 1) {
    return curves[0]!;
  }
  const combined = new Float32Array(curves[0]?.length ?? 0).fill(Number.NaN);
  for (const values of curves) {
    for (let step = 0; step < combined.length; step += 1) {
      const value = values[step]!;
      if (value === value) {
        const before = combined[step]!;
        combined[step] = before === before ? 1 - (1 - before) * (1 - value) : value;
      }
    }
  }
  return combined;
}
