import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { GroundingInput, GroundingPolicy } from '../../../native-models/api/grounding-policy.ts';
import { shownSpans, takeSnapshot, type Lesson } from '../../../native-models/finetune/lesson.ts';
import type { TimeSpan } from '../../../native-models/rewards/interval-union.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { QueryPlan } from '../../contract/plan.ts';
import type { TaughtLesson } from '../../contract/teaching.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { Clock } from '../base/surroundings.ts';
import { queryKey } from '../corrections/query-key.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../store/database.ts';
import * as rows from '../store/queries/index.ts';
import { lessonStretches, truthOf, unjudgedOf, type LessonStretch } from './lesson-stretches.ts';
import { packSnapshot, unpackSnapshot } from './snapshot-blob.ts';

export interface LessonBookDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
  /** As `SearchService.groundingInput`. */
  readonly inputOf: (
    where: { readonly text: string; readonly videoId: VideoId; readonly range: TimeRange },
    signal: AbortSignal,
  ) => Promise<{ readonly plan: QueryPlan; readonly input: GroundingInput } | null>;
  /** What a person is shown now. */
  readonly policy: () => GroundingPolicy;
}

/** A stretch with what is kept of it; `row` is null while nothing is. */
interface Entry {
  readonly textKey: string;
  readonly text: string;
  readonly videoId: VideoId;
  readonly title: string;
  readonly stretch: LessonStretch<rows.CorrectionRow>;
  readonly row: rows.LessonRow | null;
}

const shownSchema = z.array(z.tuple([z.number(), z.number()])).max(100_000);
const mostCorrections = 10_000;

/** The examples that people have given, each with the evidence that there was. What they said lies in `correction`. */
export class LessonBook {
  readonly #deps: LessonBookDeps;

  constructor(deps: LessonBookDeps) {
    this.#deps = deps;
  }

  /**
   * Keeps the evidence of what was corrected and has none yet, and lets go what is about no correction any more. Does
   * nothing in a library that is only read.
   *
   * @throws the signal's reason when aborted.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    const { writer, db } = this.#deps;
    if (writer === null) {
      return;
    }
    const entries = this.#entries();
    const known = new Set(entries.flatMap(({ row }) => (row === null ? [] : [row.lessonId])));
    inTransaction(writer, () => {
      for (const { lessonId } of rows.listLessons(db)) {
        if (!known.has(lessonId)) rows.removeLesson(writer, lessonId);
      }
    });
    for (const entry of entries) {
      signal.throwIfAborted();
      if (entry.row === null) await this.#keep(writer, entry, signal);
    }
  }

  /** Newest first. */
  list(): TaughtLesson[] {
    return this.#entries()
      .map(({ row, stretch, videoId, title, text }) => ({
        lessonId: row?.lessonId ?? null,
        ...{ videoId, title, text },
        range: stretch.range,
        corrections: stretch.corrections.map(
          ({ correctionKey: _key, videoId: _video, text: _text, ...correction }) => correction,
        ),
        truth: truthOf(stretch.corrections).map(toRange),
        unjudgedCount: row === null ? 0 : unjudgedOf(parseShown(row.shownJson), stretch.corrections).length,
        takenAtMs: row?.takenAtMs ?? null,
      }))
      .sort((a, b) => lastChange(b) - lastChange(a));
  }

  /** What can be taught by now. Throws EngineError `library-corrupt`. */
  lessons(): Lesson[] {
    const lessons: Lesson[] = [];
    for (const { row, stretch, videoId } of this.#entries()) {
      const kept = row === null ? null : rows.lessonEvidence(this.#deps.db, row.lessonId);
      if (row !== null && kept !== null) {
        lessons.push({
          lessonId: row.lessonId,
          groupId: videoId,
          evidence: unpackSnapshot(kept.snapshot),
          truthSeconds: truthOf(stretch.corrections),
          unjudgedSeconds: unjudgedOf(parseShown(row.shownJson), stretch.corrections),
        });
      }
    }
    return lessons;
  }

  /** The plan that a lesson's query had; null when nothing is kept. */
  planOf(lessonId: string): unknown {
    const kept = rows.lessonEvidence(this.#deps.db, lessonId);
    return kept === null ? null : JSON.parse(kept.planJson);
  }

  #entries(): Entry[] {
    const { db } = this.#deps;
    const known = new Map(rows.listLessons(db).map((row) => [keyOf(row), row]));
    const corrections = rows.listCorrections(db, { textKey: null, videoId: null, limit: mostCorrections });
    const groups = Map.groupBy(corrections, ({ text, videoId }) => JSON.stringify([queryKey(text), videoId]));
    return [...groups.values()].flatMap((group): Entry[] => {
      const { text, videoId } = group[0]!;
      const video = rows.videoById(db, videoId);
      const textKey = queryKey(text);
      return lessonStretches(group, video?.durationSeconds ?? 0).map((stretch) => ({
        ...{ textKey, text, videoId, stretch },
        title: video?.title ?? '',
        row: known.get(keyOf({ textKey, videoId, ...stretch.range })) ?? null,
      }));
    });
  }

  async #keep(writer: WritableDb, { textKey, text, videoId, stretch }: Entry, signal: AbortSignal): Promise<void> {
    const { inputOf, policy, clock } = this.#deps;
    const found = await inputOf({ text, videoId, range: stretch.range }, signal);
    if (found === null) {
      return;
    }
    const { startSeconds, endSeconds } = stretch.range;
    const snapshot = takeSnapshot(found.input, [startSeconds, endSeconds]);
    const current = policy();
    rows.insertLesson(writer, {
      ...{ textKey, videoId, startSeconds, endSeconds },
      lessonId: randomUUID(),
      policyId: current.policyId,
      planJson: JSON.stringify(found.plan),
      shownJson: JSON.stringify(shownSpans(current, snapshot)),
      snapshot: packSnapshot(snapshot),
      takenAtMs: clock.nowMs(),
    });
  }
}

function keyOf(where: { textKey: string; videoId: VideoId; startSeconds: number; endSeconds: number }): string {
  return JSON.stringify([where.textKey, where.videoId, where.startSeconds, where.endSeconds]);
}

/** What cannot be read is taken for nothing: it would only have been left out of the reward. */
function parseShown(json: string): TimeSpan[] {
  return shownSchema.safeParse(JSON.parse(json)).data ?? [];
}

function toRange([startSeconds, endSeconds]: TimeSpan): TimeRange {
  return { startSeconds, endSeconds };
}

function lastChange({ corrections }: Pick<TaughtLesson, 'corrections'>): number {
  return Math.max(...corrections.map(({ changedAtMs }) => changedAtMs));
}
