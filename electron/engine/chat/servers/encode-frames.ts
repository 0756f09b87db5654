import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ChatPicture } from '../../../../native-models/api/chat-model.ts';
import { EngineError } from '../../../contract/errors.ts';
import { commandDetails, startCommand } from '../../media/ffmpeg-command.ts';
import { collectBytes } from '../../media/frame-sink.ts';
import type { MediaTools } from '../../media/media-tools.ts';
import { findProxyEncoder, type ProxyEncoder } from '../../media/proxy-encoder.ts';

export interface EncodeOptions {
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly signal: AbortSignal;
}

const mostBytes = 1_000_000_000;

/**
 * Pictures of one size as JPEG files, in order. `scale` is ffmpeg's: 2 (best) to 31. Throws EngineError `decode-failed`,
 * `aborted`, `tool-missing`.
 */
export async function encodeJpegs(
  pictures: readonly ChatPicture[],
  { tools, signal, scale }: EncodeOptions & { readonly scale: number },
): Promise<Buffer[]> {
  const output = collectBytes(mostBytes);
  await run(
    startCommand({
      executable: tools.ffmpegPath,
      inputs: [{ source: rawPictures(pictures), options: rawOptions(pictures, 25) }],
      outputOptions: [
        ...['-vf', 'scale=out_range=full,format=yuv420p', '-color_range', 'pc', '-c:v', 'mjpeg', '-huffman', 'optimal'],
        ...['-qmin', String(scale), '-qmax', String(scale), '-q:v', String(scale), '-strict', 'unofficial'],
        ...['-fps_mode', 'passthrough', '-f', 'image2pipe'],
      ],
      output: output.writable,
      signal,
    }),
  );
  const files = splitJpegs(output.bytes());
  if (files.length !== pictures.length) {
    throw new EngineError('decode-failed', `ffmpeg wrote ${files.length} of ${pictures.length} pictures.`);
  }
  return files;
}

export interface EncodedClip {
  readonly mediaType: 'video/mp4' | 'video/webm';
  readonly bytes: Buffer;
}

/** Pictures of one size and even sides as a short clip that shows picture k from k / framesPerSecond on. Throws as above. */
export async function encodeClip(
  pictures: readonly ChatPicture[],
  { tools, signal, framesPerSecond }: EncodeOptions & { readonly framesPerSecond: number },
): Promise<EncodedClip> {
  const { container, videoOptions } = await encoderOf(tools, signal);
  const folder = await mkdtemp(join(tmpdir(), 'timecue-clip-'));
  const file = join(folder, `clip.${container}`);
  try {
    await run(
      startCommand({
        executable: tools.ffmpegPath,
        inputs: [{ source: rawPictures(pictures), options: rawOptions(pictures, framesPerSecond) }],
        outputOptions: [
          ...[...videoOptions, '-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough'],
          ...(container === 'mp4' ? ['-movflags', '+faststart'] : []),
          ...['-f', container],
        ],
        output: file,
        signal,
      }),
    );
    return { mediaType: container === 'mp4' ? 'video/mp4' : 'video/webm', bytes: await readFile(file) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Trying which encoder works takes as long as a short clip does. */
const encoders = new WeakMap<EncodeOptions['tools'], ProxyEncoder>();

async function encoderOf(tools: EncodeOptions['tools'], signal: AbortSignal): Promise<ProxyEncoder> {
  const known = encoders.get(tools);
  if (known !== undefined) return known;
  const found = await findProxyEncoder(tools, signal);
  encoders.set(tools, found);
  return found;
}

async function run({ ended }: ReturnType<typeof startCommand>): Promise<void> {
  const outcome = await ended;
  if (outcome.exitCode !== 0) {
    throw new EngineError('decode-failed', 'The pictures could not be written.', { details: commandDetails(outcome) });
  }
}

function rawPictures(pictures: readonly ChatPicture[]): Readable {
  return Readable.from(pictures.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
}

function rawOptions(pictures: readonly ChatPicture[], framesPerSecond: number): string[] {
  const { width, height } = pictures[0]!;
  if (pictures.some((picture) => picture.width !== width || picture.height !== height)) {
    throw new RangeError('Pictures of one clip have one size.');
  }
  const rate = String(Number(framesPerSecond.toFixed(6)));
  return ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-video_size', `${width}x${height}`, '-framerate', rate];
}

/** Inside a picture's data the end mark never stands: there, 255 is always followed by 0 or a restart. */
function splitJpegs(bytes: Buffer): Buffer[] {
  const files: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(Buffer.from([0xff, 0xd9]), from);
    if (end === -1) break;
    files.push(bytes.subarray(from, end + 2));
    from = end + 2;
  }
  return files;
}
