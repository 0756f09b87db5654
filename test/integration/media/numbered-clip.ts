import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runFfmpeg } from '../../../electron/engine/media/run-ffmpeg.ts';
import { findMediaTools } from '../../../electron/engine/media/tools.ts';
import type { MediaTools } from '../../../electron/engine/media/tools.ts';
import type { RgbImage } from '../../../electron/engine/base/rgb-image.ts';

export const tools: MediaTools = await findMediaTools({ env: process.env, allowInstall: false });

const bitCount = 10;
const bitWidth = 32;
/** Block k is white when bit k of the frame number is set. Computed on a pixel a bit and blown up, since geq is slow. */
const numbers = [
  "geq=lum='if(mod(floor(N/pow(2,X)),2),235,16)':cb=128:cr=128",
  `scale=${bitCount * bitWidth}:64:flags=neighbor`,
];

export interface NumberedClip {
  readonly rate?: string;
  readonly seconds: number;
  /** Options after the picture is drawn: encoder, container flags, filters of its own. */
  readonly options: readonly string[];
  /** Further filters. */
  readonly filters?: readonly string[];
}

/** A folder that goes away after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'timecue-media-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Draws a clip in which every frame shows its own number, and gives its path. */
export async function drawNumberedClip(path: string, clip: NumberedClip): Promise<string> {
  const { rate = '25', seconds, options, filters = [] } = clip;
  const input = `color=black:size=${bitCount}x2:rate=${rate}:duration=${seconds}`;
  const filter = ['format=yuv420p', ...numbers, ...filters].join(',');
  await runFfmpeg(['-f', 'lavfi', '-i', input, '-filter:v', filter, ...options, `file:${path}`], { tools });
  return path;
}

/** The number that a frame shows. */
export function readFrameNumber({ width, height, data }: RgbImage): number {
  let number = 0;
  for (let bit = 0; bit < bitCount; bit += 1) {
    const x = Math.floor(((bit + 0.5) * width) / bitCount);
    const luma = data[(Math.floor(height / 2) * width + x) * 3] as number;
    number += luma > 128 ? 2 ** bit : 0;
  }
  return number;
}

export const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18', '-pix_fmt', 'yuv420p'];
