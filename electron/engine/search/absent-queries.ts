import { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';
import { textTable } from '../base/text-table.ts';

/** Something that never happens in a file, and what was answered. */
export interface AbsentOutcome {
  readonly file: string;
  readonly text: string;
  /** Spans that a person would be shown; none is right. */
  readonly shownCount: number;
  /** Of the best span, shown or weak; null without any. */
  readonly bestScore: number | null;
}

/** How well a policy says "nothing"; shares 0..1, null where there is nothing to take a share of. */
export interface NothingScores {
  readonly absentCount: number;
  /** Of the queries in whose clip nothing was shown, those that were absent. */
  readonly precision: number | null;
  /** Of the absent queries, those in whose clip nothing was shown. */
  readonly recall: number | null;
}

const absentSchema = z.record(z.string().min(1), z.array(z.string().trim().min(1).max(500)).max(1000));

/** Parses `{"file": ["what never happens in it", …]}`. Throws EngineError `bad-request`. */
export function parseAbsentQueries(text: string): ReadonlyMap<string, readonly string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EngineError('bad-request', 'The absent queries are not JSON.', { cause: error });
  }
  const parsed = absentSchema.safeParse(value);
  if (!parsed.success) {
    throw new EngineError('bad-request', 'The absent queries are not {"file": ["text", …]}.', { cause: parsed.error });
  }
  return new Map(Object.entries(parsed.data));
}

/** `saidNothingCount`: of the queries that have an answer in their clip, those for which nothing was shown. */
export function nothingScores(absent: readonly AbsentOutcome[], saidNothingCount: number): NothingScores {
  const right = absent.filter(({ shownCount }) => shownCount === 0).length;
  const said = right + saidNothingCount;
  return {
    absentCount: absent.length,
    precision: absent.length === 0 || said === 0 ? null : right / said,
    recall: absent.length === 0 ? null : right / absent.length,
  };
}

/** Lines for people; empty where nothing absent was asked. */
export function absentText(absent: readonly AbsentOutcome[], scores: NothingScores): string[] {
  if (absent.length === 0) {
    return [];
  }
  const share = (value: number | null) => (value === null ? '-' : value.toFixed(2));
  return [
    '',
    `What never happens (${String(scores.absentCount)} queries): "nothing" precision ${share(scores.precision)}, recall ${share(scores.recall)}`,
    '',
    ...textTable([
      ['shown', 'best', 'file', 'query'],
      ...absent.map(({ shownCount, bestScore, file, text }) => [String(shownCount), share(bestScore), file, text]),
    ]),
  ];
}
