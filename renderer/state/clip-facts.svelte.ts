import { SvelteMap } from 'svelte/reactivity';
import type { VideoId } from '../../electron/contract/ids.ts';
import type { CallEngine } from '../../electron/contract/index.ts';
import type { VideoSummary } from '../../electron/contract/library.ts';

/** While the library changes all the time, a clip is not asked for more often. */
const freshMs = 3000;
const mostKept = 2000;

interface Asked {
  readonly atMs: number;
  readonly revision: number;
}

/** What the library says of single clips, for whatever shows times or states of them: asked once, and after changes. */
export class ClipFacts {
  readonly #facts = new SvelteMap<VideoId, VideoSummary>();
  /** When and as of which revision a clip was asked for; nothing is drawn from it. */
  #asked: Record<VideoId, Asked | undefined> = {};
  readonly #callEngine: CallEngine;
  readonly #nowMs: () => number;

  constructor(callEngine: CallEngine, nowMs: () => number = () => performance.now()) {
    this.#callEngine = callEngine;
    this.#nowMs = nowMs;
  }

  /** Null while it is not known. */
  of(videoId: VideoId): VideoSummary | null {
    return this.#facts.get(videoId) ?? null;
  }

  /** Asks for what is not known as of this revision of the library. Never rejects. */
  async need(videoIds: readonly VideoId[], revision: number): Promise<void> {
    this.#forgetAllWhenMany();
    const calls: Promise<void>[] = [];
    for (const videoId of videoIds) {
      if (this.#isStale(videoId, revision)) {
        calls.push(this.#ask(videoId, revision));
      }
    }
    await Promise.all(calls);
  }

  #isStale(videoId: VideoId, revision: number): boolean {
    const asked = this.#asked[videoId];
    return asked === undefined || (asked.revision !== revision && this.#nowMs() - asked.atMs >= freshMs);
  }

  async #ask(videoId: VideoId, revision: number): Promise<void> {
    this.#asked[videoId] = { atMs: this.#nowMs(), revision };
    try {
      this.#facts.set(videoId, await this.#callEngine('library.show', { videoId }));
    } catch {
      // Asked again next time; until then what was known stays.
      this.#asked[videoId] = undefined;
    }
  }

  #forgetAllWhenMany(): void {
    if (Object.keys(this.#asked).length > mostKept) {
      this.#asked = {};
    }
  }
}
