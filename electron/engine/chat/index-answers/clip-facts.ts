import type { CameraMove, Light } from '../../../contract/plan.ts';
import { cameraSpansOf, cameraValue } from '../../channels/look/camera-spans.ts';
import { lightValue } from '../../channels/look/light-value.ts';
import type { LookRow } from '../../channels/look/rows.ts';
import type { ObjectRow } from '../../channels/objects/rows.ts';
import { presenceOf } from '../../channels/objects/thing-value.ts';
import type { FootageFacts } from '../footage-facts.ts';
import type { ScopeWindow } from '../scope.ts';

/** A thing that is surely seen in a stretch. */
export interface SeenThing {
  readonly className: string;
  /** The most at once, as at least two samples have it. */
  readonly mostAtOnce: number;
  /** From the first to the last sample that shows it. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 0..1 of the samples. */
  readonly share: number;
}

/** What the index knows of one stretch. */
export interface StretchFacts {
  readonly window: ScopeWindow;
  /** Null where no detector has looked. */
  readonly things: readonly SeenThing[] | null;
  /** Null where nothing was analysed. */
  readonly shotCount: number | null;
  readonly lights: readonly Light[];
  readonly camera: CameraMove | null;
  readonly lineCount: number;
}

/** Below this the detector is guessing: 0.66 is what it gives 0.5. */
const surePresence = 0.66;
const leastSamples = 2;
const steadyShare = 0.5;
const allLights: readonly Light[] = ['dark', 'bright', 'low-contrast', 'high-contrast', 'colourful', 'colourless'];
const allMoves: readonly CameraMove[] = [
  ...(['pan-left', 'pan-right', 'tilt-up', 'tilt-down', 'zoom-in', 'zoom-out', 'shake'] as const),
  ...(['moving', 'still'] as const),
];

export function stretchFacts(window: ScopeWindow, facts: FootageFacts): StretchFacts {
  const { videoId, range } = window;
  const objects = facts.objects(videoId, range);
  const look = facts.look(videoId, range);
  return {
    window,
    things: objects === null ? null : seenThings(objects, window),
    shotCount: facts.shots(videoId, range)?.length ?? null,
    lights: look === null ? [] : lightsOf(look),
    camera: look === null ? null : cameraOf(look),
    lineCount: facts.cues(videoId, range).length,
  };
}

/** What the samples are sure of; what most of them see first. */
export function seenThings(rows: readonly ObjectRow[], { range }: ScopeWindow): SeenThing[] {
  const counts = new Map<string, { index: number; count: number }[]>();
  rows.forEach(({ objects }, index) => {
    const sure = objects.filter(({ score }) => presenceOf(score) >= surePresence);
    for (const [className, own] of Map.groupBy(sure, (object) => object.className)) {
      const seen = counts.get(className) ?? [];
      seen.push({ index, count: own.length });
      counts.set(className, seen);
    }
  });
  const needed = Math.min(leastSamples, rows.length);
  return [...counts]
    .filter(([, seen]) => seen.length >= needed)
    .map(([className, seen]) => ({
      className,
      mostAtOnce: seen.map(({ count }) => count).toSorted((a, b) => b - a)[needed - 1]!,
      startSeconds: Math.max(range.startSeconds, rows[seen[0]!.index]!.startSeconds),
      endSeconds: Math.min(range.endSeconds, rows[seen.at(-1)!.index]!.endSeconds),
      share: seen.length / rows.length,
    }))
    .sort((a, b) => b.share - a.share);
}

/** The kinds of light that most of the stretch has. */
function lightsOf(rows: readonly LookRow[]): Light[] {
  const total = rows.reduce((sum, row) => sum + row.endSeconds - row.startSeconds, 0);
  return allLights.filter((light) => {
    const lit = rows.reduce(
      (sum, row) => sum + (lightValue(row, light) >= steadyShare ? row.endSeconds - row.startSeconds : 0),
      0,
    );
    return total > 0 && lit / total > steadyShare;
  });
}

/** What the camera does for most of the time that is known; null where it does this and that. */
function cameraOf(rows: readonly LookRow[]): CameraMove | null {
  const spans = cameraSpansOf(rows).filter(({ pan }) => !Number.isNaN(pan));
  return (
    allMoves.find((move) => {
      const count = spans.reduce((sum, span) => sum + (cameraValue(span, move) >= steadyShare ? 1 : 0), 0);
      return spans.length > 0 && count / spans.length > steadyShare;
    }) ?? null
  );
}
