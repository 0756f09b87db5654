import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cacheFolder = fileURLToPath(new URL('../.cache/bench', import.meta.url));

/** A few seconds that move all the time, with noise, a key frame every two seconds, about ten megabits a second. */
const movingSource = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=1920x1080:rate=30:duration=10,noise=alls=12:allf=t+u'],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '10M', '-maxrate', '12M', '-bufsize', '20M'],
  ...['-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
];

/** Forty seconds, small and cheap to decode, of which six move: most frames look like the one before. */
const mostlyStillSource = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15:duration=6'],
  ...['-vf', 'tpad=stop_mode=clone:stop_duration=34'],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-g', '30', '-pix_fmt', 'yuv420p'],
];

export interface ClipRequest {
  readonly ffmpegPath: string;
  readonly seconds: number;
  /** Where the clip is written; a source of a few seconds is drawn once into the cache of the tests. */
  readonly file: string;
}

/** 1080p30 H.264 as a camera writes it. */
export function drawMovingClip(request: ClipRequest): Promise<void> {
  return drawByLooping(request, { name: 'moving-1080p30.mp4', seconds: 10, args: movingSource });
}

/** 320 × 180: hours of it are written in seconds. */
export function drawLongClip(request: ClipRequest): Promise<void> {
  return drawByLooping(request, { name: 'mostly-still-180p15.mp4', seconds: 40, args: mostlyStillSource });
}

interface Source {
  readonly name: string;
  readonly seconds: number;
  readonly args: readonly string[];
}

async function drawByLooping({ ffmpegPath, seconds, file }: ClipRequest, source: Source): Promise<void> {
  mkdirSync(cacheFolder, { recursive: true });
  const sourceFile = join(cacheFolder, source.name);
  if (!existsSync(sourceFile)) {
    const partFile = join(cacheFolder, `${String(process.pid)}-${source.name}`);
    await runProgram(ffmpegPath, [...source.args, partFile]);
    renameSync(partFile, sourceFile);
  }
  const repeats = Math.ceil(seconds / source.seconds) - 1;
  await runProgram(ffmpegPath, [
    ...['-stream_loop', String(repeats), '-i', sourceFile, '-c', 'copy', '-t', String(seconds), file],
  ]);
}

/** Runs ffmpeg to its end; rejects with its last words. Returns the seconds that it took. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { isBackground = false }: { readonly isBackground?: boolean } = {},
): Promise<number> {
  const all = ['-hide_banner', '-nostdin', '-y', '-loglevel', 'error', ...args];
  const startMs = performance.now();
  // As the product starts it, so that other programs of a busy machine weigh the same on both.
  const [command, commandArgs] =
    isBackground && process.platform !== 'win32' ? ['nice', ['-n', '10', program, ...all]] : [program, all];
  const child = spawn(command, commandArgs, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words = (words + chunk.toString('utf8')).slice(-2000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) {
    throw new Error(`${program} ended with ${String(code)}: ${words}`);
  }
  return (performance.now() - startMs) / 1000;
}
