import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { hasCudaLibrary, planProviders } from './execution-providers.ts';
import type { ProviderFailure, ProviderName, ProviderPreference } from './execution-providers.ts';

export interface SessionOptions {
  readonly preference: ProviderPreference;
  /** Threads of one run on the processor, 1..64. */
  readonly threadCount: number;
  /** Providers known not to work here (an earlier process died in them). */
  readonly skip: readonly ProviderFailure[];
  /** Called, and waited for, before each attempt: what is told here outlives a crash of the provider. */
  readonly onAttempt: (provider: ProviderName) => Promise<void>;
  /** Feeds of one run to try a provider with before it is trusted; without them a provider that loads is taken. */
  readonly trial?: SessionTrial;
}

export interface SessionTrial {
  readonly feeds: () => Promise<Feeds>;
  /** Largest difference from the processor's output that still counts as the same, relative to its largest value. */
  readonly tolerance: number;
}

export type Feeds = Readonly<Record<string, Tensor>>;
export type Fetches = Readonly<Record<string, Tensor>>;

/** One loaded model. Runs must not overlap. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** What computes, and why what was preferred does not. */
  readonly provider: ProviderName;
  readonly failures: readonly ProviderFailure[];
  run(feeds: Feeds): Promise<Fetches>;
  dispose(): Promise<void>;
}

/** onnxruntime is loaded when it is first needed: a missing library then fails a request, not the start. */
export const loadRuntime = async () => import('onnxruntime-node');

/**
 * Opens a model on the first provider that loads it and, with a `trial`, computes what the processor computes and not
 * slower. Throws what the processor's attempt threw when none does; `failures` names every other reason.
 */
export async function createSession(modelFile: string, options: SessionOptions): Promise<OnnxSession> {
  const runtime = await loadRuntime();
  const plan = planProviders(options, {
    platform: process.platform,
    supported: runtime.listSupportedBackends().map(({ name }) => name),
    hasCudaLibrary: hasCudaLibrary(),
  });
  const failures: ProviderFailure[] = [...plan.failures];
  for (const provider of plan.order) {
    if (provider === 'cpu') {
      break;
    }
    await options.onAttempt(provider);
    try {
      const session = await open(modelFile, provider, options.threadCount);
      const reason = options.trial ? await reasonToDistrust(session, modelFile, options) : null;
      if (reason === null) {
        return wrap(session, { provider, failures });
      }
      await session.release();
      failures.push({ provider, reason });
    } catch (error) {
      failures.push({ provider, reason: shortReason(error) });
    }
  }
  return wrap(await open(modelFile, 'cpu', options.threadCount), { provider: 'cpu', failures });
}

/**
 * Fixed shapes and one run at a time, so the arena and the memory pattern reach their size in the first run and stay.
 * One thread between operators: the graphs are chains.
 */
async function open(modelFile: string, provider: ProviderName, threadCount: number): Promise<InferenceSession> {
  const { InferenceSession } = await loadRuntime();
  return InferenceSession.create(modelFile, {
    executionProviders: [provider],
    intraOpNumThreads: threadCount,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: true,
    // DirectML does not support it.
    enableMemPattern: provider !== 'dml',
    logSeverityLevel: 3,
  });
}

/**
 * A driver may load a model and compute something else, and a software adapter is slower than the processor. Both are
 * seen by running the same feeds on both; the first run compiles and is not timed.
 */
async function reasonToDistrust(
  session: InferenceSession,
  modelFile: string,
  { trial, threadCount, preference }: SessionOptions,
): Promise<string | null> {
  if (trial === undefined) {
    return null;
  }
  const feeds = await trial.feeds();
  const reference = await open(modelFile, 'cpu', threadCount);
  try {
    const [expected, given] = [await reference.run(feeds), await session.run(feeds)];
    for (const name of reference.outputNames) {
      const difference = relativeDifference(expected[name], given[name]);
      if (!(difference <= trial.tolerance)) {
        return `computes something else than the processor (${difference.toPrecision(2)} of the largest value)`;
      }
    }
    const [processorMs, providerMs] = [await timeRun(reference, feeds), await timeRun(session, feeds)];
    return preference === 'auto' && providerMs > processorMs
      ? `slower than the processor (${providerMs.toFixed(0)} ms, ${processorMs.toFixed(0)} ms a run)`
      : null;
  } finally {
    await reference.release();
  }
}

async function timeRun(session: InferenceSession, feeds: Feeds): Promise<number> {
  const before = performance.now();
  await session.run(feeds);
  return performance.now() - before;
}

/** Largest difference over largest magnitude; NaN when the shapes differ or a value is not finite. */
export function relativeDifference(expected: Tensor | undefined, given: Tensor | undefined): number {
  const [a, b] = [expected?.data, given?.data];
  if (!(a instanceof Float32Array) || !(b instanceof Float32Array) || a.length !== b.length) {
    return Number.NaN;
  }
  let largest = 0;
  let difference = 0;
  for (let index = 0; index < a.length; index += 1) {
    // Math.max carries NaN on.
    largest = Math.max(largest, Math.abs(a[index]!));
    difference = Math.max(difference, Math.abs(a[index]! - b[index]!));
  }
  return largest === 0 ? difference : difference / largest;
}

function wrap(
  session: InferenceSession,
  { provider, failures }: Pick<OnnxSession, 'provider' | 'failures'>,
): OnnxSession {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    provider,
    failures,
    run: async (feeds) => (await session.run(feeds)) as Fetches,
    dispose: () => session.release(),
  };
}

/** The first line without the place in onnxruntime's sources, short enough for a table. */
function shortReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const text = message.split('\n')[0] ?? '';
  const withoutPlace = text.replace(/^\S+\.(?:cc|h|cpp):\d+ .*?> ?/, '').trim();
  return (withoutPlace === '' ? text : withoutPlace).slice(0, 200);
}
