import { existsSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { videoIdSchema, type VideoId } from '../../contract/ids.ts';

export type ProxyContainer = 'mp4' | 'webm';

const containers: readonly ProxyContainer[] = ['mp4', 'webm'];
const touchEveryMs = 60_000;

interface KeptProxy {
  readonly videoId: VideoId;
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedAtMs: number;
}

/** The files that were made to be played, one a video, the least recently used of them removed first. */
export class ProxyFolder {
  readonly path: string;
  readonly #touchedAtMs = new Map<VideoId, number>();

  constructor(path: string) {
    this.path = path;
  }

  fileOf(videoId: VideoId, container: ProxyContainer): string {
    return join(this.path, `${videoId}.${container}`);
  }

  /** The whole proxy of a video; null while there is none. */
  find(videoId: VideoId): string | null {
    return containers.map((container) => this.fileOf(videoId, container)).find((file) => existsSync(file)) ?? null;
  }

  /** Notes that a proxy is in use. Its time of access says so, because that of writing is part of what browsers cache by. */
  async touch(videoId: VideoId, nowMs: number): Promise<void> {
    const file = this.find(videoId);
    if (file === null || nowMs - (this.#touchedAtMs.get(videoId) ?? 0) < touchEveryMs) {
      return;
    }
    this.#touchedAtMs.set(videoId, nowMs);
    try {
      await utimes(file, new Date(nowMs), (await stat(file)).mtime);
    } catch {
      // Removed meanwhile, or on a disk that keeps no such times: then it counts as older than it is.
    }
  }

  /** Removes what killed runs have left, and proxies of videos that are not there any more. */
  async sweep(isKnown: (videoId: VideoId) => boolean): Promise<void> {
    for (const name of await this.#names()) {
      const videoId = videoIdSchema.safeParse(name.replace(/\.(mp4|webm)$/, ''));
      if (name.endsWith('.part') || (videoId.success && !isKnown(videoId.data))) {
        await rm(join(this.path, name), { force: true }).catch(() => {});
      }
    }
  }

  /** Removes the least recently used until the rest fits; `keep` stays in any case. Returns how many went. */
  async shrinkTo(limitBytes: number, keep: VideoId): Promise<number> {
    const kept = await this.#proxies();
    let sizeBytes = kept.reduce((sum, proxy) => sum + proxy.sizeBytes, 0);
    let removedCount = 0;
    for (const proxy of kept.toSorted((a, b) => a.usedAtMs - b.usedAtMs)) {
      if (sizeBytes <= limitBytes) {
        break;
      }
      if (proxy.videoId !== keep && (await isRemoved(proxy.path))) {
        sizeBytes -= proxy.sizeBytes;
        removedCount += 1;
      }
    }
    return removedCount;
  }

  async #proxies(): Promise<KeptProxy[]> {
    const proxies: KeptProxy[] = [];
    for (const name of await this.#names()) {
      const videoId = videoIdSchema.safeParse(/^(.+)\.(?:mp4|webm)$/.exec(name)?.[1]);
      const path = join(this.path, name);
      const found = videoId.success ? await stat(path).catch(() => null) : null;
      if (videoId.success && found !== null) {
        proxies.push({ videoId: videoId.data, path, sizeBytes: found.size, usedAtMs: found.atimeMs });
      }
    }
    return proxies;
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.path);
    } catch {
      return [];
    }
  }
}

/** False for a file that somebody holds open on a system that minds. */
async function isRemoved(path: string): Promise<boolean> {
  try {
    await rm(path, { force: true });
    return true;
  } catch {
    return false;
  }
}
