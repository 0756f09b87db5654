import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { VideoId } from '../../contract/ids.ts';
import type { LibraryPaths } from '../base/surroundings.ts';
import { mediaFactsSchema } from '../media/media-facts.ts';
import type { MediaTools } from '../media/media-tools.ts';
import { writePoster } from '../media/pictures.ts';
import type { ReadableDb } from '../store/database.ts';
import { videoById } from '../store/queries/index.ts';
import { pictureFolderOf } from './picture-stage.ts';

export interface PosterServiceDeps {
  readonly db: ReadableDb;
  readonly paths: LibraryPaths;
  readonly tools: () => Promise<MediaTools>;
  readonly resolveFile: (videoId: VideoId) => Promise<{ readonly path: string } | null>;
}

/** Pictures are drawn by at most this many decoders at once: the rest wait their turn. */
const drawingLimit = 2;
const posterHeightPixels = 216;

/** Posters at any moment of a video, drawn when they are first asked for and kept. */
export class PosterService {
  readonly #deps: PosterServiceDeps;
  readonly #underWay = new Map<string, Promise<string | null>>();
  readonly #controller = new AbortController();
  #drawingCount = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(deps: PosterServiceDeps) {
    this.#deps = deps;
  }

  /** The file of the picture shown at `seconds`; null when the video is offline or has no picture there. */
  async poster(videoId: VideoId, seconds: number): Promise<string | null> {
    const file = join(pictureFolderOf(this.#deps.paths, videoId), `poster-${Math.round(seconds * 1000)}.jpg`);
    if (existsSync(file)) {
      return file;
    }
    const underWay = this.#underWay.get(file) ?? this.#drawInTurn(videoId, { seconds, file });
    this.#underWay.set(file, underWay);
    try {
      return await underWay;
    } finally {
      this.#underWay.delete(file);
    }
  }

  dispose(): void {
    this.#controller.abort();
    this.#waiting.splice(0).forEach((go) => go());
  }

  async #drawInTurn(videoId: VideoId, target: { seconds: number; file: string }): Promise<string | null> {
    if (this.#drawingCount >= drawingLimit) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#drawingCount += 1;
    try {
      return await this.#draw(videoId, target);
    } finally {
      this.#drawingCount -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #draw(videoId: VideoId, { seconds, file }: { seconds: number; file: string }): Promise<string | null> {
    const { db, paths, tools, resolveFile } = this.#deps;
    const { signal } = this.#controller;
    signal.throwIfAborted();
    const video = videoById(db, videoId);
    const source = video === null ? null : await resolveFile(videoId);
    const facts =
      video === null || video.probeJson === null ? null : mediaFactsSchema.safeParse(JSON.parse(video.probeJson));
    if (source === null || facts?.success !== true) {
      return null;
    }
    await mkdir(pictureFolderOf(paths, videoId), { recursive: true });
    await writePoster({
      path: source.path,
      facts: facts.data,
      seconds,
      tools: await tools(),
      outputFile: file,
      heightPixels: posterHeightPixels,
      signal,
    });
    return file;
  }
}
