import { textTable } from '../base/text-table.ts';
import { type PairedInterval, pairedBootstrap } from '../../../native-models/finetune/paired-bootstrap.ts';
import type { GroundingOutcome } from './eval-grounding.ts';
import type { GroundingReport } from './grounding-report.ts';

/** How much higher one policy scores than another on the same queries. */
export interface GroundingDifference {
  readonly group: string;
  readonly queryCount: number;
  readonly meanIou: PairedInterval | null;
  readonly meanUnionIou: PairedInterval | null;
  readonly f1: PairedInterval | null;
}

/** Queries in the same order on both sides, as two runs over one manifest have them. */
export function compareGroundingReports(report: GroundingReport, other: GroundingReport): GroundingDifference[] {
  const pairs = report.queries.map((outcome, index) => [outcome, other.queries[index]!] as const);
  const groupOf = (group: string, isIn: (outcome: GroundingOutcome) => boolean): GroundingDifference => {
    const own = pairs.filter(([outcome]) => isIn(outcome));
    const differ = (pick: (outcome: GroundingOutcome) => number) =>
      pairedBootstrap(own.map(([a, b]) => pick(a) - pick(b)));
    return {
      group,
      queryCount: own.length,
      meanIou: differ(({ iou }) => iou),
      meanUnionIou: differ(({ unionIou }) => unionIou),
      f1: differ(({ f1 }) => f1),
    };
  };
  return [
    groupOf('spans < 80 % of clip', ({ isNearlyWholeClip }) => !isNearlyWholeClip),
    groupOf('spans >= 80 % of clip', ({ isNearlyWholeClip }) => isNearlyWholeClip),
    groupOf('all', () => true),
  ];
}

export function differencesText(title: string, differences: readonly GroundingDifference[]): string {
  const cell = (interval: PairedInterval | null) =>
    interval === null ? '-' : `${signed(interval.difference)} [${signed(interval.low)}, ${signed(interval.high)}]`;
  const rows = differences.map(({ group, queryCount, meanIou, meanUnionIou, f1 }) => [
    group,
    String(queryCount),
    cell(meanIou),
    cell(meanUnionIou),
    cell(f1),
  ]);
  return [title, '', ...textTable([['group', 'queries', 'mIoU', 'union', 'F1'], ...rows])].join('\n');
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}
