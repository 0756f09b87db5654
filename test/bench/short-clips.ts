import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { indexInProcess, median, type BenchSurroundings } from './bench-surroundings.ts';
import { drawMovingClip, runProgram } from './drawn-clips.ts';

export interface ShortClips {
  readonly clipCount: number;
  readonly clipSeconds: number;
  /** From the start of the queue until it is idle, per clip. */
  readonly secondsPerClip: number;
  /** ffmpeg alone decoding one such clip, its start included. */
  readonly decodeSeconds: number;
}

/** What a folder of short clips costs: starts of programs weigh more there than decoding. */
export async function benchShortClips(surroundings: BenchSurroundings): Promise<ShortClips> {
  const { tools, workFolder, isQuick } = surroundings;
  const clipCount = isQuick ? 4 : 12;
  const clipSeconds = 2;
  const folder = join(workFolder, 'short');
  mkdirSync(folder);
  const files = Array.from({ length: clipCount }, (_, index) => join(folder, `clip-${String(index)}.mp4`));
  for (const [index, file] of files.entries()) {
    // Each of another length, because the same content twice is one video.
    await drawMovingClip({ ffmpegPath: tools.ffmpegPath, seconds: clipSeconds + index / 10, file });
  }
  const decode: number[] = [];
  for (const file of files.slice(0, 5)) {
    decode.push(await runProgram(tools.ffmpegPath, ['-i', file, '-f', 'null', '-'], { isBackground: true }));
  }
  const { passes } = await indexInProcess(surroundings, { folder, passes: ['full'], withDetector: false });
  rmSync(folder, { recursive: true });
  return {
    clipCount,
    clipSeconds,
    secondsPerClip: passes[0]!.wallSeconds / clipCount,
    decodeSeconds: median(decode),
  };
}

/** Lines for people and for RESULTS.md. */
export function shortClipsText({ clipCount, clipSeconds, secondsPerClip, decodeSeconds }: ShortClips): string {
  return (
    `Short clips: ${String(clipCount)} of ${String(clipSeconds)} to ${String(clipSeconds + (clipCount - 1) / 10)} s of 1080p30, without models: ` +
    `${secondsPerClip.toFixed(2)} s a clip; ffmpeg alone decodes one in ${decodeSeconds.toFixed(2)} s`
  );
}
