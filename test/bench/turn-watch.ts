import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

export interface TurnReport {
  readonly turnCount: number;
  /** Milliseconds by the clock between two looks at the event loop, less the wait between looks. */
  readonly longestMs: number;
  readonly p99Ms: number;
  /** Processor time of the main thread alone in the longest of them: what other programs cannot lengthen. */
  readonly longestProcessorMs: number;
  /** Longest unbroken stretches of the profile, with the functions of this project that they were spent in. */
  readonly stretches: readonly { readonly ms: number; readonly work: string }[];
}

const lookEveryMs = 2;
const samplingMicroseconds = 500;
const stretchCount = 5;

/** Watches the main thread from now on. The returned function ends it. */
export async function watchTurns(): Promise<() => Promise<TurnReport>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: samplingMicroseconds });
  const gaps: number[] = [];
  let longestProcessorMs = 0;
  let lastMs = performance.now();
  let lastProcessor = process.threadCpuUsage();
  await session.post('Profiler.start');
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const used = process.threadCpuUsage(lastProcessor);
    gaps.push(Math.max(0, nowMs - lastMs - lookEveryMs));
    longestProcessorMs = Math.max(longestProcessorMs, (used.user + used.system) / 1000);
    lastMs = nowMs;
    lastProcessor = process.threadCpuUsage();
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    gaps.sort((a, b) => a - b);
    return {
      turnCount: gaps.length,
      longestMs: gaps.at(-1) ?? Number.NaN,
      p99Ms: gaps[Math.ceil(gaps.length * 0.99) - 1] ?? Number.NaN,
      longestProcessorMs,
      stretches: longestStretches(profile),
    };
  };
}

type Node = Profiler.ProfileNode;

/** Stretches of samples between two in which the thread had nothing to do. */
function longestStretches(profile: Profiler.Profile): TurnReport['stretches'] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const stretches: { ms: number; counts: Map<string, number> }[] = [];
  let current: { ms: number; counts: Map<string, number> } | null = null;
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const node = nodes.get(id)!;
    const name = node.callFrame.functionName;
    if (name === '(idle)' || name === '(program)') {
      current = null;
      continue;
    }
    if (current === null) {
      current = { ms: 0, counts: new Map() };
      stretches.push(current);
    }
    const ms = (profile.timeDeltas?.[index + 1] ?? 0) / 1000;
    current.ms += ms;
    const work = workOf(node, nodes, parents);
    current.counts.set(work, (current.counts.get(work) ?? 0) + ms);
  }
  return stretches
    .sort((a, b) => b.ms - a.ms)
    .slice(0, stretchCount)
    .map(({ ms, counts }) => ({ ms, work: mostOf(counts) }));
}

/** The innermost function of this project on the stack, with what it called outside. */
function workOf(node: Node, nodes: ReadonlyMap<number, Node>, parents: ReadonlyMap<number, number>): string {
  const leaf = node.callFrame.functionName;
  for (let at: Node | undefined = node; at !== undefined; at = nodes.get(parents.get(at.id) ?? -1)) {
    const { url, functionName, lineNumber } = at.callFrame;
    const file = /\/((?:electron|native-models|renderer|test)\/[^?]*)$/.exec(url)?.[1];
    if (file !== undefined && !url.includes('/node_modules/')) {
      const own = `${functionName === '' ? 'anonymous' : functionName} (${file.split('/').slice(-2).join('/')}:${String(lineNumber + 1)})`;
      return at === node || leaf === '' ? own : `${own} > ${leaf}`;
    }
  }
  return leaf === '' ? 'loading of modules' : leaf;
}

function mostOf(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([work, ms]) => `${work} ${ms.toFixed(1)} ms`)
    .join(', ');
}
