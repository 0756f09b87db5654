import { EngineError } from '../../contract/errors.ts';
import { policyIdSchema, type HeldOut, type TeachReport } from '../../contract/teaching.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine } from '../open-engine.ts';

interface TeachCommandOptions {
  readonly dryRun?: boolean;
  readonly accept?: boolean;
  readonly use?: string;
}

/** Teaches the grounding policy by what people have corrected, as the Teach page does. */
export async function teachCommand(options: TeachCommandOptions, context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const { dryRun: isDryRun = false, accept: isAccepted = false, use } = options;
  if (isDryRun && (isAccepted || use !== undefined)) {
    throw new EngineError(
      'bad-request',
      'A dry run keeps no policy that could be taken into use. Leave --dry-run out.',
    );
  }
  return withEngine(context, { mode: 'write' }, async (engine) => {
    if (use !== undefined) {
      return usePolicy(engine, use, context);
    }
    const following = followProgress(engine, context);
    const report = await engine.teaching.teach({ isDryRun, signal }).finally(following.stop);
    output.endProgress();
    const [newest] = engine.teaching.show().history;
    const policyId = isDryRun ? null : (newest?.policyId ?? null);
    const isUsed = isAccepted && report.verdict === 'better' && policyId !== null;
    if (isUsed) {
      engine.teaching.use(policyId);
    }
    const kept = { policyId, isInUse: isUsed };
    output.result({ ...report, ...kept }, reportText(report, kept));
    return exitCodes.done;
  });
}

function usePolicy(engine: Engine, name: string, { output }: CommandContext): number {
  const policyId = name === 'built-in' ? null : policyIdSchema.safeParse(name).data;
  if (policyId === undefined) {
    throw new EngineError('bad-request', `"${name}" is no policy. They are called taught@1, taught@2, … and built-in.`);
  }
  const { policyInUse, history } = engine.teaching.use(policyId);
  output.result({ policyInUse, history }, `In use: ${policyInUse ?? 'the policy that comes with the program'}`);
  return exitCodes.done;
}

function followProgress(engine: Engine, { output }: CommandContext) {
  const controller = new AbortController();
  void engine.teaching.watch({
    signal: controller.signal,
    onProgress: ({ run }) => {
      if (run === null || run.state === 'failed') return;
      const last = run.steps.at(-1);
      const detail =
        last === undefined ? 'reading evidence' : `reward ${last.reward.toFixed(2)}, KL ${last.kl.toFixed(3)}`;
      output.progress({ label: 'teaching', doneShare: run.progress, detail, remainingSeconds: run.secondsLeft });
    },
  });
  return { stop: () => controller.abort() };
}

interface Kept {
  /** Null after a dry run. */
  readonly policyId: string | null;
  readonly isInUse: boolean;
}

function reportText(report: TeachReport, { policyId, isInUse }: Kept): string {
  const { lessonCount, apart, candidates, edgeHabit } = report;
  const lines = [`${lessonCount} ${lessonCount === 1 ? 'lesson' : 'lessons'} from corrections`];
  if (apart === 'lesson') {
    lines.push('Too few clips: lessons of the same clip were taught and tried, so that the result may flatter.');
  }
  lines.push(...candidates.map(candidateText), verdictText(report));
  if (edgeHabit !== null && report.taughtPart !== null) {
    lines.push(`edges: begin ${signed(edgeHabit.startSeconds)} s, end ${signed(edgeHabit.endSeconds)} s`);
  }
  if (report.verdict === 'better' && policyId !== null) {
    lines.push(isInUse ? `${policyId} is in use.` : `Offered as ${policyId}. Use it: timecue teach --use ${policyId}`);
  }
  return lines.join('\n');
}

function candidateText({ part, before, after, interval, builtInBefore, builtInAfter }: HeldOut): string {
  const name = part === 'edges' ? 'edges alone' : 'edges and network';
  const percent = (share: number) => (100 * share).toFixed(1);
  const gain = `${signed(100 * interval.difference, 1)} [${signed(100 * interval.low, 1)}, ${signed(100 * interval.high, 1)}]`;
  const builtIn = `built-in set ${percent(builtInBefore)} → ${percent(builtInAfter)}`;
  return `${name}: mIoU on lessons it was not taught ${percent(before)} → ${percent(after)}, gain ${gain}; ${builtIn}`;
}

function verdictText({ verdict, lessonCount }: TeachReport): string {
  switch (verdict) {
    case 'better':
      return 'Better on what it was not taught, beyond the error of that figure.';
    case 'no-better':
      return 'Refused: no better on what it was not taught. More corrections help, and such that agree with each other.';
    case 'forgets':
      return 'Refused: it would lose half a point or more on the built-in set.';
    case 'too-few':
      return `Too few: ${lessonCount} of at least 5. Correct more moments: drag their edges, or say right, wrong or missed.`;
  }
}

function signed(value: number, digits = 2): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
