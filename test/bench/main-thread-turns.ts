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
  const seconds = isQuick ? 62 : 130;
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
export function turnsText(turns: TurnReport): string {
  return [
    `Turns of the engine's main thread while indexing (budget 20 ms): longest ${turns.longestMs.toFixed(1)} ms by the clock, ` +
      `${turns.longestProcessorMs.toFixed(1)} ms of its own processor time; p99 ${turns.p99Ms.toFixed(1)} ms; ${String(turns.turnCount)} looks`,
    ...turns.stretches.map(({ ms, work }) => `  ${ms.toFixed(1).padStart(6)} ms  ${work}`),
  ].join('\n');
}
