import type { Action, Bearer, Relation } from '../../../contract/plan.ts';
import type { ValuedSpan } from '../evidence-grid.ts';
import { TrackMotion } from './action-values.ts';
import { relationValue } from './relation-values.ts';
import { SAMPLES_PER_SECOND, sampledScene, type SampledScene, type SampledShot } from './sampled-scene.ts';
import type { TrackRow } from './rows.ts';

/** Relations are looked at this many samples apart: half a second. */
const RELATION_STRIDE = 2;
/** Less than this is nothing; neighbours closer than this are one span. */
const LEAST_VALUE = 0.05;
const SAME_VALUE = 0.02;

/** A stretch in which a thing does something, or is something to another. */
export interface MotionSpan extends ValuedSpan {
  readonly who: TrackMotion | null;
  readonly whom: TrackMotion | null;
}

/** Everything in some rows through time, and what it does. */
export class SceneMotion {
  readonly scene: SampledScene;
  readonly things: readonly TrackMotion[];

  constructor(rows: readonly TrackRow[], aspect: number | null) {
    this.scene = sampledScene(rows, { aspect });
    this.things = this.scene.tracks.map((track) => new TrackMotion(this.scene, track));
  }

  /** Where things of some classes do something. */
  actionSpans(action: Action, subject: Bearer): MotionSpan[] {
    return this.#of(subject).flatMap((who) => {
      const values = who.values(action);
      return runsOf(who.track, 1, (sample) => values[sample - who.track.from]!).map((run) => ({
        ...run,
        who,
        whom: null,
      }));
    });
  }

  /** Where things of some classes are something to others. */
  relationSpans(relation: Relation, subject: Bearer, object: Bearer): MotionSpan[] {
    const whoms = this.#of(object);
    return this.#of(subject).flatMap((who) =>
      whoms
        .filter((whom) => whom !== who)
        .flatMap((whom) => {
          const from = Math.max(who.track.from, whom.track.from);
          const to = Math.min(who.track.to, whom.track.to);
          const valueAt = (sample: number) => relationValue(relation, [who, whom], sample);
          return runsOf({ from, to }, RELATION_STRIDE, valueAt).map((run) => ({ ...run, who, whom }));
        }),
    );
  }

  /** Where things of some classes are followed. */
  thereSpans(subject: Bearer): MotionSpan[] {
    return this.#of(subject).map(({ track }) => ({
      ...timesOf(track.from, track.to),
      value: 0,
      who: null,
      whom: null,
    }));
  }

  /** Where both are in the picture. */
  togetherSpans(subject: Bearer, object: Bearer): MotionSpan[] {
    const whoms = this.#of(object);
    return this.#of(subject).flatMap((who) =>
      whoms
        .map(
          (whom) => [Math.max(who.track.from, whom.track.from), Math.min(who.track.to, whom.track.to), whom] as const,
        )
        .filter(([from, to, whom]) => whom !== who && from < to)
        .map(([from, to]) => ({ ...timesOf(from, to), value: 0, who: null, whom: null })),
    );
  }

  #of({ classes }: Bearer): readonly TrackMotion[] {
    return classes.length === 0 ? this.things : this.things.filter(({ track }) => classes.includes(track.className));
  }
}

/** Neighbouring samples of about the same value as one. */
function runsOf({ from, to }: SampledShot, stride: number, valueAt: (sample: number) => number) {
  const runs: { startSeconds: number; endSeconds: number; value: number }[] = [];
  for (let sample = from; sample < to; sample += stride) {
    const value = valueAt(sample);
    if (!(value >= LEAST_VALUE)) {
      continue;
    }
    const { startSeconds, endSeconds } = timesOf(sample, Math.min(to, sample + stride));
    const last = runs.at(-1);
    if (last?.endSeconds === startSeconds && Math.abs(last.value - value) < SAME_VALUE) {
      last.endSeconds = endSeconds;
    } else {
      runs.push({ startSeconds, endSeconds, value });
    }
  }
  return runs;
}

function timesOf(from: number, to: number) {
  return { startSeconds: from / SAMPLES_PER_SECOND, endSeconds: to / SAMPLES_PER_SECOND };
}
