/**
 * Entry of a process that indexes one folder as the command line does, and tells its parent what it came to. A process
 * of its own, so that its main thread has nothing else to do.
 */
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { silentLogger, systemClock, type LogFields, type Logger } from '../../electron/engine/base/surroundings.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import type { MediaTools } from '../../electron/engine/media/media-tools.ts';
import { spawnInferenceInNode } from '../../electron/cli/spawn-inference.ts';
import { watchTurns, type TurnReport } from './turn-watch.ts';

export interface IndexOnceRequest {
  readonly folder: string;
  readonly libraryFolder: string;
  /** An empty folder: without detector. */
  readonly modelFolder: string;
  readonly tools: MediaTools;
  readonly passes: readonly ('key-frames' | 'full')[];
  readonly isWatchingTurns: boolean;
}

export interface PassResult {
  readonly pass: 'key-frames' | 'full';
  /** From the start of the queue until it is idle; the first includes probing and the start of the detector. */
  readonly wallSeconds: number;
  /** What the engine says of the last analysis; null when the pass had nothing to do. */
  readonly analysed: LogFields | null;
}

export interface IndexOnceResult {
  readonly passes: readonly PassResult[];
  readonly failedCount: number;
  readonly detector: {
    readonly provider: string;
    readonly loadMs: number;
    readonly runCount: number;
    readonly runsPerSecond: number | null;
  } | null;
  readonly turns: TurnReport | null;
}

async function indexOnce(request: IndexOnceRequest): Promise<IndexOnceResult> {
  const { libraryFolder, modelFolder, tools, folder } = request;
  let analysed: LogFields | null = null;
  const logger: Logger = {
    ...silentLogger,
    info: (event, fields = {}) => {
      if (event === 'ingest.analysed') {
        analysed = fields;
      }
    },
  };
  const engine = await createEngine({
    paths: {
      libraryFolder,
      databaseFile: join(libraryFolder, 'timecue.sqlite'),
      pictureFolder: join(libraryFolder, 'pictures'),
      modelFolder,
    },
    mode: 'write',
    clock: systemClock,
    logger,
    env: process.env,
    tools: () => Promise.resolve(tools),
    spawnInference: spawnInferenceInNode({ logger }),
    machine: { coreCount: availableParallelism(), memoryBytes: totalmem() },
    isPolling: false,
  });
  try {
    const { signal } = new AbortController();
    const stopWatching = request.isWatchingTurns ? await watchTurns() : null;
    await engine.handlers['library.add']({ place: { path: folder } }, { signal, onProgress: () => {} });
    const passes: PassResult[] = [];
    for (const pass of request.passes) {
      analysed = null;
      const startMs = performance.now();
      engine.work!.startJobs({ lastPass: pass });
      await engine.work!.idle(signal);
      passes.push({ pass, wallSeconds: (performance.now() - startMs) / 1000, analysed });
    }
    const turns = (await stopWatching?.()) ?? null;
    const failedCount = engine.view.under([folder]).filter(({ failure }) => failure !== null).length;
    const role = engine.inference.describeDevices().find(({ runCount }) => runCount > 0) ?? null;
    const device = role?.devices[0] ?? null;
    const detector =
      role === null || device === null
        ? null
        : {
            provider: device.provider,
            loadMs: device.loadMs,
            runCount: role.runCount,
            runsPerSecond: role.runsPerSecond,
          };
    return { passes, failedCount, detector, turns };
  } finally {
    await engine.dispose();
  }
}

const result = await indexOnce(JSON.parse(process.argv[2]!) as IndexOnceRequest);
process.send!(result, undefined, {}, () => process.disconnect());
