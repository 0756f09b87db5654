import { randomUUID } from 'node:crypto';
import { correctionIdSchema } from '../../contract/ids.ts';
import type { Correction } from '../../contract/corrections.ts';
import { EngineError } from '../../contract/errors.ts';
import type { ParsedParams } from '../../contract/index.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import type { Clock } from '../base/surroundings.ts';
import { temporalIou } from '../base/temporal-iou.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../store/database.ts';
import {
  correctionsOfQuery,
  insertCorrection,
  listCorrections,
  type QueryCorrection,
  removeCorrection,
  videoById,
} from '../store/queries/index.ts';
import { queryKey } from './query-key.ts';

export interface CorrectionDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
}

type NewVerdict = ParsedParams<'corrections.save'>;

const sameMomentIou = 0.5;
const mostListed = 10_000;

/** What people say about moments that were found, or were not. */
export class CorrectionService {
  readonly #deps: CorrectionDeps;
  readonly #listeners = new Set<() => void>();

  constructor(deps: CorrectionDeps) {
    this.#deps = deps;
  }

  /** Tells whenever something was said or taken back. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Of one query, for its search. */
  ofQuery(text: string): readonly QueryCorrection[] {
    return correctionsOfQuery(this.#deps.db, queryKey(text));
  }

  /** Newest first. */
  list({ text, videoId }: ParsedParams<'corrections.list'>): { corrections: Correction[] } {
    const rows = listCorrections(this.#deps.db, {
      textKey: text === null ? null : queryKey(text),
      videoId,
      limit: mostListed,
    });
    return { corrections: rows.map(({ correctionKey: _, ...correction }) => correction) };
  }

  /**
   * Keeps a verdict. What was said before about the same moment is replaced, and keeps its id and what the engine had
   * found there, so that the search goes on to know the moment. Throws `bad-request`, `not-found`, `read-only`.
   */
  save(verdict: NewVerdict): Correction {
    const writer = this.#writer();
    checkRanges(verdict);
    const textKey = queryKey(verdict.text);
    const saved = inTransaction(writer, () => {
      const video = videoById(writer, verdict.videoId);
      if (video === null) {
        throw new EngineError('not-found', 'There is no such video.', { details: { videoId: verdict.videoId } });
      }
      const before = sameMoments(verdict, correctionsOfQuery(writer, textKey));
      before.forEach(({ correctionId }) => removeCorrection(writer, correctionId));
      const kept: Correction = {
        ...mergedWith(verdict, before[0] ?? null),
        correctionId: before[0]?.correctionId ?? correctionIdSchema.parse(randomUUID()),
        changedAtMs: this.#deps.clock.nowMs(),
      };
      insertCorrection(writer, { ...kept, videoKey: video.videoKey, textKey });
      return kept;
    });
    this.#tell();
    return saved;
  }

  /** Throws `not-found`, `read-only`. */
  remove({ correctionId }: ParsedParams<'corrections.remove'>): void {
    if (!removeCorrection(this.#writer(), correctionId)) {
      throw new EngineError('not-found', 'There is no such correction.');
    }
    this.#tell();
  }

  #tell(): void {
    this.#listeners.forEach((listener) => listener());
  }

  #writer(): WritableDb {
    const { writer } = this.#deps;
    if (writer === null) {
      throw new EngineError('read-only', 'This engine only reads the library.');
    }
    return writer;
  }
}

function checkRanges({ verdict, found, corrected }: NewVerdict): void {
  const needsFound = verdict !== 'missed';
  const needsCorrected = verdict === 'adjusted' || verdict === 'missed';
  if ((needsFound && found === null) || (needsCorrected && corrected === null)) {
    throw new EngineError('bad-request', `A moment that is "${verdict}" needs to say where.`);
  }
}

/** Corrections about the same moment of the same video, the nearest first. */
function sameMoments({ videoId, found, corrected }: NewVerdict, known: readonly QueryCorrection[]): QueryCorrection[] {
  const about = found ?? corrected;
  const nearness = (correction: QueryCorrection): number =>
    about === null || correction.videoId !== videoId
      ? 0
      : // The page shows the corrected range, and speaks of that when it corrects it again.
        Math.max(iou(about, correction.found), iou(about, correction.corrected));
  return known.filter((correction) => nearness(correction) >= sameMomentIou).sort((a, b) => nearness(b) - nearness(a));
}

function iou(a: TimeRange, b: TimeRange | null): number {
  return b === null ? 0 : temporalIou(a, b);
}

/** A verdict on a corrected moment is one on what was found there, or was missed there, in the first place. */
function mergedWith(verdict: NewVerdict, before: QueryCorrection | null): NewVerdict {
  if (before === null) {
    return verdict;
  }
  if (before.verdict === 'missed' && verdict.verdict !== 'wrong') {
    return { ...verdict, verdict: 'missed', found: null, corrected: verdict.corrected ?? before.corrected };
  }
  const found = before.found ?? verdict.found;
  const keepsEdges = verdict.verdict === 'right' && before.verdict === 'adjusted';
  return keepsEdges ? { ...verdict, verdict: 'adjusted', found, corrected: before.corrected } : { ...verdict, found };
}
