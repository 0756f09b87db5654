import { EngineError, isAbort } from '../../contract/errors.ts';
import { startCommand } from './ffmpeg-command.ts';
import { collectBytes } from './frame-sink.ts';
import type { MediaTools } from './media-tools.ts';

/** How a build of ffmpeg writes what every browser plays. */
export interface ProxyEncoder {
  readonly container: 'mp4' | 'webm';
  readonly videoOptions: readonly string[];
  readonly audioOptions: readonly string[];
}

const aac = ['-c:a', 'aac', '-b:a', '160k'];
const opus = ['-c:a', 'libopus', '-b:a', '128k'];
const vpx = ['-deadline', 'realtime', '-row-mt', '1', '-auto-alt-ref', '0', '-lag-in-frames', '0'];

/** Without frames that refer to later ones: nothing is shown at other times than it is stored. */
const encoders: readonly ProxyEncoder[] = [
  mp4('libx264', '-preset', 'veryfast', '-crf', '20', '-bf', '0'),
  mp4('h264_videotoolbox', '-q:v', '60', '-bf', '0'),
  mp4('h264_mf', '-b:v', '12M', '-bf', '0'),
  mp4('libopenh264', '-b:v', '12M'),
  webm('libvpx-vp9', '-crf', '31', '-b:v', '0', '-cpu-used', '8', ...vpx),
  webm('libvpx', '-crf', '12', '-b:v', '8M', '-cpu-used', '8', ...vpx.slice(0, 2), ...vpx.slice(4)),
];

function mp4(encoder: string, ...options: readonly string[]): ProxyEncoder {
  return { container: 'mp4', videoOptions: ['-c:v', encoder, ...options], audioOptions: aac };
}

function webm(encoder: string, ...options: readonly string[]): ProxyEncoder {
  return { container: 'webm', videoOptions: ['-c:v', encoder, ...options], audioOptions: opus };
}

/** The first encoder that truly works here, found by encoding a moment of nothing. Throws `tool-missing`, `aborted`. */
export async function findProxyEncoder(
  tools: Pick<MediaTools, 'ffmpegPath'>,
  signal: AbortSignal,
  candidates: readonly ProxyEncoder[] = encoders,
): Promise<ProxyEncoder> {
  for (const encoder of candidates) {
    try {
      if (await works(encoder, tools, signal)) {
        return encoder;
      }
    } catch (error) {
      if (isAbort(error) || (error instanceof EngineError && error.code === 'tool-missing')) {
        throw error;
      }
    }
  }
  throw new EngineError('tool-missing', 'This ffmpeg can write neither H.264 nor VP9 video.');
}

async function works(
  encoder: ProxyEncoder,
  { ffmpegPath }: Pick<MediaTools, 'ffmpegPath'>,
  signal: AbortSignal,
): Promise<boolean> {
  const { exitCode } = await startCommand({
    executable: ffmpegPath,
    inputs: [
      { source: 'color=s=320x240:r=25:d=0.2', options: ['-f', 'lavfi'] },
      { source: 'anullsrc=d=0.2', options: ['-f', 'lavfi'] },
    ],
    outputOptions: [...encoder.videoOptions, '-pix_fmt', 'yuv420p', ...encoder.audioOptions, '-f', 'null'],
    output: collectBytes(0).writable,
    timeLimitSeconds: 30,
    signal,
  }).ended;
  return exitCode === 0;
}
