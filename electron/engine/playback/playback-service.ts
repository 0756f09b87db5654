import { stat } from 'node:fs/promises';
import { EngineError, isAbort } from '../../contract/errors.ts';
import type { VideoId } from '../../contract/ids.ts';
import type { Progress, Result } from '../../contract/index.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import { findProxyEncoder, type ProxyEncoder } from '../media/proxy-encoder.ts';
import type { VideoSource, VideoSources } from '../media/video-sources.ts';
import { writeProxy } from '../media/write-proxy.ts';
import { ProxyFolder } from './proxy-folder.ts';

export interface PlaybackDeps {
  readonly sources: Pick<VideoSources, 'open'>;
  /** Absolute; made when it is needed. */
  readonly proxyFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isReadOnly: boolean;
  readonly proxyCacheBytes: () => number;
  readonly isKnown: (videoId: VideoId) => boolean;
  /** So long a proxy is worked on after the last one who waited for it has gone: a page that is reloaded comes back. */
  readonly graceMs?: number;
}

type Told = Progress<'playback.prepare'>;

interface Making {
  readonly controller: AbortController;
  readonly done: Promise<Result<'playback.prepare'>>;
  readonly listeners: Set<(progress: Told) => void>;
  progress: Told;
  goodbye: NodeJS.Timeout | null;
}

interface Call {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Told) => void;
}

/** Before so much work nothing is said about the rest. */
const leastMeasuredMs = 1500;

/** Makes what browsers can play of what they cannot: one at a time, kept in the library's folder up to a limit. */
export class PlaybackService {
  readonly #deps: PlaybackDeps;
  readonly #folder: ProxyFolder;
  readonly #making = new Map<VideoId, Making>();
  #encoder: { readonly ffmpegPath: string; readonly encoder: ProxyEncoder } | null = null;
  #turn: Promise<unknown>;

  constructor(deps: PlaybackDeps) {
    this.#deps = deps;
    this.#folder = new ProxyFolder(deps.proxyFolder);
    this.#turn = deps.isReadOnly ? Promise.resolve() : this.#folder.sweep(deps.isKnown);
  }

  /** Removes the proxies of videos that are gone, once what is being made is done; nobody waits for it. */
  forgetRemoved(): void {
    if (!this.#deps.isReadOnly) {
      this.#turn = this.#turn.then(() => this.#folder.sweep(this.#deps.isKnown));
    }
  }

  /** The proxy of a video as a file to serve; null until it is made. */
  proxyFile(videoId: VideoId): { path: string; allowedRoots: readonly string[] } | null {
    const path = this.#folder.find(videoId);
    void this.#folder.touch(videoId, this.#deps.clock.nowMs());
    return path === null ? null : { path, allowedRoots: [this.#folder.path] };
  }

  /**
   * Handler of `playback.prepare`. Throws `read-only`, `not-found`, `file-missing`, `aborted` and what `writeProxy`
   * throws. Aborting ends the work only when nobody else waits for it, and not at once.
   */
  async prepare(videoId: VideoId, { signal, onProgress }: Call): Promise<Result<'playback.prepare'>> {
    signal.throwIfAborted();
    const made = await this.#made(videoId);
    if (made !== null) {
      return made;
    }
    if (this.#deps.isReadOnly) {
      throw new EngineError('read-only', 'This engine only reads the library.');
    }
    const known = this.#making.get(videoId);
    // What is being given up is not joined: it is begun anew after it.
    const making = known === undefined || known.controller.signal.aborted ? this.#begin(videoId) : known;
    return this.#join(making, { signal, onProgress });
  }

  async dispose(): Promise<void> {
    const all = [...this.#making.values()];
    for (const { controller, goodbye } of all) {
      clearTimeout(goodbye ?? undefined);
      controller.abort();
    }
    await Promise.allSettled(all.map(({ done }) => done));
    await this.#turn;
  }

  async #made(videoId: VideoId): Promise<Result<'playback.prepare'> | null> {
    const path = this.#folder.find(videoId);
    const found = path === null ? null : await stat(path).catch(() => null);
    await this.#folder.touch(videoId, this.#deps.clock.nowMs());
    return found === null ? null : { sizeBytes: found.size };
  }

  #begin(videoId: VideoId): Making {
    const controller = new AbortController();
    const before = this.#turn;
    const listeners = new Set<(progress: Told) => void>();
    const done = (async () => {
      await before;
      return this.#make(videoId, controller.signal, (progress) => {
        making.progress = progress;
        listeners.forEach((tell) => tell(progress));
      });
    })().finally(() => {
      clearTimeout(making.goodbye ?? undefined);
      if (this.#making.get(videoId) === making) {
        this.#making.delete(videoId);
      }
    });
    const making: Making = {
      controller,
      done,
      listeners,
      progress: { doneShare: 0, remainingSeconds: null },
      goodbye: null,
    };
    this.#turn = done.catch(() => {});
    this.#making.set(videoId, making);
    return making;
  }

  #join(making: Making, { signal, onProgress }: Call): Promise<Result<'playback.prepare'>> {
    clearTimeout(making.goodbye ?? undefined);
    making.goodbye = null;
    making.listeners.add(onProgress);
    onProgress(making.progress);
    return new Promise((resolve, reject) => {
      const leave = () => {
        making.listeners.delete(onProgress);
        signal.removeEventListener('abort', stop);
      };
      const stop = () => {
        leave();
        this.#stopUnlessAwaited(making);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop, { once: true });
      making.done.then(resolve, reject).finally(leave);
    });
  }

  #stopUnlessAwaited(making: Making): void {
    if (making.listeners.size === 0) {
      making.goodbye = setTimeout(() => making.controller.abort(), this.#deps.graceMs ?? 15_000);
      making.goodbye.unref();
    }
  }

  async #make(
    videoId: VideoId,
    signal: AbortSignal,
    tell: (progress: Told) => void,
  ): Promise<Result<'playback.prepare'>> {
    const { sources, clock, logger, proxyCacheBytes } = this.#deps;
    signal.throwIfAborted();
    const source = await sources.open(videoId, signal);
    const encoder = await this.#encoderOf(source, signal);
    const outputFile = this.#folder.fileOf(videoId, encoder.container);
    const startedMs = clock.monotonicMs();
    try {
      await writeProxy({
        ...source,
        encoder,
        outputFile,
        signal,
        onProgress: (doneSeconds) =>
          tell(progressOf({ doneSeconds, source, elapsedMs: clock.monotonicMs() - startedMs })),
      });
    } catch (error) {
      if (!isAbort(error)) {
        logger.error('playback.proxy-failed', error, { videoId });
      }
      throw error;
    }
    const { size: sizeBytes } = await stat(outputFile);
    const removedCount = await this.#folder.shrinkTo(proxyCacheBytes(), videoId);
    const workMs = Math.round(clock.monotonicMs() - startedMs);
    logger.info('playback.proxy-made', { videoId, sizeBytes, removedCount, workMs });
    tell({ doneShare: 1, remainingSeconds: 0 });
    return { sizeBytes };
  }

  async #encoderOf({ tools }: VideoSource, signal: AbortSignal): Promise<ProxyEncoder> {
    if (this.#encoder?.ffmpegPath !== tools.ffmpegPath) {
      const encoder = await findProxyEncoder(tools, signal);
      this.#encoder = { ffmpegPath: tools.ffmpegPath, encoder };
    }
    return this.#encoder.encoder;
  }
}

function progressOf({
  doneSeconds,
  source,
  elapsedMs,
}: {
  readonly doneSeconds: number;
  readonly source: VideoSource;
  readonly elapsedMs: number;
}): Told {
  const { durationSeconds } = source.facts;
  const doneShare = durationSeconds === null ? 0 : Math.min(1, doneSeconds / durationSeconds);
  const isMeasured = doneShare > 0 && elapsedMs >= leastMeasuredMs;
  return { doneShare, remainingSeconds: isMeasured ? ((elapsedMs / 1000) * (1 - doneShare)) / doneShare : null };
}
