import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { EngineError, isAbort } from '../../contract/errors.ts';
import type { MediaTools, MediaToolSource } from './media-tools.ts';
import { downloadTools, downloadedPaths, hasDownload } from './tool-download.ts';
import type { DownloadProgress } from './tool-download.ts';
import { installWithApt } from './tool-install.ts';
import { judgeVersion, readVersion } from './tool-version.ts';

export type { MediaTools } from './media-tools.ts';

/** The machine, as far as the search for programs depends on it. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Whether the packages of Debian can be installed without asking. */
  readonly isDebianRoot: boolean;
}

export interface FindToolsOptions {
  readonly settings?: { readonly ffmpegPath?: string | undefined; readonly ffprobePath?: string | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the packaged product keeps its programs (Electron's resources). */
  readonly packagedFolder?: string | undefined;
  /** Where downloads are kept; without it nothing is downloaded. */
  readonly cacheFolder?: string | undefined;
  /** Whether downloading and apt-get are allowed. Without it only what is there already is found. */
  readonly allowInstall: boolean;
  readonly host?: Host;
  /** A line for people about what is being fetched or installed. */
  readonly onProgress?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

interface Pair {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
}

/** This machine. */
export function currentHost(): Host {
  const isRoot = process.getuid?.() === 0;
  return {
    platform: process.platform,
    arch: process.arch,
    isDebianRoot: isRoot && existsSync('/etc/debian_version'),
  };
}

/**
 * Finds ffmpeg and ffprobe of one build, each verified by `-version`: settings or `FFMPEG_PATH` and `FFPROBE_PATH`, the
 * packaged programs, PATH, ffmpeg-static's release, Debian's packages (as root).
 *
 * What was named explicitly and is no good is an error, never passed over. Throws EngineError `tool-missing` whose
 * message is the one line to type, `unsupported-version`, `aborted`.
 */
export async function findMediaTools(options: FindToolsOptions): Promise<MediaTools> {
  const search = new ToolSearch(options);
  const explicit = await search.explicit();
  if (explicit !== null) {
    return explicit;
  }
  const found =
    (await search.tryPair('packaged', search.packagedPair())) ??
    (await search.tryPair('path', await search.pathPair())) ??
    (await search.tryPair('ffmpeg-static', search.cachedPair())) ??
    (options.allowInstall ? ((await search.download()) ?? (await search.install())) : null);
  if (found === null) {
    throw search.failure();
  }
  return found;
}

class ToolSearch {
  readonly #options: FindToolsOptions;
  readonly #host: Host;
  readonly #suffix: string;
  /** Why each source did not do, for the error. */
  readonly #reasons: string[] = [];
  #unsupported: EngineError | null = null;

  constructor(options: FindToolsOptions) {
    this.#options = options;
    this.#host = options.host ?? currentHost();
    this.#suffix = this.#host.platform === 'win32' ? '.exe' : '';
  }

  async explicit(): Promise<MediaTools | null> {
    const { settings = {}, env } = this.#options;
    const candidates = [
      ['settings', settings.ffmpegPath, settings.ffprobePath],
      ['environment', env['FFMPEG_PATH'], env['FFPROBE_PATH']],
    ] as const;
    for (const [source, ffmpegPath, ffprobePath] of candidates) {
      if (ffmpegPath || ffprobePath) {
        return this.#verify(source, {
          ffmpegPath: ffmpegPath || join(dirname(ffprobePath as string), `ffmpeg${this.#suffix}`),
          ffprobePath: ffprobePath || join(dirname(ffmpegPath as string), `ffprobe${this.#suffix}`),
        });
      }
    }
    return null;
  }

  packagedPair(): Pair | null {
    const folder = this.#options.packagedFolder;
    return folder === undefined ? null : this.#pairIn(folder);
  }

  /** The first folder of PATH with each of the programs; usually the same. */
  async pathPair(): Promise<Pair | null> {
    const { env } = this.#options;
    const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
    const find = async (name: string) => {
      for (const folder of folders) {
        const path = join(folder, `${name}${this.#suffix}`);
        if (await isExecutable(path)) {
          return path;
        }
      }
      return null;
    };
    const [ffmpegPath, ffprobePath] = [await find('ffmpeg'), await find('ffprobe')];
    if (ffmpegPath === null || ffprobePath === null) {
      this.#reasons.push(`PATH has no ${ffmpegPath === null ? 'ffmpeg' : 'ffprobe'}.`);
      return null;
    }
    return { ffmpegPath, ffprobePath };
  }

  cachedPair(): Pair | null {
    const { cacheFolder } = this.#options;
    return cacheFolder === undefined ? null : downloadedPaths(cacheFolder, this.#target());
  }

  async download(): Promise<MediaTools | null> {
    const { cacheFolder, env, onProgress, signal } = this.#options;
    if (cacheFolder === undefined || !hasDownload(this.#target())) {
      this.#reasons.push(`ffmpeg-static: no checked build for ${this.#target()}.`);
      return null;
    }
    try {
      const pair = await downloadTools({
        ...{ target: this.#target(), cacheFolder, signal },
        baseAddress: env['FFMPEG_BINARIES_URL'],
        onProgress: onProgress === undefined ? undefined : percentLines(onProgress),
      });
      return await this.tryPair('ffmpeg-static', pair);
    } catch (error) {
      return this.#skip('ffmpeg-static', error);
    }
  }

  async install(): Promise<MediaTools | null> {
    const { env, onProgress, signal } = this.#options;
    if (!this.#host.isDebianRoot) {
      return null;
    }
    try {
      await installWithApt({ env, signal, onLine: (line) => onProgress?.(line) });
      return await this.tryPair('apt', await this.pathPair());
    } catch (error) {
      return this.#skip('apt-get', error);
    }
  }

  /** A pair that may not be there: whatever is wrong with it, the next source is tried. */
  async tryPair(source: MediaToolSource, pair: Pair | null): Promise<MediaTools | null> {
    if (pair === null || !(await isExecutable(pair.ffmpegPath)) || !(await isExecutable(pair.ffprobePath))) {
      return null;
    }
    try {
      return await this.#verify(source, pair);
    } catch (error) {
      return this.#skip(source, error);
    }
  }

  failure(): EngineError {
    const line = installLine(this.#host.platform);
    const details = { reasons: this.#reasons.join(' ') };
    return (
      this.#unsupported ??
      new EngineError('tool-missing', `ffmpeg and ffprobe are needed and were not found. Type: ${line}`, { details })
    );
  }

  #skip(source: string, error: unknown): null {
    if (isAbort(error) || this.#options.signal?.aborted === true) {
      throw new EngineError('aborted', 'Stopped.', { cause: error });
    }
    if (error instanceof EngineError && error.code === 'unsupported-version') {
      this.#unsupported ??= error;
    }
    this.#reasons.push(`${source}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }

  async #verify(source: MediaToolSource, { ffmpegPath, ffprobePath }: Pair): Promise<MediaTools> {
    const [version, probeVersion] = await Promise.all([
      this.#versionOf(ffmpegPath, 'ffmpeg'),
      this.#versionOf(ffprobePath, 'ffprobe'),
    ]);
    const details = { ffmpegPath, ffprobePath, version, probeVersion };
    if (version !== probeVersion) {
      const message = `ffmpeg (${version}) and ffprobe (${probeVersion}) are not from the same build.`;
      throw new EngineError('unsupported-version', message, { details });
    }
    if (judgeVersion(version) === 'unsupported') {
      const message = `ffmpeg ${version} is not supported: it has to be 5.1 to 8.`;
      throw new EngineError('unsupported-version', message, { details });
    }
    return { ffmpegPath, ffprobePath, version, source };
  }

  async #versionOf(path: string, name: 'ffmpeg' | 'ffprobe'): Promise<string> {
    try {
      return await readVersion(path, name, this.#options.signal);
    } catch (cause) {
      if (this.#options.signal?.aborted === true) {
        throw new EngineError('aborted', 'Stopped.', { cause });
      }
      throw new EngineError('tool-missing', `${path} is not a program that calls itself ${name}.`, {
        cause,
        details: { path, reason: cause instanceof Error ? cause.message : String(cause) },
      });
    }
  }

  #pairIn(folder: string): Pair {
    return {
      ffmpegPath: join(folder, `ffmpeg${this.#suffix}`),
      ffprobePath: join(folder, `ffprobe${this.#suffix}`),
    };
  }

  #target(): string {
    return `${this.#host.platform}-${this.#host.arch}`;
  }
}

/** What a person types to get ffmpeg and ffprobe. */
export function installLine(platform: NodeJS.Platform): string {
  if (platform === 'darwin') {
    return 'brew install ffmpeg';
  }
  return platform === 'win32' ? 'winget install Gyan.FFmpeg' : 'sudo apt-get install ffmpeg';
}

/** One line every ten percent of each program. */
function percentLines(onLine: (line: string) => void): (progress: DownloadProgress) => void {
  let last = '';
  return ({ name, doneBytes, totalBytes }) => {
    const share = totalBytes === null ? '' : ` ${Math.floor((10 * doneBytes) / totalBytes) * 10} %`;
    const line = `downloading ${name}${share}`;
    if (line !== last) {
      last = line;
      onLine(line);
    }
  };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
