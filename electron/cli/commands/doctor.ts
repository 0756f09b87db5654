import { cpus, totalmem } from 'node:os';
import { existsSync } from 'node:fs';
import { toWireError } from '../../contract/errors.ts';
import { systemClock, type LibraryPaths, type Logger } from '../../engine/base/surroundings.ts';
import type { Finding } from '../../engine/doctor/finding.ts';
import { runDoctor } from '../../engine/doctor/run-doctor.ts';
import { InferenceHost } from '../../engine/inference/inference-host.ts';
import { ModelStore } from '../../engine/models/model-store.ts';
import type { ReadableDb } from '../../engine/store/database.ts';
import { openLibrary } from '../../engine/store/open-library.ts';
import type { CommandContext } from '../command-context.ts';
import { errorAdvice } from '../error-advice.ts';
import { exitCodes } from '../exit-codes.ts';
import { mediaTools, processLogger, readSettings } from '../open-engine.ts';
import { libraryPaths } from '../places.ts';
import { spawnInferenceInNode } from '../spawn-inference.ts';

/** Looks at everything that Timecue needs and says what is missing. Exit 0 also when something is: it did its work. */
export async function doctorCommand(context: CommandContext): Promise<number> {
  const { output, signal } = context;
  const paths = libraryPaths(context.libraryOption);
  const logger = processLogger(output);
  const models = new ModelStore({ modelFolder: paths.modelFolder, env: process.env, clock: systemClock, logger });
  const inference = new InferenceHost({
    spawnInference: spawnInferenceInNode({ logger }),
    modelFolder: paths.modelFolder,
    logger,
    clock: systemClock,
  });
  const library = openExisting(paths, logger);
  try {
    const { isNetworkOff } = readSettings(context);
    const machine = { coreCount: cpus().length, memoryBytes: totalmem() };
    const tools = () => mediaTools(context, false);
    const deps = { paths, machine, models, inference, tools, db: library.db, isNetworkOff };
    const findings = (await runDoctor(deps, { signal })).map(reported);
    if (library.finding !== null) {
      findings.push(library.finding);
    }
    const missing = findings.filter(({ isOk }) => !isOk).map(({ name }) => name);
    output.result({ library: paths.libraryFolder, findings, missing }, findings.map(lineOf).join('\n'));
  } finally {
    library.db?.close();
    await inference.dispose();
  }
  return exitCodes.done;
}

/** What other programs read; `name` is that of earlier versions. */
interface Reported {
  readonly name: string;
  readonly isOk: boolean;
  readonly text: string;
  /** What to do about it, where there is something. */
  readonly advice: string | null;
}

function reported({ checkId, state, text, advice, command }: Finding): Reported {
  return { name: checkId, isOk: state === 'ok', text, advice: command ?? advice };
}

function lineOf({ name, isOk, text, advice }: Reported): string {
  const mark = isOk ? 'ok     ' : 'missing';
  return `${mark}  ${name.padEnd(10)} ${text}${advice === null ? '' : `\n                    → ${advice}`}`;
}

/** A library that cannot be opened is a finding like any other. */
function openExisting(
  { databaseFile }: LibraryPaths,
  logger: Logger,
): { readonly db: ReadableDb | null; readonly finding: Reported | null } {
  if (!existsSync(databaseFile)) {
    return { db: null, finding: null };
  }
  try {
    return { db: openLibrary({ databaseFile, mode: 'read', clock: systemClock, logger }), finding: null };
  } catch (error) {
    const { code, message } = toWireError(error);
    return { db: null, finding: { name: 'library', isOk: false, text: message, advice: errorAdvice[code] || null } };
  }
}
