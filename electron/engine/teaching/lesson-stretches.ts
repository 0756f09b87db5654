import type { Correction } from '../../contract/corrections.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { mergeSpans, withoutSpans, type TimeSpan } from '../../../native-models/rewards/interval-union.ts';

/** A stretch of one video, and what people have said about it for one query. */
export interface LessonStretch<Said extends Correction = Correction> {
  readonly range: TimeRange;
  /** In order of time. */
  readonly corrections: readonly Said[];
}

/** How much lies on each side of what was judged, so that a policy sees where it ends. */
const marginSeconds = 60;
/** What lies closer together than this is one stretch. */
const nearSeconds = 20;
/** Stretches that long are no longer joined. */
const mostSeconds = 300;

/**
 * Cuts a video into the stretches that corrections of one query are about. Stretches never overlap: what one lesson
 * shows, no other shows.
 */
export function lessonStretches<Said extends Correction>(
  corrections: readonly Said[],
  durationSeconds: number,
): LessonStretch<Said>[] {
  const judged = corrections
    .map((correction) => ({ correction, span: judgedSpan(correction) }))
    .sort((a, b) => a.span[0] - b.span[0]);
  const groups: { from: number; to: number; corrections: Said[] }[] = [];
  for (const { correction, span } of judged) {
    const last = groups.at(-1);
    const isNear = last !== undefined && span[0] < last.to + nearSeconds;
    // What overlaps is one stretch however long it gets.
    if (isNear && (span[0] < last.to || span[1] - last.from <= mostSeconds)) {
      last.to = Math.max(last.to, span[1]);
      last.corrections.push(correction);
    } else {
      groups.push({ from: span[0], to: span[1], corrections: [correction] });
    }
  }
  return groups.map(({ from, to, corrections: said }, index) => {
    const before = groups[index - 1]?.to ?? Number.NEGATIVE_INFINITY;
    const after = groups[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const startSeconds = Math.max(0, from - marginSeconds, (before + from) / 2);
    const endSeconds = Math.min(Math.max(to, durationSeconds), to + marginSeconds, (to + after) / 2);
    return { range: { startSeconds, endSeconds }, corrections: said };
  });
}

/** What people say is true: as found where they said that it is right, as corrected where they set edges or added it. */
export function truthOf(corrections: readonly Correction[]): TimeSpan[] {
  const spans = corrections.flatMap(({ verdict, found, corrected }): TimeSpan[] => {
    const range = verdict === 'wrong' ? null : (corrected ?? found);
    return range === null ? [] : [[range.startSeconds, range.endSeconds]];
  });
  return mergeSpans(spans);
}

/** What was shown and nobody has said anything about. */
export function unjudgedOf(shown: readonly TimeSpan[], corrections: readonly Correction[]): TimeSpan[] {
  return withoutSpans(shown, corrections.flatMap(spansOf));
}

function judgedSpan(correction: Correction): TimeSpan {
  const spans = spansOf(correction);
  return [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, to]) => to))];
}

function spansOf({ found, corrected }: Correction): TimeSpan[] {
  return [found, corrected].flatMap((range): TimeSpan[] =>
    range === null ? [] : [[range.startSeconds, range.endSeconds]],
  );
}
