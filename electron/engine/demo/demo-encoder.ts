import { EngineError, isAbort } from '../../contract/errors.ts';

/** Runs one ffmpeg to its end: resolves when it exits with 0, rejects otherwise, and with an abort when `signal` says so. */
export type RunFfmpeg = (
  ffmpegArguments: readonly string[],
  options: { readonly signal: AbortSignal },
) => Promise<void>;

/** H.264 by whichever encoder a build has; MPEG-4 last, which is indexed as well, though browsers do not play it. */
const encoders: readonly (readonly string[])[] = [
  ['libx264', '-preset', 'veryfast', '-crf', '20'],
  ['libopenh264', '-b:v', '2M'],
  ['h264_videotoolbox', '-b:v', '2M'],
  ['h264_mf', '-b:v', '2M'],
  ['mpeg4', '-q:v', '3'],
];

/** The arguments of the first encoder that this ffmpeg truly has, found by encoding a frame of nothing. */
export async function findDemoEncoder(runFfmpeg: RunFfmpeg, signal: AbortSignal): Promise<string[]> {
  let cause: unknown;
  for (const encoder of encoders) {
    const codec = ['-c:v', ...encoder, '-pix_fmt', 'yuv420p'];
    try {
      const input = ['-f', 'lavfi', '-i', 'color=s=320x240:r=25:d=0.2'];
      await runFfmpeg(['-hide_banner', '-nostdin', ...input, ...codec, '-f', 'null', '-'], { signal });
      return codec;
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      cause = error;
    }
  }
  throw new EngineError('tool-missing', 'This ffmpeg can write neither H.264 nor MPEG-4 video.', { cause });
}
