import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { indexInProcess, type BenchSurroundings } from './bench-surroundings.ts';
import { drawLongClip } from './drawn-clips.ts';

export interface MemorySample {
  readonly seconds: number;
  /** Megabytes of the engine's process and of all that it started. */
  readonly megabytes: number;
  readonly byProgram: Readonly<Record<string, number>>;
}

export interface LongRunMemory {
  readonly footageHours: number;
  readonly wallSeconds: number;
  readonly timesRealTime: number;
  readonly peakMegabytes: number;
  /** Peak of each program; they need not fall together. */
  readonly peakByProgram: Readonly<Record<string, number>>;
  /** Slope over the second half of the run, in megabytes an hour of footage. */
  readonly growthMegabytesPerHour: number;
  readonly growthByProgram: Readonly<Record<string, number>>;
  readonly samples: readonly MemorySample[];
}

const sampleEveryMs = 500;
/** A run of hours says now and then where it is, for who looks in and for a run that is broken off. */
const noteEverySamples = 240;

/** Memory of all processes over a long and cheap file; null where the system does not say what processes hold. */
export async function benchMemory(surroundings: BenchSurroundings): Promise<LongRunMemory | null> {
  if (process.platform !== 'linux') {
    return null;
  }
  const { tools, workFolder, memoryHours: footageHours, note } = surroundings;
  const folder = join(workFolder, 'long');
  mkdirSync(folder);
  await drawLongClip({ ffmpegPath: tools.ffmpegPath, seconds: footageHours * 3600, file: join(folder, 'long.mp4') });
  const samples: MemorySample[] = [];
  const startMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    await indexInProcess(surroundings, {
      folder,
      passes: ['full'],
      withDetector: true,
      onStarted: (processId) => {
        timer = setInterval(() => {
          const byProgram = memoryOfTree(processId);
          const megabytes = Object.values(byProgram).reduce((sum, value) => sum + value, 0);
          samples.push({ seconds: (performance.now() - startMs) / 1000, megabytes, byProgram });
          if (samples.length % noteEverySamples === 0) {
            note(sampleText(samples.at(-1)!));
          }
        }, sampleEveryMs);
      },
    });
  } finally {
    clearInterval(timer);
    rmSync(folder, { recursive: true });
  }
  return summarise(samples, { footageHours, wallSeconds: (performance.now() - startMs) / 1000 });
}

function sampleText({ seconds, megabytes, byProgram }: MemorySample): string {
  const parts = Object.entries(byProgram).map(([name, value]) => `${name} ${value.toFixed(0)}`);
  return `  ${(seconds / 60).toFixed(0)} min: ${megabytes.toFixed(0)} MB (${parts.join(', ')})`;
}

/** Resident megabytes of a process and its descendants, summed by what they are. */
function memoryOfTree(rootId: number): Record<string, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const text = /^\d+$/.test(name) ? readOrNull(`/proc/${name}/stat`) : null;
    // The name in parentheses may hold anything; the parent is the second field after it.
    const parent = text === null ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) {
      parents.set(Number(name), Number(parent));
    }
  }
  const megabytes: Record<string, number> = {};
  for (const id of parents.keys()) {
    if (isWithin(id, rootId, parents)) {
      const rss = /^VmRSS:\s+(\d+) kB/m.exec(readOrNull(`/proc/${String(id)}/status`) ?? '')?.[1];
      const program = id === rootId ? 'engine' : programOf(id);
      megabytes[program] = (megabytes[program] ?? 0) + Number(rss ?? 0) / 1024;
    }
  }
  return megabytes;
}

function isWithin(id: number, rootId: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = id; at !== undefined && at > 1; at = parents.get(at)) {
    if (at === rootId) {
      return true;
    }
  }
  return false;
}

function programOf(id: number): string {
  const command = readOrNull(`/proc/${String(id)}/cmdline`) ?? '';
  return command.includes('model-process') ? 'inference' : 'ffmpeg';
}

/** Null for a process that has ended meanwhile. */
function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function summarise(
  samples: readonly MemorySample[],
  { footageHours, wallSeconds }: { readonly footageHours: number; readonly wallSeconds: number },
): LongRunMemory {
  const peakByProgram: Record<string, number> = {};
  for (const { byProgram } of samples) {
    for (const [program, megabytes] of Object.entries(byProgram)) {
      peakByProgram[program] = Math.max(peakByProgram[program] ?? 0, megabytes);
    }
  }
  // The last look may fall into the end, when processes are already gone.
  const later = samples.slice(Math.floor(samples.length / 2), -4);
  const growth = (megabytesOf: (sample: MemorySample) => number): number =>
    slope(later.map((sample) => ({ seconds: sample.seconds, megabytes: megabytesOf(sample) }))) *
    (wallSeconds / footageHours);
  return {
    footageHours,
    wallSeconds,
    timesRealTime: (footageHours * 3600) / wallSeconds,
    peakMegabytes: Math.max(...samples.map(({ megabytes }) => megabytes)),
    peakByProgram,
    growthMegabytesPerHour: growth(({ megabytes }) => megabytes),
    growthByProgram: Object.fromEntries(
      Object.keys(peakByProgram).map((name) => [name, growth(({ byProgram }) => byProgram[name] ?? 0)]),
    ),
    samples,
  };
}

/** Least squares, megabytes a second of the clock. */
function slope(samples: readonly Pick<MemorySample, 'seconds' | 'megabytes'>[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanSeconds = mean(samples.map(({ seconds }) => seconds));
  const meanMegabytes = mean(samples.map(({ megabytes }) => megabytes));
  let product = 0;
  let square = 0;
  for (const { seconds, megabytes } of samples) {
    product += (seconds - meanSeconds) * (megabytes - meanMegabytes);
    square += (seconds - meanSeconds) ** 2;
  }
  return product / square;
}

/** Lines for people and for RESULTS.md. */
export function memoryText(memory: LongRunMemory | null): string {
  if (memory === null) {
    return 'Memory over a long run: only measured on Linux';
  }
  const programs = Object.entries(memory.peakByProgram).map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)}`);
  const growths = Object.entries(memory.growthByProgram).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  const at = [0.1, 0.25, 0.5, 0.75, 0.95].map((share) => {
    const sample = memory.samples[Math.floor(memory.samples.length * share)];
    return `${(100 * share).toFixed(0)} %: ${sample?.megabytes.toFixed(0) ?? '?'}`;
  });
  return [
    `Memory while indexing ${String(memory.footageHours)} h of 320 × 180 with the detector (${memory.timesRealTime.toFixed(0)} × real time, ${memory.wallSeconds.toFixed(0)} s)`,
    `  peak ${memory.peakMegabytes.toFixed(0)} MB of all processes (target 1500); peaks: ${programs.join(', ')} MB`,
    `  over the run, in MB: ${at.join(', ')}`,
    memory.footageHours < 1
      ? '  growth: too short a run to tell it from the garbage collector; run without --quick'
      : `  growth in the second half: ${memory.growthMegabytesPerHour.toFixed(1)} MB an hour of footage (${growths.join(', ')})`,
  ].join('\n');
}
