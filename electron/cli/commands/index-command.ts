import { realpath } from 'node:fs/promises';
import { EngineError, isAbort } from '../../contract/errors.ts';
import type { QueueSummary } from '../../contract/jobs.ts';
import { formatClockTime } from '../../contract/time/clock-time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { CommandContext } from '../command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine, workOf } from '../open-engine.ts';
import type { Output } from '../output.ts';
import { resolveFromCaller } from '../places.ts';
import { queueProgress } from '../queue-progress.ts';

interface IndexOptions {
  readonly pass: 'key-frames' | 'full';
  readonly watch?: boolean;
  readonly poll?: boolean;
}

interface FailedFile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Adds paths and works until nothing is left to do, or with `--watch` until it is stopped. */
export async function indexCommand(
  paths: readonly string[],
  options: IndexOptions,
  context: CommandContext,
): Promise<number> {
  const { output, signal } = context;
  const roots = await existingPaths(paths);
  return withEngine(context, { mode: 'write', isPolling: options.poll ?? false }, async (engine) => {
    const startMs = performance.now();
    const before = new Set<string>(engine.view.doneUpTo(options.pass));
    for (const path of roots) {
      await engine.handlers['library.add'](
        { path },
        { signal, onProgress: ({ doneCount }) => output.progress(scanLine(path, doneCount)) },
      );
    }
    workOf(engine).queueStale();
    await runJobs(engine, { output, signal, pass: options.pass });
    const report = indexReport(engine, {
      roots,
      before,
      pass: options.pass,
      wallSeconds: (performance.now() - startMs) / 1000,
    });
    for (const { path, message } of report.failed) {
      output.warn(`failed: ${path}: ${message}`);
    }
    if (options.watch === true) {
      await watchUntilStopped(engine, { output, signal, pass: options.pass });
    }
    output.result(report, reportText(report));
    return report.failed.length > 0 ? exitCodes.someFailed : exitCodes.done;
  });
}

async function existingPaths(paths: readonly string[]): Promise<string[]> {
  return Promise.all(
    paths.map(async (path) => {
      const resolved = resolveFromCaller(path);
      try {
        return await realpath(resolved);
      } catch (error) {
        throw new EngineError('file-missing', `${resolved} is not there or cannot be read.`, { cause: error });
      }
    }),
  );
}

function scanLine(path: string, doneCount: number) {
  return { label: `looking through ${path}`, doneShare: null, detail: `${doneCount} files`, remainingSeconds: null };
}

interface RunOptions {
  readonly output: Output;
  readonly signal: AbortSignal;
  readonly pass: 'key-frames' | 'full';
}

async function runJobs(engine: Engine, { output, signal, pass }: RunOptions): Promise<void> {
  const work = workOf(engine);
  const stop = work.onQueueChange((queue: QueueSummary) => {
    const line = queueProgress(queue);
    if (line !== null) {
      output.progress(line);
    }
  });
  try {
    work.startJobs({ lastPass: pass });
    await work.idle(signal);
  } finally {
    stop();
    output.endProgress();
  }
}

/** Indexes whatever is added or changed, until it is stopped: that is how it ends, not a failure. */
async function watchUntilStopped(engine: Engine, { output, signal, pass }: RunOptions): Promise<void> {
  output.note('Watching for changes; Ctrl+C ends it.');
  await workOf(engine).watch();
  try {
    for (;;) {
      await runJobs(engine, { output, signal, pass });
      await nextQueueChange(engine, signal);
    }
  } catch (error) {
    if (!isAbort(error)) {
      throw error;
    }
  }
}

function nextQueueChange(engine: Engine, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopListening = workOf(engine).onQueueChange(() => {
      stopListening();
      resolve();
    });
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

interface ReportOptions {
  readonly roots: readonly string[];
  readonly before: ReadonlySet<string>;
  readonly pass: 'key-frames' | 'full';
  readonly wallSeconds: number;
}

function indexReport(engine: Engine, { roots, before, pass, wallSeconds }: ReportOptions) {
  const videos = engine.view.under(roots);
  const done = new Set<string>(engine.view.doneUpTo(pass));
  const indexed = videos.filter(
    ({ videoId, failure }) => failure === null && done.has(videoId) && !before.has(videoId),
  );
  const skipped = videos.filter(({ videoId, failure }) => failure === null && before.has(videoId));
  const failed = videos.flatMap(({ path, failure }): FailedFile[] =>
    failure === null ? [] : [{ path, code: failure.code, message: failure.message }],
  );
  const durationSeconds = indexed.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
  return {
    indexed: indexed.length,
    skipped: skipped.length,
    failed,
    durationSeconds: Number(durationSeconds.toFixed(3)),
    realTimeFactor: wallSeconds > 0 ? Number((durationSeconds / wallSeconds).toFixed(2)) : 0,
  };
}

function reportText(report: ReturnType<typeof indexReport>): string {
  const { indexed, skipped, failed, durationSeconds, realTimeFactor } = report;
  const parts = [`${indexed} indexed`, `${skipped} already done`, `${failed.length} failed`];
  const speed = indexed > 0 ? `; ${formatClockTime(durationSeconds)} of footage at ${realTimeFactor} × real time` : '';
  return `${parts.join(', ')}${speed}`;
}
