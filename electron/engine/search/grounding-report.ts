import type { ChannelId } from '../../contract/channels.ts';
import { textTable } from '../base/text-table.ts';
import { iouThresholds, isRecalled, mean } from '../grounding/metrics.ts';
import { type AbsentOutcome, absentText, nothingScores, type NothingScores } from './absent-queries.ts';
import type { GroundingBaseline, GroundingOutcome } from './eval-grounding.ts';

/** Means over some queries; null where there are none. Shares are 0..1. */
export interface GroundingScores {
  readonly queryCount: number;
  readonly meanIou: number | null;
  readonly meanUnionIou: number | null;
  readonly f1: number | null;
  /** By IoU threshold, as in `{"0.5": 0.25}`. */
  readonly recallAt1: Readonly<Record<string, number | null>>;
  readonly recallAt5: Readonly<Record<string, number | null>>;
  /** The right clip is the first (among the first five) of a search over the whole library. */
  readonly clipAt1: number | null;
  readonly clipAt5: number | null;
  readonly meanReciprocalClipRank: number | null;
}

export interface GroundingReport {
  readonly policy: GroundingBaseline;
  readonly withoutChannels: readonly ChannelId[];
  /** Moments that cover less than 80 % of their clip. */
  readonly partOfClip: GroundingScores;
  /** Moments that cover 80 % of it or more: naming the clip is nearly the answer. */
  readonly nearlyWholeClip: GroundingScores;
  readonly all: GroundingScores;
  readonly queries: readonly GroundingOutcome[];
  /** What never happens in its file, where such queries were given. */
  readonly absent: readonly AbsentOutcome[];
  readonly nothing: NothingScores;
  /** Queries of which no channel here can answer any part. They count in the means, as misses. */
  readonly inexpressible: readonly { readonly file: string; readonly text: string }[];
  /** Files of the manifest that are not in the library; not counted. */
  readonly missingFiles: readonly string[];
}

export interface ReportInput {
  readonly baseline: GroundingBaseline;
  readonly withoutChannels: readonly ChannelId[];
  readonly missingFiles: readonly string[];
  readonly outcomes: readonly GroundingOutcome[];
  readonly absent: readonly AbsentOutcome[];
}

export function reportOf({ baseline, withoutChannels, missingFiles, outcomes, absent }: ReportInput): GroundingReport {
  return {
    policy: baseline,
    withoutChannels,
    partOfClip: scoresOf(outcomes.filter((outcome) => !outcome.isNearlyWholeClip)),
    nearlyWholeClip: scoresOf(outcomes.filter((outcome) => outcome.isNearlyWholeClip)),
    all: scoresOf(outcomes),
    queries: outcomes,
    absent,
    nothing: nothingScores(absent, outcomes.filter(({ isNothingShown }) => isNothingShown).length),
    inexpressible: outcomes
      .filter((outcome) => outcome.answerableAtomCount === 0)
      .map(({ file, text }) => ({ file, text })),
    missingFiles,
  };
}

function scoresOf(outcomes: readonly GroundingOutcome[]): GroundingScores {
  const share = (isTrue: (outcome: GroundingOutcome) => boolean) =>
    mean(outcomes.map((outcome) => (isTrue(outcome) ? 1 : 0)));
  const recall = (count: number) =>
    Object.fromEntries(
      iouThresholds.map((iou) => [
        String(iou),
        share(({ predicted, truth }) => isRecalled(predicted, truth, { count, iou })),
      ]),
    );
  return {
    queryCount: outcomes.length,
    meanIou: mean(outcomes.map(({ iou }) => iou)),
    meanUnionIou: mean(outcomes.map(({ unionIou }) => unionIou)),
    f1: mean(outcomes.map(({ f1 }) => f1)),
    recallAt1: recall(1),
    recallAt5: recall(5),
    clipAt1: share(({ clipRank }) => clipRank === 1),
    clipAt5: share(({ clipRank }) => clipRank !== null && clipRank <= 5),
    meanReciprocalClipRank: mean(outcomes.map(({ clipRank }) => (clipRank === null ? 0 : 1 / clipRank))),
  };
}

/** The report as a table of plain text, one line a group and one a query. */
export function groundingText(report: GroundingReport): string {
  const { policy, withoutChannels, inexpressible, missingFiles, queries } = report;
  const without = withoutChannels.length === 0 ? '' : `, without ${withoutChannels.join(', ')}`;
  const lines = [
    `Grounding with policy ${policy}${without}`,
    '',
    ...textTable([
      scoreHeader,
      scoreCells('spans < 80 % of clip', report.partOfClip),
      scoreCells('spans >= 80 % of clip', report.nearlyWholeClip),
      scoreCells('all', report.all),
    ]),
    '',
    ...textTable([['IoU', 'F1', 'clip', 'first span', 'truth', 'file', 'query'], ...queries.map(queryCells)]),
  ];
  lines.push(...absentText(report.absent, report.nothing));
  if (inexpressible.length > 0) {
    lines.push('', 'No channel here can answer any part of:');
    lines.push(...inexpressible.map(({ file, text }) => `  ${file}: ${text}`));
  }
  if (missingFiles.length > 0) {
    lines.push('', 'Not in the library, not counted:', ...missingFiles.map((file) => `  ${file}`));
  }
  return lines.join('\n');
}

const scoreHeader = [
  'group',
  'queries',
  'mIoU',
  'union',
  ...iouThresholds.map((iou) => `R1@${String(iou)}`),
  ...iouThresholds.map((iou) => `R5@${String(iou)}`),
  'F1',
  'clip@1',
  'clip@5',
  'MRR',
];

function scoreCells(name: string, scores: GroundingScores): string[] {
  return [
    name,
    String(scores.queryCount),
    cell(scores.meanIou),
    cell(scores.meanUnionIou),
    ...iouThresholds.map((iou) => cell(scores.recallAt1[String(iou)])),
    ...iouThresholds.map((iou) => cell(scores.recallAt5[String(iou)])),
    cell(scores.f1),
    cell(scores.clipAt1),
    cell(scores.clipAt5),
    cell(scores.meanReciprocalClipRank),
  ];
}

function queryCells({ iou, f1, clipRank, predicted, truth, file, text }: GroundingOutcome): string[] {
  const first = predicted[0];
  const span = (range: { startSeconds: number; endSeconds: number }) =>
    `${range.startSeconds.toFixed(1)}-${range.endSeconds.toFixed(1)}`;
  return [
    cell(iou),
    cell(f1),
    clipRank === null ? '-' : String(clipRank),
    first === undefined ? 'none' : span(first),
    truth.map(span).join(' '),
    file,
    text,
  ];
}

function cell(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : value.toFixed(2);
}
