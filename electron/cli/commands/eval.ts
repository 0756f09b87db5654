import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { BaselinePolicy } from '../../../native-models/policy/baseline-policy.ts';
import { LearnedPolicy } from '../../../native-models/policy/learned-policy.ts';
import { shippedWeights } from '../../../native-models/policy/weights/shipped-weights.ts';
import { compareGroundingReports, differencesText } from '../../engine/search/compare-grounding-reports.ts';
import {
  evalGrounding,
  groundingText,
  parseAbsentQueries,
  parseGroundingManifest,
  type GroundingBaseline,
  type GroundingReport,
} from '../../engine/search/eval-grounding.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine, type OpenOptions } from '../open-engine.ts';
import { resolveFromCaller } from '../places.ts';
import { parseChannels } from './search.ts';

interface EvalOptions {
  readonly policy?: GroundingBaseline;
  readonly against?: GroundingBaseline;
  readonly baseline: 'whole-video' | 'baseline';
  readonly without?: string;
  readonly absent?: string;
}

/** Measures spans and retrieval on a manifest; the files it names must be indexed in this library. */
export async function evalGroundingCommand(
  manifest: string,
  options: EvalOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const manifestFile = resolveFromCaller(manifest);
  const entries = parseGroundingManifest(await readManifest(manifestFile));
  const manifestFolder = await realpath(dirname(manifestFile));
  const withoutChannels = parseChannels(options.without);
  const absentByFile =
    options.absent === undefined
      ? new Map<string, readonly string[]>()
      : parseAbsentQueries(await readManifest(resolveFromCaller(options.absent)));
  const reportOf = (baseline: GroundingBaseline): Promise<GroundingReport> =>
    withEngine(context, { mode: 'read', ...policyOf(baseline) }, (engine) =>
      evalGrounding({
        entries,
        videoIdOf: (file) => engine.view.find(join(manifestFolder, ...file.split('/'))),
        search: engine.search,
        baseline,
        withoutChannels,
        absentByFile,
        signal,
      }),
    );
  const policy = options.policy ?? options.baseline;
  const report = await reportOf(policy);
  if (options.against === undefined) {
    output.result(report, groundingText(report));
    return exitCodes.done;
  }
  const other = await reportOf(options.against);
  const differences = compareGroundingReports(report, other);
  const title = `${policy} minus ${options.against}, with 95 % intervals of a paired bootstrap`;
  output.result(
    { report, other, differences },
    [groundingText(report), groundingText(other), differencesText(title, differences)].join('\n\n'),
  );
  return exitCodes.done;
}

function policyOf(policy: GroundingBaseline): Pick<OpenOptions, 'groundingPolicy'> {
  return { groundingPolicy: policy === 'learned' ? new LearnedPolicy(shippedWeights) : new BaselinePolicy() };
}

async function readManifest(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new EngineError('file-missing', `${file} cannot be read.`, { cause: error });
  }
}
