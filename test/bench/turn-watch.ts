import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

export interface LongTurn {
  /** Processor time of the main thread alone: what other programs on the machine cannot lengthen. */
  readonly processorMs: number;
  readonly clockMs: number;
  readonly atSeconds: number;
  /** Where the profile was in it, longest first. */
  readonly work: string;
}

export interface TurnReport {
  readonly lookCount: number;
  /** By the clock: from when a look at the event loop was due until it came. */
  readonly longestMs: number;
  readonly p99Ms: number;
  readonly p99ProcessorMs: number;
  readonly longest: readonly LongTurn[];
}

const lookEveryMs = 2;
const samplingMicroseconds = 500;
const reportedCount = 5;

interface Look {
  readonly endMicroseconds: number;
  readonly gapMs: number;
  readonly processorMs: number;
}

/**
 * Watches the main thread from now on; the returned function ends it. A look that comes late waited for one long turn,
 * or for a few that followed each other without a pause.
 */
export async function watchTurns(): Promise<() => Promise<TurnReport>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: samplingMicroseconds });
  await session.post('Profiler.start');
  const looks: Look[] = [];
  const startMicroseconds = nowMicroseconds();
  let lastMicroseconds = startMicroseconds;
  let lastProcessor = process.threadCpuUsage();
  const timer = setInterval(() => {
    const endMicroseconds = nowMicroseconds();
    const processor = process.threadCpuUsage();
    const used = processor.user + processor.system - lastProcessor.user - lastProcessor.system;
    looks.push({
      endMicroseconds,
      gapMs: (endMicroseconds - lastMicroseconds) / 1000,
      processorMs: used / 1000,
    });
    lastMicroseconds = endMicroseconds;
    lastProcessor = processor;
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const late = looks.map(({ gapMs }) => Math.max(0, gapMs - lookEveryMs));
    const work = workIn(profile);
    return {
      lookCount: looks.length,
      longestMs: Math.max(...late),
      p99Ms: quantile(late, 0.99),
      p99ProcessorMs: quantile(
        looks.map(({ processorMs }) => processorMs),
        0.99,
      ),
      longest: [...looks]
        .sort((a, b) => b.processorMs - a.processorMs)
        .slice(0, reportedCount)
        .map((look) => ({
          processorMs: look.processorMs,
          clockMs: look.gapMs,
          atSeconds: (look.endMicroseconds - startMicroseconds) / 1e6,
          work: work(look),
        })),
    };
  };
}

/** The clock that the profiler writes its times by. */
function nowMicroseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Nearest rank; NaN of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** Says what the samples of a profile show between two times. */
function workIn(profile: Profiler.Profile): (look: Look) => string {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const samples = profile.samples ?? [];
  const times: number[] = [];
  let time = profile.startTime;
  for (const delta of profile.timeDeltas ?? []) {
    time += delta;
    times.push(time);
  }
  return ({ endMicroseconds, gapMs }) => {
    const totals = new Map<string, number>();
    for (const [index, at] of times.entries()) {
      if (at > endMicroseconds - gapMs * 1000 && at <= endMicroseconds) {
        const work = workOf(samples[index]!, nodes, parents);
        const ms = ((times[index + 1] ?? at) - at) / 1000;
        totals.set(work, (totals.get(work) ?? 0) + ms);
      }
    }
    return [...totals]
      .filter(([work]) => work !== '(idle)' && work !== '(program)')
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4)
      .map(([work, ms]) => `${work} ${ms.toFixed(1)}`)
      .join(', ');
  };
}

/** Everything that reads or writes rows goes through these: who called them says more. */
const passedThrough = /\/store\/(?:database|sql)\.ts$/;

/** The innermost named function of this project on the stack, with what it called in the end. */
function workOf(
  id: number,
  nodes: ReadonlyMap<number, Profiler.ProfileNode>,
  parents: ReadonlyMap<number, number>,
): string {
  const leaf = nodes.get(id)?.callFrame.functionName ?? '';
  for (let at = nodes.get(id); at !== undefined; at = nodes.get(parents.get(at.id) ?? -1)) {
    const { url, functionName, lineNumber } = at.callFrame;
    const file = url.includes('/node_modules/')
      ? undefined
      : /\/((?:electron|native-models|test)\/[^?]*)$/.exec(url)?.[1];
    if (file !== undefined && functionName !== '' && !passedThrough.test(file)) {
      const own = `${functionName} (${file.split('/').slice(-2).join('/')}:${String(lineNumber + 1)})`;
      return at.id === id || leaf === '' ? own : `${own} > ${leaf}`;
    }
  }
  return leaf === '' ? 'anonymous' : leaf;
}
