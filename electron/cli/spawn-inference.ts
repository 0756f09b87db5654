import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { InferencePort, InferenceRole, SpawnInference } from '../../native-models/api/inference-process.ts';
import type { Logger } from '../engine/base/surroundings.ts';

export interface SpawnInferenceInNodeOptions {
  readonly logger: Logger;
  /** The process's entry; the sources' own when it is left out. A bundle names its file. */
  readonly entryFile?: string;
  /** Environment of the process; ours when it is left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Work that nobody waits for gives way to what somebody looks at. */
const niceOfRole: Readonly<Record<InferenceRole, number>> = { interactive: 0, background: 10, language: 5 };

/** Inference processes of plain Node. The channel carries typed arrays as they are (`advanced`), not as text. */
export function spawnInferenceInNode({ logger, entryFile, environment }: SpawnInferenceInNodeOptions): SpawnInference {
  const entry = entryFile ?? fileURLToPath(new URL('../model-process/main.ts', import.meta.url));
  return (role) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Flags of our own process (a debugger's port, a test runner's loader) are not the child's.
      execArgv: [],
      ...(environment === undefined ? {} : { env: environment }),
    });
    lowerPriority(child.pid, role, logger);
    logLines(child.stdout, role, logger);
    logLines(child.stderr, role, logger);
    const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      // The system refused to start it: there is no process and no 'exit'.
      child.once('error', (error) => {
        logger.error('inference.process-error', error, { role });
        if (child.pid === undefined) {
          resolve({ code: null, signal: null });
        }
      });
    });
    return {
      send(message) {
        if (child.connected) {
          // An error of sending means that the process is ending, which `onExit` tells.
          child.send(message as NonNullable<Parameters<typeof child.send>[0]>, () => {});
        }
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void exit.then(listener),
      kill: () => void child.kill('SIGKILL'),
    } satisfies InferencePort;
  };
}

/** Right after the start, so that the threads which the process makes later inherit it. */
function lowerPriority(pid: number | undefined, role: InferenceRole, logger: Logger): void {
  const nice = niceOfRole[role];
  if (pid === undefined || nice === 0) {
    return;
  }
  try {
    setPriority(pid, nice);
  } catch (error) {
    // Gone already, or not allowed: it then only runs at our own priority.
    logger.debug('inference.priority-kept', { role, reason: error instanceof Error ? error.message : String(error) });
  }
}

function logLines(stream: Readable | null, role: InferenceRole, logger: Logger): void {
  if (stream !== null) {
    createInterface({ input: stream }).on('line', (line) => {
      if (line.trim() !== '') {
        logger.debug('inference.output', { role, line: line.slice(0, 500) });
      }
    });
  }
}
