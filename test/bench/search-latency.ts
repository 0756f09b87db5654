import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { searchQuerySchema } from '../../electron/contract/search.ts';
import { silentLogger, systemClock } from '../../electron/engine/base/surroundings.ts';
import { createSearch } from '../../electron/engine/create-search.ts';
import { openLibrary } from '../../electron/engine/store/open-library.ts';
import { fillSyntheticLibrary } from './synthetic-library.ts';

export interface SearchBenchOptions {
  /** Hours of footage that the library is made to hold. */
  readonly hours: number;
  readonly queries?: readonly string[];
  /** How often each query is asked once everything is warm. */
  readonly repeatCount?: number;
  readonly onProgress?: (text: string) => void;
}

export interface QueryLatency {
  readonly text: string;
  /** The first time, by a search that has read nothing yet; the file may be in the system's cache. */
  readonly coldMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly hitCount: number;
}

export interface SearchBench {
  readonly hours: number;
  /** Over all queries, warm. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly coldP50Ms: number;
  readonly coldP95Ms: number;
  /** Longest time that the main thread was held while searching, warm and cold. */
  readonly longestTurnMs: number;
  readonly buildSeconds: number;
  readonly librarySizeBytes: number;
  readonly queries: readonly QueryLatency[];
}

export const benchQueries: readonly string[] = [
  'a person',
  'two people',
  'a red car',
  'a dog and a person',
  'a car without a person',
  'a person and then a dog',
  'a giraffe',
  'a dark room with a bottle',
  'a large person on the left',
  'someone says harbour',
  '"always think again"',
  'a person at the market',
];

/** Measures a search over a library of synthetic rows in a temporary folder, which is removed afterwards. */
export async function benchSearch(options: SearchBenchOptions): Promise<SearchBench> {
  const { hours, queries = benchQueries, repeatCount = 20, onProgress } = options;
  const folder = mkdtempSync(join(tmpdir(), 'timecue-bench-'));
  const databaseFile = join(folder, 'library.db');
  try {
    const startedMs = performance.now();
    const writer = openLibrary({ databaseFile, mode: 'write', clock: systemClock, logger: silentLogger });
    fillSyntheticLibrary(writer, { hours, ...(onProgress === undefined ? {} : { onProgress }) });
    writer.close();
    const buildSeconds = (performance.now() - startedMs) / 1000;
    const measured = await measure(databaseFile, { queries, repeatCount });
    return { hours, ...measured, buildSeconds, librarySizeBytes: statSync(databaseFile).size };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  databaseFile: string,
  { queries, repeatCount }: { readonly queries: readonly string[]; readonly repeatCount: number },
): Promise<Omit<SearchBench, 'hours' | 'buildSeconds' | 'librarySizeBytes'>> {
  // What loads once a process, such as the tagger, is not part of any search.
  await askAll(databaseFile, queries.slice(0, 1), 1);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const cold: number[] = [];
  for (const text of queries) {
    const [timed] = await askAll(databaseFile, [text], 1);
    cold.push(timed!.timesMs[0]!);
  }
  const warm = await askAll(databaseFile, queries, repeatCount + 1);
  delay.disable();
  const warmTimes = warm.map(({ timesMs }) => timesMs.slice(1));
  return {
    p50Ms: quantile(warmTimes.flat(), 0.5),
    p95Ms: quantile(warmTimes.flat(), 0.95),
    coldP50Ms: quantile(cold, 0.5),
    coldP95Ms: quantile(cold, 0.95),
    longestTurnMs: delay.max / 1e6,
    queries: warm.map(({ text, hitCount }, index) => ({
      text,
      coldMs: cold[index]!,
      p50Ms: quantile(warmTimes[index]!, 0.5),
      p95Ms: quantile(warmTimes[index]!, 0.95),
      hitCount,
    })),
  };
}

interface Timed {
  readonly text: string;
  readonly timesMs: number[];
  hitCount: number;
}

/** Asks in turns with a new connection and empty caches, so that no query is warm by being asked twice in a row. */
async function askAll(databaseFile: string, queries: readonly string[], repeatCount: number): Promise<Timed[]> {
  const db = openLibrary({ databaseFile, mode: 'read', clock: systemClock, logger: silentLogger });
  const search = createSearch({
    db,
    clock: systemClock,
    detector: () => null,
    videosWhere: () => null,
    corrections: { ofQuery: () => [] },
  });
  const timed = queries.map((text): Timed => ({ text, timesMs: [], hitCount: 0 }));
  for (let round = 0; round < repeatCount; round += 1) {
    for (const entry of timed) {
      const startedMs = performance.now();
      const { hits } = await search.query(searchQuerySchema.parse({ text: entry.text }), {
        signal: new AbortController().signal,
        onProgress: () => {},
      });
      entry.timesMs.push(performance.now() - startedMs);
      entry.hitCount = hits.length;
    }
  }
  db.close();
  return timed;
}

/** Nearest rank; NaN of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Lines for people and for RESULTS.md. */
export function searchBenchText(bench: SearchBench): string {
  const ms = (value: number) => value.toFixed(1).padStart(8);
  return [
    `Search over ${String(bench.hours)} h (library ${(bench.librarySizeBytes / 1e6).toFixed(0)} MB, made in ${bench.buildSeconds.toFixed(0)} s)`,
    `  warm p50 ${bench.p50Ms.toFixed(1)} ms, p95 ${bench.p95Ms.toFixed(1)} ms; cold p50 ${bench.coldP50Ms.toFixed(1)} ms, p95 ${bench.coldP95Ms.toFixed(1)} ms; longest turn ${bench.longestTurnMs.toFixed(1)} ms`,
    `  ${'cold'.padStart(8)} ${'p50'.padStart(8)} ${'p95'.padStart(8)}  hits  query`,
    ...bench.queries.map(
      ({ text, coldMs, p50Ms, p95Ms, hitCount }) =>
        `  ${ms(coldMs)} ${ms(p50Ms)} ${ms(p95Ms)}  ${String(hitCount).padStart(4)}  ${text}`,
    ),
  ].join('\n');
}
