import { createInterface } from 'node:readline';
import type { InferenceRole } from '../../native-models/api/inference-process.ts';
import type { Logger } from '../engine/base/surroundings.ts';
import type { ElectronPort } from '../engine-process/electron-port.ts';
import type { ElectronApi, UtilityProcess } from './electron-api.ts';

export interface InferenceBrokerDeps extends Pick<ElectronApi, 'utilityProcess' | 'MessageChannelMain'> {
  readonly modelProcessFile: string;
  readonly logger: Logger;
  /** Ends a process at once, also in mid-run. */
  readonly killProcess: (pid: number) => void;
}

/** What the engine's process hears of the processes it asked for. */
export interface InferenceListener {
  onPort(port: ElectronPort): void;
  onExit(code: number | null): void;
}

/** Work that nobody waits for gives way to what somebody looks at; as in `electron/cli/spawn-inference.ts`. */
const niceOfRole: Readonly<Record<InferenceRole, number>> = { interactive: 0, background: 10, language: 5 };

/** Starts inference processes for the engine's process, which cannot, and joins the two by a channel. */
export class InferenceBroker {
  readonly #deps: InferenceBrokerDeps;
  readonly #running = new Map<number, UtilityProcess>();

  constructor(deps: InferenceBrokerDeps) {
    this.#deps = deps;
  }

  spawn(spawnId: number, role: InferenceRole, listener: InferenceListener): void {
    const { utilityProcess, MessageChannelMain, modelProcessFile, logger } = this.#deps;
    const child = utilityProcess.fork(modelProcessFile, [], {
      serviceName: `Timecue models (${role})`,
      stdio: 'pipe',
      // Flags of our own process are not the child's.
      execArgv: [],
    });
    this.#running.set(spawnId, child);
    logLines(child, (text) => logger.debug('inference.output', { role, line: text }));
    child.on('exit', (code) => {
      // After a restart of the engine the number may belong to another process already.
      if (this.#running.get(spawnId) === child) {
        this.#running.delete(spawnId);
      }
      listener.onExit(code);
    });
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ kind: 'join', nice: niceOfRole[role] }, [port2]);
    listener.onPort(port1);
  }

  kill(spawnId: number): void {
    const child = this.#running.get(spawnId);
    if (child !== undefined) {
      this.#end(child);
    }
  }

  /** The engine's process has ended: nobody uses them any more. */
  killAll(): void {
    for (const child of this.#running.values()) {
      this.#end(child);
    }
    this.#running.clear();
  }

  #end(child: UtilityProcess): void {
    // `kill` asks; a process in mid-run would answer when it is through.
    if (child.pid === undefined) {
      child.kill();
    } else {
      this.#deps.killProcess(child.pid);
    }
  }
}

/** Hands on what a process writes, line by line. */
export function logLines(child: UtilityProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() !== '') {
          onLine(line.slice(0, 500));
        }
      });
    }
  }
}
