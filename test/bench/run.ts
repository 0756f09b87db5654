/**
 * Measures indexing, the main thread, memory and search on this machine: `npm run bench -- [--quick] [--json]
 * [--only <name>]… [--hours <footage hours of the memory run>]`. Standard output holds the results, and with `--json` exactly one document; progress goes to
 * standard error.
 */
import { parseArgs } from 'node:util';
import { describeMachine, withSurroundings, type BenchSurroundings } from './bench-surroundings.ts';
import { benchIndexing, indexingText } from './indexing-speed.ts';
import { benchInterface, interfaceText } from './interface-timings.ts';
import { benchMemory, memoryText } from './long-run-memory.ts';
import { benchTurns, turnsText } from './main-thread-turns.ts';
import { benchSearch, searchBenchText } from './search-latency.ts';
import { benchShortClips, shortClipsText } from './short-clips.ts';

interface Measured {
  readonly result: unknown;
  readonly text: string;
}

type Measurement = (surroundings: BenchSurroundings) => Promise<Measured>;

function measurement<T>(
  run: (surroundings: BenchSurroundings) => Promise<T>,
  words: (value: T) => string,
): Measurement {
  return async (surroundings) => {
    const result = await run(surroundings);
    return { result, text: words(result) };
  };
}

const measurements: Readonly<Record<string, Measurement>> = {
  indexing: measurement(benchIndexing, indexingText),
  turns: measurement(benchTurns, turnsText),
  'short-clips': measurement(benchShortClips, shortClipsText),
  interface: measurement(benchInterface, interfaceText),
  memory: measurement(benchMemory, memoryText),
  'search-100': measurement(({ note }) => benchSearch({ hours: 100, onProgress: note }), searchBenchText),
  'search-1000': measurement(({ note }) => benchSearch({ hours: 1000, onProgress: note }), searchBenchText),
};
/** Takes longest to prepare. */
const notInQuick = ['search-1000'];

const usage = `npm run bench -- [--quick] [--json] [--only <name>]… [--hours <of the memory run>]   names: ${Object.keys(measurements).join(', ')}`;

function wishes(): {
  readonly isQuick: boolean;
  readonly isJson: boolean;
  readonly names: readonly string[];
  readonly memoryHours: number;
} {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      hours: { type: 'string' },
    },
  });
  const isQuick = values.quick ?? false;
  const all = Object.keys(measurements).filter((name) => !isQuick || !notInQuick.includes(name));
  const names = values.only ?? all;
  const unknown = names.find((name) => !(name in measurements));
  if (unknown !== undefined) {
    throw new TypeError(`There is no measurement "${unknown}".`);
  }
  const memoryHours = Number(values.hours ?? (isQuick ? 0.15 : 1));
  if (!(memoryHours > 0 && memoryHours <= 100)) {
    throw new TypeError(`--hours takes more than 0 and up to 100, not "${values.hours ?? ''}".`);
  }
  return { isQuick, isJson: values.json ?? false, names, memoryHours };
}

async function main(): Promise<void> {
  let wish: ReturnType<typeof wishes>;
  try {
    wish = wishes();
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const { isQuick, isJson, names, memoryHours } = wish;
  const results: Record<string, unknown> = {};
  const note = (line: string): void => console.error(line);
  await withSurroundings({ isQuick, memoryHours, note }, async (surroundings) => {
    const machine = describeMachine(surroundings);
    results['machine'] = machine;
    if (!isJson) {
      console.log(`${machine}\n`);
    }
    for (const name of names) {
      note(`${name} …`);
      try {
        const { result, text } = await measurements[name]!(surroundings);
        results[name] = result;
        if (!isJson) {
          console.log(`${text}\n`);
        }
      } catch (error) {
        // One measurement that fails does not take the others along.
        process.exitCode = 1;
        const message = error instanceof Error ? error.message : String(error);
        results[name] = { error: message };
        console.error(`${name} failed: ${message}`);
      }
    }
  });
  if (isJson) {
    console.log(JSON.stringify(results, null, 2));
  }
}

await main();
