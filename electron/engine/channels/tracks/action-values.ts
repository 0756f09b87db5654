import type { Action } from '../../../contract/plan.ts';
import { ramp } from '../evidence-grid.ts';
import {
  cameraDoubt,
  edgeGap,
  gapBetween,
  jitterAt,
  middleDistance,
  movedBetween,
  movingValue,
  sizeAt,
} from './kinematics.ts';
import { SAMPLES_PER_SECOND, type SampledScene, type SampledTrack } from './sampled-scene.ts';

/** Samples on each side over which a movement is measured, a growth, and what goes before and after a change. */
const NEAR = SAMPLES_PER_SECOND / 2;
const GROWTH = Math.round(1.25 * SAMPLES_PER_SECOND);
const SIDE = Math.round(1.5 * SAMPLES_PER_SECOND);
const PASSAGE = 2 * SAMPLES_PER_SECOND;
/** A change is an event, shown for as long on each side. */
const EVENT = Math.round(0.75 * SAMPLES_PER_SECOND);
/** What begins in the middle of the picture may have come through a door, or have been overlooked before. */
const MIDDLE_FACTOR = 0.6;
/** What begins where another of its kind has just ended is likely that one. */
const SAME_THING_FACTOR = 0.2;
const SAME_THING_SAMPLES = 3 * SAMPLES_PER_SECOND;

/** What a thing does at each of its samples, measured once for all actions. */
export class TrackMotion {
  readonly track: SampledTrack;
  readonly #scene: SampledScene;
  readonly #values = new Map<Action, Float32Array>();
  readonly count: number;
  /** Movement in a second, in heights of the frame. */
  readonly dx: Float64Array;
  readonly dy: Float64Array;
  /** How surely it moves, 0..1. */
  readonly moving: Float32Array;
  /** How surely it stands still. Where the camera's part is in doubt, neither is sure. */
  readonly #resting: Float32Array;

  constructor(scene: SampledScene, track: SampledTrack) {
    this.#scene = scene;
    this.track = track;
    this.count = track.to - track.from;
    this.dx = new Float64Array(this.count);
    this.dy = new Float64Array(this.count);
    this.moving = new Float32Array(this.count);
    this.#resting = new Float32Array(this.count);
    for (let i = 0; i < this.count; i += 1) {
      const [from, to] = this.#around(i, NEAR);
      const seconds = Math.max(0.75, (to - from) / SAMPLES_PER_SECOND);
      const { dx, dy } = movedBetween(scene, track, [from, to]);
      this.dx[i] = dx / seconds;
      this.dy[i] = dy / seconds;
      this.#resting[i] = 1 - movingValue(this.speedAt(i), jitterAt(track, i));
      const doubt = cameraDoubt(scene, track, [from, to]).way / seconds;
      this.moving[i] = movingValue(this.speedAt(i), jitterAt(track, i) + doubt);
    }
  }

  speedAt(i: number): number {
    return Math.hypot(this.dx[i]!, this.dy[i]!);
  }

  /** How surely it does something, 0..1, for each sample of the track. */
  values(action: Action): Float32Array {
    const known = this.#values.get(action) ?? this.#measure(action);
    this.#values.set(action, known);
    return known;
  }

  #measure(action: Action): Float32Array {
    switch (action) {
      case 'moves-left':
        return this.#each((i) => this.#heading(i, -1, 0));
      case 'moves-right':
        return this.#each((i) => this.#heading(i, 1, 0));
      case 'moves-up':
        return this.#each((i) => this.#heading(i, 0, -1));
      case 'moves-down':
        return this.#each((i) => this.#heading(i, 0, 1));
      case 'comes-closer':
        return this.#each((i) => ramp(this.#growthAt(i), 0.05, 0.14));
      case 'goes-away':
        return this.#each((i) => Math.max(ramp(-this.#growthAt(i), 0.05, 0.14), this.values('leaves')[i]!));
      case 'enters':
        return this.#appearance(1);
      case 'leaves':
        return this.#appearance(-1);
      case 'stops':
        return this.#widened((i) => this.#change(i, -1));
      case 'starts':
        return this.#widened((i) => this.#change(i, 1));
      case 'stays':
        return this.#each((i) => this.#stillness(i));
      case 'fast':
        return this.#each(
          (i) => this.moving[i]! * Math.max(ramp(this.#pace(i), 1.6, 2.8), ramp(this.speedAt(i), 0.5, 1)),
        );
      case 'slow':
        return this.#each((i) => this.moving[i]! * ramp(this.#pace(i), 1.1, 0.5) * ramp(this.speedAt(i), 0.5, 0.3));
      case 'turns':
        return this.#widened((i) => this.#turn(i));
      case 'passes':
        return this.#each((i) => this.moving[i]! * this.#passage(i));
    }
  }

  #each(valueAt: (i: number) => number): Float32Array {
    return Float32Array.from({ length: this.count }, (_, i) => valueAt(i));
  }

  /** The maximum of what happens near each sample. */
  #widened(valueAt: (i: number) => number): Float32Array {
    const values = this.#each(valueAt);
    return this.#each((i) => Math.max(...values.subarray(Math.max(0, i - EVENT), i + EVENT + 1)));
  }

  #around(i: number, reach: number): readonly [number, number] {
    return [Math.max(0, i - reach), Math.min(this.count - 1, i + reach)];
  }

  #moved(i: number, j: number) {
    return movedBetween(this.#scene, this.track, [i, j]);
  }

  /** In sizes of the thing a second: people walk at about 1.3, run at 2.7. */
  #pace(i: number): number {
    return this.speedAt(i) / sizeAt(this.track, i);
  }

  /** Full within 40°, nothing beyond 70° of the direction. */
  #heading(i: number, x: number, y: number): number {
    const speed = this.speedAt(i);
    return speed === 0 ? 0 : this.moving[i]! * ramp((this.dx[i]! * x + this.dy[i]! * y) / speed, 0.35, 0.75);
  }

  /** Growth in a second; less than a second of it tells nothing. */
  #growthAt(i: number): number {
    const [from, to] = this.#around(i, GROWTH);
    if (to - from < SAMPLES_PER_SECOND) {
      return 0;
    }
    const { growth } = this.#moved(from, to);
    const doubt = cameraDoubt(this.#scene, this.track, [from, to]).growth;
    const sure = Math.sign(growth) * Math.max(0, Math.abs(growth) - doubt);
    return (sure * SAMPLES_PER_SECOND) / (to - from);
  }

  #stillness(i: number): number {
    const [from, to] = this.#around(i, SAMPLES_PER_SECOND);
    return this.count < PASSAGE ? 0 : Math.min(...this.#resting.subarray(from, to + 1));
  }

  /** From stillness to movement (1) or the other way (-1). */
  #change(i: number, sign: 1 | -1): number {
    const [moving, resting] = [
      this.#meanBeside(this.moving, i, sign),
      this.#meanBeside(this.#resting, i, sign === 1 ? -1 : 1),
    ];
    return Number.isNaN(moving + resting) ? 0 : Math.min(ramp(moving, 0.3, 0.7), ramp(resting, 0.5, 0.8));
  }

  /** The mean after (1) or before (-1) a sample; NaN where less than a second of it is there. */
  #meanBeside(values: Float32Array, i: number, side: 1 | -1): number {
    const [first, end] = side === 1 ? [i + 1, Math.min(this.count, i + SIDE + 1)] : [Math.max(0, i - SIDE), i];
    const count = end - first;
    return count < SAMPLES_PER_SECOND
      ? Number.NaN
      : values.subarray(first, end).reduce((sum, value) => sum + value, 0) / count;
  }

  #turn(i: number): number {
    const [from, to] = [Math.max(0, i - SIDE), Math.min(this.count - 1, i + SIDE)];
    if (i - from < SAMPLES_PER_SECOND || to - i < SAMPLES_PER_SECOND) {
      return 0;
    }
    const [a, b] = [this.#moved(from, i), this.#moved(i, to)];
    const angle = Math.abs(Math.atan2(a.dx * b.dy - a.dy * b.dx, a.dx * b.dx + a.dy * b.dy));
    const least = Math.min(Math.hypot(a.dx, a.dy), Math.hypot(b.dx, b.dy));
    const doubt = cameraDoubt(this.#scene, this.track, [from, to]).way;
    return movingValue(least, 1.5 * jitterAt(this.track, i) + doubt) * ramp(angle, 0.6, 1.1);
  }

  #passage(i: number): number {
    const [from, to] = this.#around(i, PASSAGE);
    const { dx, dy } = this.#moved(from, to);
    const way = Math.hypot(dx, dy);
    return Math.max(ramp(way, 0.15, 0.35), ramp(way / sizeAt(this.track, i), 1, 2));
  }

  /** Enters (1), or leaves (-1): the first or the last second and a half of something that moves. */
  #appearance(sign: 1 | -1): Float32Array {
    const values = new Float32Array(this.count);
    const { isBorn, isGone } = this.track;
    if (!(sign === 1 ? isBorn : isGone) || this.count < SAMPLES_PER_SECOND) {
      return values;
    }
    const length = Math.min(SIDE, this.count);
    const [from, to] = sign === 1 ? [0, length] : [this.count - length, this.count];
    const end = sign === 1 ? 0 : this.count - 1;
    const nearEdge = Math.min(
      ...Array.from({ length: 3 }, (_, k) => edgeGap(this.track, end + sign * k, this.#scene.aspect)),
    );
    const place = MIDDLE_FACTOR + (1 - MIDDLE_FACTOR) * ramp(nearEdge, 0.08, 0.03);
    const known = this.#isAnother(sign) ? SAME_THING_FACTOR : 1;
    return values.fill(place * known * Math.max(...this.moving.subarray(from, to)), from, to);
  }

  /** Whether one of its kind ended where it begins (or begins where it ends), or is there at the same place. */
  #isAnother(sign: 1 | -1): boolean {
    const { track } = this;
    const own = sign === 1 ? 0 : this.count - 1;
    const look = { track, at: own };
    const sample = track.from + own;
    return this.#scene.tracks.some((other) => {
      const isGlimpse = other.to - other.from < SAMPLES_PER_SECOND;
      if (other === track || other.className !== track.className || isGlimpse) {
        return false;
      }
      const nearest = Math.min(other.to - 1, Math.max(other.from, sample));
      const isBeyond = (sample - nearest) * sign >= 0;
      return (
        isBeyond &&
        Math.abs(sample - nearest) <= SAME_THING_SAMPLES &&
        gapBetween(look, { track: other, at: nearest - other.from }) === 0 &&
        middleDistance(look, { track: other, at: nearest - other.from }) < 0.6 * sizeAt(track, own)
      );
    });
  }
}
