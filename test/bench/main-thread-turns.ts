import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { indexInProcess, type BenchSurroundings } from './bench-surroundings.ts';
import { drawMovingClip } from './drawn-clips.ts';
import type { TurnReport } from './turn-watch.ts';

/** Turns of the engine's main thread while it probes, analyses in both passes with the detector, and commits. */
export async function benchTurns(surroundings: BenchSurroundings): Promise<TurnReport> {
  const { tools, workFolder, isQuick } = surroundings;
  const folder = join(workFolder, 'turns');
  mkdirSync(folder);
  const seconds = isQuick ? 62 : 90;
  await drawMovingClip({ ffmpegPath: tools.ffmpegPath, seconds, file: join(folder, 'moving.mp4') });
  const { turns } = await indexInProcess(surroundings, {
    folder,
    passes: ['key-frames', 'full'],
    withDetector: true,
    isWatchingTurns: true,
  });
  rmSync(folder, { recursive: true });
  return turns!;
}

/** Lines for people and for RESULTS.md. */
export function turnsText({ longestMs, p99Ms, p99ProcessorMs, lookCount, longest }: TurnReport): string {
  return [
    `Turns of the engine's main thread while indexing (budget 20 ms; ${String(lookCount)} looks)`,
    `  by the clock: longest ${longestMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms; ` +
      `its own processor time: longest ${(longest[0]?.processorMs ?? Number.NaN).toFixed(1)} ms, p99 ${p99ProcessorMs.toFixed(1)} ms`,
    ...longest.map(
      ({ processorMs, clockMs, atSeconds, work }) =>
        `  ${processorMs.toFixed(1).padStart(6)} ms (${clockMs.toFixed(1)} by the clock, at ${atSeconds.toFixed(1)} s): ${work}`,
    ),
  ].join('\n');
}
