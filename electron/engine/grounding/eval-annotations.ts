import { optionReward } from '../../../native-models/rewards/accuracy-reward.ts';
import { clueIouReward } from '../../../native-models/rewards/clue-iou-reward.ts';
import { intervalUnionIou } from '../../../native-models/rewards/interval-union.ts';
import { cornerBoxIou, spatialIouReward } from '../../../native-models/rewards/spatial-iou-reward.ts';
import { spanIou, temporalIouReward } from '../../../native-models/rewards/temporal-iou-reward.ts';
import { textTable } from '../base/text-table.ts';
import type { AnnotationPrediction } from './annotation-predictions.ts';
import { iouThresholds, mean } from './metrics.ts';
import type { AnnotatedItem, AnnotationSet } from './read-annotations.ts';

export type TrivialAnswer = 'whole-video' | 'copy-first-box';

/** The answer that needs no look at the video: every result is read beside it. */
export const trivialAnswerOf: Readonly<Record<AnnotationSet, TrivialAnswer>> = {
  charades: 'whole-video',
  activitynet: 'whole-video',
  nextgqa: 'whole-video',
  got10k: 'copy-first-box',
};

/** Shares are 0..1. What was not predicted, or not readably, counts as 0. */
export interface AnnotationScores {
  readonly itemCount: number;
  /** Of the spans, of their unions for questions, or of the boxes of a sequence. */
  readonly meanIou: number;
  /** Share of items with at least that IoU, as in `{"0.5": 0.25}`. */
  readonly recall: Readonly<Record<string, number>>;
  /** Share of right options; null where nothing is chosen. */
  readonly accuracy: number | null;
}

export interface AnnotationReport {
  readonly set: AnnotationSet;
  /** Null when only the trivial answer was asked for. */
  readonly predicted: (AnnotationScores & { readonly missingCount: number; readonly unknownIds: number }) | null;
  readonly trivial: AnnotationScores & { readonly answer: TrivialAnswer };
}

export interface EvalAnnotationsRequest {
  readonly set: AnnotationSet;
  readonly items: readonly AnnotatedItem[];
  /** By id; null to see the trivial answer alone. */
  readonly predictions: ReadonlyMap<string, AnnotationPrediction> | null;
}

/** Scores predictions as the field does, and the trivial answer beside them. */
export function evalAnnotations({ set, items, predictions }: EvalAnnotationsRequest): AnnotationReport {
  const ids = new Set(items.map(({ id }) => id));
  return {
    set,
    predicted:
      predictions === null
        ? null
        : {
            ...scoresOf(items.map((item) => score(item, predictions.get(item.id)))),
            missingCount: items.filter(({ id }) => !predictions.has(id)).length,
            unknownIds: [...predictions.keys()].filter((id) => !ids.has(id)).length,
          },
    trivial: { answer: trivialAnswerOf[set], ...scoresOf(items.map((item) => score(item, trivialFor(item)))) },
  };
}

function trivialFor(item: AnnotatedItem): AnnotationPrediction {
  return item.task === 'track'
    ? { id: item.id, boxes: item.truth.map(() => [...item.truth[0]!]) }
    : { id: item.id, spans: [[0, item.durationSeconds]] };
}

interface ItemScore {
  readonly iou: number;
  readonly isRight: boolean | null;
}

function score(item: AnnotatedItem, prediction: AnnotationPrediction | undefined): ItemScore {
  return {
    iou: prediction === undefined ? 0 : iouOf(item, prediction),
    isRight: item.task === 'clues' ? isRight(item.answer, prediction) : null,
  };
}

function iouOf(item: AnnotatedItem, prediction: AnnotationPrediction): number {
  if (item.task === 'span') {
    const first = 'spans' in prediction ? prediction.spans[0] : undefined;
    return 'output' in prediction
      ? temporalIouReward(prediction.output, item.truth)
      : first === undefined
        ? 0
        : spanIou(first, item.truth);
  }
  if (item.task === 'clues') {
    return 'output' in prediction
      ? clueIouReward(prediction.output, item.truth)
      : 'spans' in prediction
        ? intervalUnionIou(
            prediction.spans.filter(([start, end]) => start <= end),
            item.truth,
          )
        : 0;
  }
  if ('output' in prediction) {
    return spatialIouReward(prediction.output, item.truth);
  }
  return 'boxes' in prediction && prediction.boxes.length === item.truth.length
    ? (mean(prediction.boxes.map((box, index) => cornerBoxIou(box, item.truth[index]!))) ?? 0)
    : 0;
}

/** Null where no option is chosen at all, as by the trivial answer. */
function isRight(answer: string, prediction: AnnotationPrediction | undefined): boolean | null {
  if (prediction === undefined) {
    return false;
  }
  if ('output' in prediction) {
    return optionReward(prediction.output, answer) === 1;
  }
  return 'spans' in prediction && prediction.answer !== undefined ? answer[1] === prediction.answer : null;
}

function scoresOf(scores: readonly ItemScore[]): AnnotationScores {
  const hasChoices = scores.some((one) => one.isRight === true || one.isRight === false);
  return {
    itemCount: scores.length,
    meanIou: mean(scores.map(({ iou }) => iou)) ?? 0,
    recall: Object.fromEntries(
      iouThresholds.map((threshold) => [
        String(threshold),
        mean(scores.map(({ iou }) => Number(iou >= threshold))) ?? 0,
      ]),
    ),
    accuracy: hasChoices ? mean(scores.map((one) => Number(one.isRight === true))) : null,
  };
}

/** The report as a table of plain text, in per cent. */
export function annotationsText({ set, predicted, trivial }: AnnotationReport): string {
  const rows = [
    ['', 'items', 'mIoU', ...iouThresholds.map((threshold) => `R@${threshold}`), 'accuracy'],
    ...(predicted === null ? [] : [cells('predictions', predicted)]),
    cells(trivial.answer, trivial),
  ];
  const lines = [`Annotations of ${set}`, '', ...textTable(rows)];
  if (predicted !== null && predicted.missingCount > 0) {
    lines.push('', `Not predicted, counted as 0: ${predicted.missingCount}`);
  }
  if (predicted !== null && predicted.unknownIds > 0) {
    lines.push('', `Predictions of ids that the annotations do not have: ${predicted.unknownIds}`);
  }
  return lines.join('\n');
}

function cells(name: string, { itemCount, meanIou, recall, accuracy }: AnnotationScores): string[] {
  const percent = (value: number | null | undefined) =>
    value === null || value === undefined ? '-' : (100 * value).toFixed(1);
  return [
    name,
    String(itemCount),
    percent(meanIou),
    ...iouThresholds.map((threshold) => percent(recall[String(threshold)])),
    percent(accuracy),
  ];
}
