import type { VideoId } from '../../contract/ids.ts';
import type { TaughtLesson } from '../../contract/teaching.ts';
import type { ReadableDb } from '../store/database.ts';
import { lessonEvidence, videoById } from '../store/queries/index.ts';
import { plainSnapshot, unpackSnapshot } from './snapshot-blob.ts';

export interface LessonExportDeps {
  readonly db: ReadableDb;
  /** Where a copy of the video lies; null when there is none. */
  readonly pathOf: (videoId: VideoId) => string | null;
}

/** Everything that is kept of every lesson: query, plan, evidence, truth and who found what. */
export function lessonsAsJson(lessons: readonly TaughtLesson[], { db, pathOf }: LessonExportDeps): string {
  const items = lessons.map(({ lessonId, videoId, title, text, range, truth, corrections, takenAtMs }) => {
    const kept = lessonId === null ? null : lessonEvidence(db, lessonId);
    return {
      query: text,
      video: { title, path: pathOf(videoId), fingerprint: videoById(db, videoId)?.fingerprint ?? null },
      ...{ range, truth, corrections, takenAtMs },
      plan: kept === null ? null : (JSON.parse(kept.planJson) as unknown),
      evidence: kept === null ? null : plainSnapshot(unpackSnapshot(kept.snapshot)),
    };
  });
  return `${JSON.stringify({ format: 'timecue-lessons', version: 1, lessons: items }, null, 1)}\n`;
}

interface MomentsOfVideo {
  readonly duration: number;
  readonly timestamps: [number, number][];
  readonly sentences: string[];
}

/**
 * What people marked as true, as the training of VideoChat-R1 reads it (the form of its Charades-STA annotations): by
 * file, its duration and, one for one, spans in seconds and sentences. "Nothing here" has no place in that form.
 */
export function lessonsAsAnnotations(lessons: readonly TaughtLesson[], { db, pathOf }: LessonExportDeps): string {
  const byFile: Record<string, MomentsOfVideo> = {};
  for (const { videoId, title, text, truth } of lessons) {
    const duration = videoById(db, videoId)?.durationSeconds ?? 0;
    const moments = (byFile[pathOf(videoId) ?? title] ??= { duration, timestamps: [], sentences: [] });
    for (const { startSeconds, endSeconds } of truth) {
      moments.timestamps.push([toHundredths(startSeconds), toHundredths(endSeconds)]);
      moments.sentences.push(text);
    }
  }
  const withMoments = Object.entries(byFile).filter(([, { timestamps }]) => timestamps.length > 0);
  return `${JSON.stringify(Object.fromEntries(withMoments), null, 1)}\n`;
}

function toHundredths(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
