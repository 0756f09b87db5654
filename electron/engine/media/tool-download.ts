import { createHash } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EngineError } from '../../contract/errors.ts';

/** The release that the package ffmpeg-static 5.3.0 downloads; the same release holds ffprobe from the same builds. */
export const staticRelease = 'b6.1.1';
const defaultBaseAddress = 'https://github.com/eugeneware/ffmpeg-static/releases/download';
const stallMs = 20_000;

type Checksums = Readonly<Record<'ffmpeg' | 'ffprobe', string>>;

/**
 * SHA-256 of the compressed programs. The project publishes none; these are the ones that several independent projects
 * pin for the same release. A platform that is not here has no checksum and is not downloaded for.
 */
const checksums: Readonly<Record<string, Checksums>> = {
  'linux-x64': {
    ffmpeg: 'bfe8a8fc511530457b528c48d77b5737527b504a3797a9bc4866aeca69c2dffa',
    ffprobe: '25d9b6ccb05e3d9de9e04e31e2506d8dd7f9f0418981965ac6df12e8d3afd067',
  },
  'linux-arm64': {
    ffmpeg: '754a678672298bc68156adff58aa7385a592c2b30b1d0ae8750c45c915c4bac0',
    ffprobe: '2ab6aba60ee84412dff9188720703376cb4e7aaf7e0b5e43aa8249f2acae5bf8',
  },
  'darwin-x64': {
    ffmpeg: '929b375c1182d956c51f7ac25e0b2b0411fb01f6f407aa15c9758efeb4242106',
    ffprobe: 'd4da574d6e2e197bd259b47d69cf262df9e312af24ad960444f6d806d3d4c186',
  },
  'darwin-arm64': {
    ffmpeg: '8923876afa8db5585022d7860ec7e589af192f441c56793971276d450ed3bbfa',
    ffprobe: 'd986a8ec7b030899fe66a8a288ed809a3543338705a3ce178cfb85869c5d80be',
  },
  'win32-x64': {
    ffmpeg: '8883a3dffbd0a16cf4ef95206ea05283f78908dbfb118f73c83f4951dcc06d77',
    ffprobe: 'f309e6223ad89d2fe54bccd420a7709b66fd27540674e92309578ed491a43c8d',
  },
};

export interface DownloadProgress {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

export interface DownloadRequest {
  /** Such as `linux-x64`. */
  readonly target: string;
  /** The programs come to lie in a folder of the release in it. */
  readonly cacheFolder: string;
  /** A mirror with the same file names, as ffmpeg-static takes it in `FFMPEG_BINARIES_URL`. */
  readonly baseAddress?: string | undefined;
  /** For tests, whose files have other sums. */
  readonly expected?: Checksums;
  readonly stallMs?: number;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a download puts the programs. */
export function downloadedPaths(cacheFolder: string, target: string): { ffmpegPath: string; ffprobePath: string } {
  const suffix = target.startsWith('win32') ? '.exe' : '';
  const folder = join(cacheFolder, `ffmpeg-static-${staticRelease}-${target}`);
  return { ffmpegPath: join(folder, `ffmpeg${suffix}`), ffprobePath: join(folder, `ffprobe${suffix}`) };
}

/** Whether there is a download with a known checksum for a platform. */
export function hasDownload(target: string): boolean {
  return target in checksums;
}

/**
 * Fetches ffmpeg and ffprobe of ffmpeg-static's release, checks them, and puts each in place at once when it is whole.
 * Throws EngineError `network` (also when nothing comes for 20 s or a checksum is wrong) and `aborted`.
 */
export async function downloadTools(request: DownloadRequest): Promise<{ ffmpegPath: string; ffprobePath: string }> {
  const expected = request.expected ?? checksums[request.target];
  if (expected === undefined) {
    throw new EngineError('tool-missing', `ffmpeg-static has no checked build for ${request.target}.`);
  }
  const paths = downloadedPaths(request.cacheFolder, request.target);
  for (const [name, path] of [
    ['ffmpeg', paths.ffmpegPath],
    ['ffprobe', paths.ffprobePath],
  ] as const) {
    if (!(await isThere(path))) {
      await fetchProgram(request, { name, path, sha256: expected[name] });
    }
  }
  return paths;
}

async function isThere(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

interface Program {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly path: string;
  readonly sha256: string;
}

async function fetchProgram(request: DownloadRequest, { name, path, sha256 }: Program): Promise<void> {
  const address = `${request.baseAddress ?? defaultBaseAddress}/${staticRelease}/${name}-${request.target}.gz`;
  const packed = `${path}.gz.part`;
  const unpacked = `${path}.part`;
  await mkdir(join(path, '..'), { recursive: true });
  try {
    const actual = await fetchFile(request, { name, address, packed });
    if (actual !== sha256) {
      throw new EngineError('network', `What came from ${address} is not what was expected.`, {
        details: { address, expectedSha256: sha256, actualSha256: actual },
      });
    }
    await pipeline(createReadStream(packed), createGunzip(), createWriteStream(unpacked));
    await chmod(unpacked, 0o755);
    await rename(unpacked, path);
  } finally {
    await rm(packed, { force: true });
    await rm(unpacked, { force: true });
  }
}

interface Transfer {
  readonly name: 'ffmpeg' | 'ffprobe';
  readonly address: string;
  readonly packed: string;
}

/** Writes the file and gives its SHA-256. Ends by itself when nothing comes for a while. */
async function fetchFile(request: DownloadRequest, { name, address, packed }: Transfer): Promise<string> {
  const stall = new AbortController();
  const limitMs = request.stallMs ?? stallMs;
  let timer = setTimeout(() => stall.abort(), limitMs);
  const signal = AbortSignal.any([stall.signal, ...(request.signal ? [request.signal] : [])]);
  const hash = createHash('sha256');
  let doneBytes = 0;
  try {
    const response = await fetch(address, { signal, redirect: 'follow' });
    if (!response.ok || response.body === null) {
      throw new Error(`The server answered ${response.status}.`);
    }
    const totalBytes = Number(response.headers.get('content-length')) || null;
    const watch = new Transform({
      transform(chunk: Uint8Array, _encoding, done) {
        clearTimeout(timer);
        timer = setTimeout(() => stall.abort(), limitMs);
        hash.update(chunk);
        doneBytes += chunk.length;
        request.onProgress?.({ name, doneBytes, totalBytes });
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), watch, createWriteStream(packed), {
      signal,
    });
    return hash.digest('hex');
  } catch (cause) {
    if (request.signal?.aborted === true) {
      throw new EngineError('aborted', 'Stopped.', { cause });
    }
    const reason = stall.signal.aborted ? `Nothing came for ${limitMs / 1000} seconds.` : describe(cause);
    throw new EngineError('network', `${address} could not be fetched: ${reason}`, { cause, details: { address } });
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch failed` says nothing; its cause does. */
function describe(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
