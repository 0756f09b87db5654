import { statfs } from 'node:fs/promises';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { cardForChannel } from '../../../native-models/catalog/catalog.ts';
import { isAbort, toWireError } from '../../contract/errors.ts';
import type { LibraryPaths } from '../base/surroundings.ts';
import type { InferenceHost } from '../inference/inference-host.ts';
import type { MachineSize } from '../jobs/concurrency.ts';
import type { MediaTools } from '../media/media-tools.ts';
import type { ModelStore } from '../models/model-store.ts';
import type { ReadableDb } from '../store/database.ts';
import { checkLibrary } from './check-library.ts';
import { fine } from './finding.ts';
import type { Finding } from './finding.ts';

export interface DoctorDeps {
  readonly paths: LibraryPaths;
  readonly machine: MachineSize;
  readonly models: ModelStore;
  readonly inference: Pick<InferenceHost, 'load'>;
  /** Finds the programs and installs nothing. */
  readonly tools: () => Promise<MediaTools>;
  /** Null where there is no library yet. */
  readonly db: ReadableDb | null;
  readonly isNetworkOff: boolean;
}

export interface DoctorCall {
  readonly signal: AbortSignal;
  readonly onFinding?: (finding: Finding) => void;
}

/** Looks at everything that Timecue needs. What is missing is a finding, never an error; rejects only when aborted. */
export async function runDoctor(deps: DoctorDeps, { signal, onFinding }: DoctorCall): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    signal.throwIfAborted();
    for (const finding of await check(deps, signal)) {
      findings.push(finding);
      onFinding?.(finding);
    }
  }
  return findings;
}

type Check = (deps: DoctorDeps, signal: AbortSignal) => Promise<Finding[]> | Finding[];

const gibibytes = (bytes: number, digits = 0) => `${(bytes / 2 ** 30).toFixed(digits)} GiB`;

const checks: readonly Check[] = [
  () => [fine('system', 'System', `${process.platform} ${process.arch} ${release()}, Node ${process.version}`)],
  ({ machine }) => [
    fine('machine', 'Machine', `${String(machine.coreCount)} cores, ${gibibytes(machine.memoryBytes)} of memory`),
  ],
  checkTools,
  checkDisk,
  ({ db, paths }) => [checkLibrary(db, paths)],
  checkModels,
  checkDevice,
  ({ isNetworkOff }) => [
    fine(
      'network',
      'Network',
      isNetworkOff ? '"No network at all" is on: nothing is fetched.' : 'Used only for what you install.',
    ),
  ],
];

async function checkTools({ tools }: DoctorDeps): Promise<Finding[]> {
  const title = 'Video programs';
  try {
    const { ffmpegPath, ffprobePath, version, source } = await tools();
    return [fine('ffmpeg', title, `ffmpeg ${version} (${source}): ${ffmpegPath}, ${ffprobePath}`)];
  } catch (error) {
    if (isAbort(error)) throw error;
    const advice = toWireError(error).message;
    return [{ checkId: 'ffmpeg', state: 'failed', title, text: 'ffmpeg was not found.', advice, command: null }];
  }
}

const plentyBytes = 2 * 2 ** 30;

async function checkDisk({ paths }: DoctorDeps): Promise<Finding[]> {
  const { bavail, bsize } = await statOfExisting(paths.libraryFolder);
  const freeBytes = bavail * bsize;
  const text = `${gibibytes(freeBytes, 1)} free for the library in ${paths.libraryFolder}`;
  if (freeBytes >= plentyBytes) return [fine('disk', 'Disk', text)];
  const advice = 'Free some space, or use a library in another folder.';
  const command = 'Free some space, or name another folder with --library.';
  return [{ checkId: 'disk', state: 'warning', title: 'Disk', text, advice, command }];
}

/** Of the folder, or of the nearest one above it that is there. */
async function statOfExisting(folder: string) {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return await statfs(at);
    } catch (error) {
      if (dirname(at) === at) throw error;
    }
  }
}

const modelWords = { installed: 'is installed', missing: 'is not installed', corrupt: 'is damaged' } as const;

/** Only models that a channel of this version uses can be missing; the others are offered for later. */
async function checkModels({ models }: DoctorDeps): Promise<Finding[]> {
  const needed = cardForChannel('objects')?.id ?? null;
  const summaries = await models.list();
  return summaries
    .filter(({ cardId, state }) => state !== 'missing' || cardId === needed)
    .map(({ cardId, state, title, purpose }): Finding => {
      const text = `${cardId} ${modelWords[state]}: ${purpose}`;
      if (state === 'installed') return fine('model', title, text);
      const advice = state === 'missing' ? 'Install it on the Models page.' : 'Install it again on the Models page.';
      const severity = state === 'missing' ? 'warning' : 'failed';
      return { checkId: 'model', state: severity, title, text, advice, command: `timecue models install ${cardId}` };
    });
}

/** Starts the inference process for real: what a provider promises shows only there. */
async function checkDevice({ models, inference }: DoctorDeps, signal: AbortSignal): Promise<Finding[]> {
  const title = 'Device';
  const card = cardForChannel('objects');
  if (card === null || (await models.state(card)) !== 'installed') {
    return [fine('device', title, 'not tried: no model is installed that could run')];
  }
  try {
    const report = await inference.load({ role: 'interactive', cardId: card.id, signal });
    const failures = report.failures.map(({ provider, reason }) => `${provider}: ${reason}`).join('; ');
    const others = failures === '' ? '' : ` (not ${failures})`;
    return [fine('device', title, `${card.id} runs on ${report.provider}${others}`)];
  } catch (error) {
    if (isAbort(error)) throw error;
    const advice = 'Install the model again; if that does not help, report it with the log.';
    const command = 'Install the model again, or report this with TIMECUE_DEBUG=1.';
    return [{ checkId: 'device', state: 'failed', title, text: toWireError(error).message, advice, command }];
  }
}
