import { statfs } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { toWireError } from '../../contract/errors.ts';
import { systemClock } from '../../engine/base/surroundings.ts';
import { InferenceHost } from '../../engine/inference/inference-host.ts';
import { ModelStore } from '../../engine/models/model-store.ts';
import { cardForChannel } from '../../../native-models/catalog/catalog.ts';
import type { CommandContext } from '../command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools, processLogger } from '../open-engine.ts';
import { libraryPaths } from '../places.ts';
import { spawnInferenceInNode } from '../spawn-inference.ts';

interface Finding {
  readonly name: string;
  readonly isOk: boolean;
  readonly text: string;
  /** What to do about it, where there is something. */
  readonly advice: string | null;
}

/** Looks at everything that Timecue needs and says what is missing. Exit 0 also when something is: it did its work. */
export async function doctorCommand(context: CommandContext): Promise<number> {
  const paths = libraryPaths(context.libraryOption);
  const models = new ModelStore({
    modelFolder: paths.modelFolder,
    env: process.env,
    clock: systemClock,
    logger: processLogger(context.output),
  });
  const findings: Finding[] = [
    {
      name: 'node',
      isOk: true,
      text: `${process.version} on ${process.platform} ${process.arch} ${release()}`,
      advice: null,
    },
    {
      name: 'machine',
      isOk: true,
      text: `${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`,
      advice: null,
    },
    await ffmpegFinding(context),
    await diskFinding(paths.libraryFolder),
    ...(await modelFindings(models)),
    await deviceFinding(context, models, paths.modelFolder),
  ];
  const missing = findings.filter(({ isOk }) => !isOk).map(({ name }) => name);
  const lines = findings.map(
    ({ name, isOk, text, advice }) =>
      `${isOk ? 'ok     ' : 'missing'}  ${name.padEnd(10)} ${text}${advice === null ? '' : `\n                    → ${advice}`}`,
  );
  context.output.result({ library: paths.libraryFolder, findings, missing }, lines.join('\n'));
  return exitCodes.done;
}

async function ffmpegFinding(context: CommandContext): Promise<Finding> {
  try {
    const { ffmpegPath, ffprobePath, version, source } = await mediaTools(context, false);
    return { name: 'ffmpeg', isOk: true, text: `${version} (${source}): ${ffmpegPath}, ${ffprobePath}`, advice: null };
  } catch (error) {
    return { name: 'ffmpeg', isOk: false, text: 'not found', advice: toWireError(error).message };
  }
}

const plentyBytes = 2 * 2 ** 30;

async function diskFinding(folder: string): Promise<Finding> {
  const existing = await firstExisting(folder);
  const { bavail, bsize } = await statfs(existing);
  const freeBytes = bavail * bsize;
  const text = `${(freeBytes / 2 ** 30).toFixed(1)} GiB free for the library in ${folder}`;
  return freeBytes >= plentyBytes
    ? { name: 'disk', isOk: true, text, advice: null }
    : { name: 'disk', isOk: false, text, advice: 'Free some space, or name another folder with --library.' };
}

async function firstExisting(folder: string): Promise<string> {
  const { dirname } = await import('node:path');
  for (let at = folder; ; at = dirname(at)) {
    try {
      await statfs(at);
      return at;
    } catch (error) {
      if (dirname(at) === at) {
        throw error;
      }
    }
  }
}

const modelWords = { installed: 'is installed', missing: 'is not installed', corrupt: 'is damaged' } as const;

/** Only models that a channel of this version uses can be missing; the others are offered for later. */
async function modelFindings(models: ModelStore): Promise<Finding[]> {
  const needed = cardForChannel('objects')?.id ?? null;
  const summaries = await models.list();
  return summaries
    .filter(({ cardId, state }) => state !== 'missing' || cardId === needed)
    .map(({ cardId, state, purpose }) => ({
      name: 'model',
      isOk: state === 'installed',
      text: `${cardId} ${modelWords[state]}: ${purpose}`,
      advice: state === 'installed' ? null : `timecue models install ${cardId}`,
    }));
}

/** Starts the inference process for real: what a provider promises shows only there. */
async function deviceFinding(
  { output, signal }: CommandContext,
  models: ModelStore,
  modelFolder: string,
): Promise<Finding> {
  const card = cardForChannel('objects');
  if (card === null || (await models.state(card)) !== 'installed') {
    return { name: 'device', isOk: true, text: 'not tried: no model is installed that could run', advice: null };
  }
  const logger = processLogger(output);
  const host = new InferenceHost({
    spawnInference: spawnInferenceInNode({ logger }),
    modelFolder,
    logger,
    clock: systemClock,
  });
  try {
    const report = await host.load({ role: 'interactive', cardId: card.id, signal });
    const failures = report.failures.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
    return {
      name: 'device',
      isOk: true,
      text: `${card.id} runs on ${report.provider}${failures === '' ? '' : ` (not ${failures})`}`,
      advice: null,
    };
  } catch (error) {
    return {
      name: 'device',
      isOk: false,
      text: toWireError(error).message,
      advice: 'Install the model again, or report this with TIMECUE_DEBUG=1.',
    };
  } finally {
    await host.dispose();
  }
}
