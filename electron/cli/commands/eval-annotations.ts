import { readFile } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import { readPredictions } from '../../engine/grounding/annotation-predictions.ts';
import {
  annotationsText,
  evalAnnotations,
  trivialAnswerOf,
  type TrivialAnswer,
} from '../../engine/grounding/eval-annotations.ts';
import { annotationSets, readAnnotations, type AnnotationSet } from '../../engine/grounding/read-annotations.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { resolveFromCaller } from '../places.ts';

interface EvalAnnotationsOptions {
  readonly file: string;
  readonly predictions?: string;
  readonly baseline?: TrivialAnswer;
}

/** Scores predictions, or the trivial answer alone, on the annotations of a public set. */
export async function evalAnnotationsCommand(
  set: string,
  { file, predictions, baseline }: EvalAnnotationsOptions,
  { output }: CommandContext,
): Promise<number> {
  const known = annotationSets.find((one) => one === set);
  if (known === undefined) {
    throw new EngineError('bad-request', `"${set}" is none of ${annotationSets.join(', ')}.`);
  }
  checkChoice(known, { predictions, baseline });
  const items = readAnnotations(known, await readText(file));
  const predicted = predictions === undefined ? null : readPredictions(await readText(predictions));
  const report = evalAnnotations({ set: known, items, predictions: predicted });
  output.result(report, annotationsText(report));
  return exitCodes.done;
}

function checkChoice(
  set: AnnotationSet,
  { predictions, baseline }: { readonly predictions: string | undefined; readonly baseline: TrivialAnswer | undefined },
): void {
  if (predictions !== undefined && baseline !== undefined) {
    throw new EngineError('bad-request', 'Give --predictions or --baseline, not both: the baseline is always shown.');
  }
  if (baseline !== undefined && baseline !== trivialAnswerOf[set]) {
    throw new EngineError('bad-request', `The trivial answer to ${set} is ${trivialAnswerOf[set]}, not ${baseline}.`);
  }
}

async function readText(file: string): Promise<string> {
  const path = resolveFromCaller(file);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${path} cannot be read.`, { cause: error });
  }
}
