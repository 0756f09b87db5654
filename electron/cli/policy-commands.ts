import type { Command } from 'commander';
import { command, oneOf, type Start, wholeNumber } from './declare-command.ts';

export function addEval(program: Command, start: Start): void {
  const evaluation = program.command('eval').description('measure against annotated footage').exitOverride();
  command(evaluation, 'grounding <manifest.json>')
    .description('mIoU, R@1, R@5 and span F1 on a manifest of queries with spans; its files must be indexed')
    .option('--policy <policy>', 'whole-video, baseline or learned', oneOf('whole-video', 'baseline', 'learned'))
    .option('--against <policy>', 'also how much it differs from this one', oneOf('whole-video', 'baseline', 'learned'))
    .option('--baseline <policy>', 'the older name of --policy', oneOf('whole-video', 'baseline'), 'baseline')
    .option('--without <channels>', 'leave channels out, comma-separated (names, …)')
    .option('--absent <file.json>', 'also ask what never happens: {"file": ["text", …]}')
    .action(async (manifest: string, options) =>
      start(options, async (context) =>
        (await import('./commands/eval.ts')).evalGroundingCommand(manifest, options, context),
      ),
    );
  command(evaluation, 'tracking')
    .description('success AUC and precision of following, from several start frames of every target; opens no library')
    .requiredOption('--video <file>', 'the sequence as a video: frame k is row k of the truth')
    .requiredOption('--truth <file>', 'true boxes as OTB, VOT or MOTChallenge publish them')
    .option('--tracker <tracker>', 'auto, filter or nano', oneOf('auto', 'filter', 'nano'), 'auto')
    .option('--starts <n>', 'start frames a target', wholeNumber(1, 1000), 20)
    .action(async (options) =>
      start(options, async (context) =>
        (await import('./commands/eval-tracking.ts')).evalTrackingCommand(options, context),
      ),
    );
  command(evaluation, 'mot')
    .description(
      'MOTA, IDF1 and HOTA of what indexing follows, with the detector that is installed; changes no library',
    )
    .requiredOption('--video <file>', 'the sequence as a video: frame k is frame k of the truth')
    .requiredOption('--truth <file>', 'true boxes with identities as MOTChallenge publishes them')
    .option('--class <name>', "the detector's word for what the truth has boxes of", 'person')
    .option('--dense', 'look at every frame, not only as often as indexing does')
    .action(async (options) =>
      start(options, async (context) => (await import('./commands/eval-mot.ts')).evalMotCommand(options, context)),
    );
  command(evaluation, 'annotations <set>')
    .description('the protocols of charades, activitynet, nextgqa and got10k; opens no library')
    .requiredOption('--file <annotations.json>', 'annotations in the form that VideoChat-R1 publishes')
    .option('--predictions <file>', 'JSON list or JSON lines: {id, output | spans | boxes}')
    .option(
      '--baseline <answer>',
      'the answer without a look at the video alone; it is printed beside predictions anyway',
      oneOf('whole-video', 'copy-first-box'),
    )
    .action(async (set: string, options) =>
      start(options, async (context) =>
        (await import('./commands/eval-annotations.ts')).evalAnnotationsCommand(set, options, context),
      ),
    );
}

export function addTeach(program: Command, start: Start): void {
  command(program, 'teach')
    .description('let the grounding policy learn from the corrections of this library, and say whether it helped')
    .option('--dry-run', 'only say what would come of it; no policy is kept')
    .option('--accept', 'take the new policy into use where it is better')
    .option('--use <policy>', 'teach nothing: go back to an earlier policy, or to "built-in"')
    .action(async (options) =>
      start(options, async (context) => (await import('./commands/teach.ts')).teachCommand(options, context)),
    );
}
