import { cpus, totalmem } from 'node:os';
import type { GroundingPolicy } from '../../native-models/api/grounding-policy.ts';
import { silentLogger, systemClock, type LogFields, type Logger } from '../engine/base/surroundings.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine, EngineWork } from '../engine/engine.ts';
import { EngineError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import { SettingsStore } from '../engine/settings/settings-store.ts';
import { findMediaTools, type MediaTools } from '../engine/media/tools.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';
import { libraryPaths, secretStore, settingsFile, toolCacheFolder } from './places.ts';
import { spawnInferenceInNode } from './spawn-inference.ts';

export interface OpenOptions {
  /** `read` also works while another Timecue writes. */
  readonly mode: 'read' | 'write';
  readonly isPolling?: boolean;
  /** The policy that comes with the program when left out. */
  readonly groundingPolicy?: GroundingPolicy;
}

/** What the person has set; a command asks anew, so that it is as fresh as the file. */
export function readSettings({ output }: Pick<CommandContext, 'output'>): Settings {
  return new SettingsStore({ file: settingsFile(), logger: processLogger(output) }).current;
}

/** ffmpeg and ffprobe as every command finds them; installs nothing unless it may, nor while the network is off. */
export function mediaTools({ output, signal }: CommandContext, allowInstall: boolean): Promise<MediaTools> {
  return findMediaTools({
    env: process.env,
    allowInstall: allowInstall && !readSettings({ output }).isNetworkOff,
    cacheFolder: toolCacheFolder(),
    onProgress: (line) => output.note(line),
    signal,
  });
}

/** Opens the engine, runs `work`, and takes everything down again, also when it fails or is stopped. */
export async function withEngine<T>(
  context: CommandContext,
  { mode, isPolling = false, groundingPolicy }: OpenOptions,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const logger = processLogger(context.output);
  const engine = await createEngine({
    paths: libraryPaths(context.libraryOption),
    mode,
    clock: systemClock,
    logger,
    env: process.env,
    tools: () => mediaTools(context, mode === 'write'),
    presentTools: () => mediaTools(context, false),
    settingsFile: settingsFile(),
    secrets: secretStore(logger),
    spawnInference: spawnInferenceInNode({ logger }),
    machine: { coreCount: cpus().length, memoryBytes: totalmem() },
    isPolling,
    ...(groundingPolicy === undefined ? {} : { groundingPolicy }),
  });
  try {
    return await work(engine);
  } finally {
    await engine.dispose();
  }
}

/** What changes the library; an engine opened with `write` has it. */
export function workOf(engine: Engine): EngineWork {
  if (engine.work === null) {
    throw new EngineError('read-only', 'This engine only reads the library.');
  }
  return engine.work;
}

/** Events go to standard error only when somebody looks for a fault. */
export function processLogger(output: Output): Logger {
  if (process.env['TIMECUE_DEBUG'] === undefined) {
    return silentLogger;
  }
  const write = (level: string, event: string, fields: LogFields = {}): void =>
    output.note(`${level} ${event} ${JSON.stringify(fields)}`);
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, error, fields) =>
      write('error', event, {
        ...fields,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  };
}
