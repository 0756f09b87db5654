/**
 * Makes the weights of the learned grounding policy: `npm run train:grounding`. Needs nothing but this repository; the
 * same seed gives the same file. A run that is stopped goes on where it was when started again.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { evaluatePolicy } from '../../native-models/finetune/evaluate.ts';
import {
  finishWeights,
  followRecipe,
  groundingRecipe,
  heldOutEvidence,
  startRecipe,
  type Recipe,
  type RecipeState,
  type RecipeStep,
} from '../../native-models/finetune/recipe.ts';
import { LearnedPolicy, type LearnedWeights } from '../../native-models/policy/learned-policy.ts';

const saveEverySteps = 100;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'native-models/policy/weights/grounding-2.json' },
    seed: { type: 'string', default: '1' },
    name: { type: 'string', default: 'grounding@2' },
  },
});
const stateFile = `${values.out}.unfinished`;
const recipe = groundingRecipe(Number(values.seed));
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

const state = existsSync(stateFile) ? readState(stateFile, recipe) : startRecipe(recipe);
try {
  for (const step of followRecipe(state, recipe, controller.signal)) {
    report(step);
    if ((step.stepIndex + 1) % saveEverySteps === 0) {
      writeState(stateFile, recipe, state);
    }
  }
} catch (error) {
  if (!controller.signal.aborted) {
    throw error;
  }
  writeState(stateFile, recipe, state);
  console.log(`Stopped; the same command goes on from ${stateFile}.`);
  process.exit(130);
}
const finished = finishWeights(values.name, state.grpo!.weights, recipe.calibrationCount);
writeWhole(values.out, weightsText(finished, recipe));
rmSync(stateFile, { force: true });
const scores = evaluatePolicy(new LearnedPolicy(finished), heldOutEvidence(500, 1));
console.log(`${values.out}: held-out mIoU ${scores.meanIou.toFixed(3)}, R1@0.5 ${scores.recallAt1[1].toFixed(3)}`);

function report(step: RecipeStep): void {
  if (step.stepIndex % saveEverySteps !== 0) {
    return;
  }
  console.log(
    step.stage === 'supervised'
      ? `supervised ${step.stepIndex}: loss ${step.loss.toFixed(2)}`
      : `rewards ${step.stepIndex}: reward ${step.reward.toFixed(3)}, KL ${step.kl.toFixed(3)}, entropy ${step.entropy.toFixed(2)}`,
  );
}

/** The recipe is kept with the weights, so that a reader sees what made them. */
function weightsText({ policyId, weights, calibration }: LearnedWeights, made: Recipe): string {
  return `${JSON.stringify({ policyId, recipe: made, calibration, weights })}\n`;
}

function writeState(file: string, made: Recipe, unfinished: RecipeState): void {
  const text = JSON.stringify({ recipe: made, state: unfinished }, (_key, value: unknown) =>
    value instanceof Float64Array ? { numbers: [...value] } : value,
  );
  writeWhole(file, text);
}

function readState(file: string, wanted: Recipe): RecipeState {
  const stored = JSON.parse(readFileSync(file, 'utf8'), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'numbers' in value
      ? Float64Array.from(value.numbers as number[])
      : value,
  ) as { recipe: Recipe; state: RecipeState };
  if (JSON.stringify(stored.recipe) !== JSON.stringify(wanted)) {
    throw new Error(`${file} was begun with another recipe. Remove it to begin anew.`);
  }
  return stored.state;
}

/** Whoever reads the file finds the old one or the new one, never a part. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}
