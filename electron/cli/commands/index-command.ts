import { realpath } from 'node:fs/promises';
import { EngineError, fileFaults, isAbort } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { QueueSummary } from '../../contract/jobs.ts';
import { formatClockTime } from '../../contract/time/clock-time.ts';
import type { Engine } from '../../engine/engine.ts';
import { isPathInside } from '../../engine/library/path-inside.ts';
import type { ScanOutcome } from '../../engine/library/scan-report.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withEngine, workOf } from '../open-engine.ts';
import type { Output } from '../output.ts';
import { resolveFromCaller } from '../places.ts';
import { queueProgress } from '../queue-progress.ts';

interface IndexOptions {
  readonly pass: 'key-frames' | 'full';
  readonly watch?: boolean;
  readonly poll?: boolean;
  readonly retry?: boolean;
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
    const work = workOf(engine);
    await work.queueStale();
    // What is done anew because a model has come or changed counts as indexed.
    const before = new Set<string>(engine.view.doneUpTo(options.pass));
    const scans: ScanOutcome[] = [];
    for (const path of roots) {
      const onProgress = ({ doneCount }: { doneCount: number }): void => output.progress(scanLine(path, doneCount));
      scans.push(await work.add(path, { signal, onProgress }));
    }
    await retryFailed(engine, { roots, isEveryFailure: options.retry ?? false, signal });
    await runJobs(engine, { output, signal, pass: options.pass });
    const report = indexReport(engine, {
      scans,
      roots,
      before,
      pass: options.pass,
      wallSeconds: (performance.now() - startMs) / 1000,
    });
    for (const { path, message } of report.failed) {
      output.warn(`failed: ${path}: ${message}`);
    }
    for (const path of report.growing) {
      output.warn(`still being written, index it again later: ${path}`);
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
  const detail = `${doneCount} ${doneCount === 1 ? 'file' : 'files'}`;
  return { label: `looking through ${path}`, doneShare: null, detail, remainingSeconds: null };
}

interface RetryOptions {
  readonly roots: readonly string[];
  readonly isEveryFailure: boolean;
  readonly signal: AbortSignal;
}

/** What failed for another reason than the file's own is tried again; with `--retry` everything that failed. */
async function retryFailed(engine: Engine, { roots, isEveryFailure, signal }: RetryOptions): Promise<void> {
  for (const { videoId, failure, isOffline } of engine.view.under(roots)) {
    if (failure !== null && !isOffline && (isEveryFailure || !fileFaults.has(failure.code))) {
      await engine.handlers['library.retry']({ videoId }, { signal, onProgress: () => {} });
    }
  }
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
  readonly scans: readonly ScanOutcome[];
  readonly roots: readonly string[];
  readonly before: ReadonlySet<string>;
  readonly pass: 'key-frames' | 'full';
  readonly wallSeconds: number;
}

function indexReport(engine: Engine, { scans, roots, before, pass, wallSeconds }: ReportOptions) {
  const videos = engine.view.under(roots);
  const done = new Set<string>(engine.view.doneUpTo(pass));
  const indexed = videos.filter(
    ({ videoId, failure }) => failure === null && done.has(videoId) && !before.has(videoId),
  );
  const skipped = videos.filter(({ videoId, failure }) => failure === null && before.has(videoId));
  const unreadable = scans
    .flatMap(({ problems }) => problems)
    .map(({ path, error: { code, message } }): FailedFile => ({ path, code, message }));
  const failed = videos.flatMap(({ videoId, failure }): FailedFile[] => {
    // Every copy is named: all empty files are one content.
    const paths = failure === null ? [] : copiesUnder(engine, videoId, roots);
    return paths.map((path) => ({ path, code: failure!.code, message: failure!.message }));
  });
  const durationSeconds = indexed.reduce((sum, video) => sum + (video.durationSeconds ?? 0), 0);
  return {
    indexed: indexed.length,
    skipped: skipped.length,
    failed: [...unreadable, ...failed],
    growing: scans.flatMap(({ growingPaths }) => growingPaths),
    durationSeconds: Number(durationSeconds.toFixed(3)),
    realTimeFactor: wallSeconds > 0 ? Number((durationSeconds / wallSeconds).toFixed(2)) : 0,
  };
}

function copiesUnder(engine: Engine, videoId: VideoId, roots: readonly string[]): string[] {
  const copies = engine.view.copiesOf(videoId).filter(({ path }) => roots.some((root) => isPathInside(path, root)));
  const online = copies.filter(({ isOffline }) => !isOffline);
  return (online.length > 0 ? online : copies).map(({ path }) => path);
}

function reportText(report: ReturnType<typeof indexReport>): string {
  const { indexed, skipped, failed, durationSeconds, realTimeFactor } = report;
  const parts = [`${indexed} indexed`, `${skipped} already done`, `${failed.length} failed`];
  const speed = indexed > 0 ? `; ${formatClockTime(durationSeconds)} of footage at ${realTimeFactor} × real time` : '';
  return `${parts.join(', ')}${speed}`;
}
