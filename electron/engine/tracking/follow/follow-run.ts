import type { Seed, TrackKey } from '../../../contract/tracks.ts';
import type { WritableDb } from '../../store/database.ts';
import { followChunks, putFollowChunk } from '../../store/queries/index.ts';
import type { PassKeys } from './blend-passes.ts';
import type { PassResume } from './follow-messages.ts';
import type { FollowPass } from './follow-passes.ts';
import type { FollowNews } from './run-follow.ts';

/** Chunk number that says that a pass is done. */
const doneChunkIndex = 2_000_000_000;
const storeEveryMs = 1000;

/** What one follow job has found, kept as it comes, so that a job that is ended anywhere goes on there. */
export class FollowRun {
  readonly #db: WritableDb;
  readonly #followKey: number;
  readonly #keys = new Map<number, TrackKey[]>();
  readonly #unsaved = new Map<number, TrackKey[]>();
  readonly #donePasses = new Set<number>();
  #nextChunkIndex = 0;
  #storedMs = performance.now();
  #passes: readonly FollowPass[] = [];
  #resumedSeconds: number | null = null;
  seeds: readonly TrackKey[] = [];
  totalSeconds: number | null = null;
  trackerId: string | null = null;

  constructor(db: WritableDb, followKey: number) {
    this.#db = db;
    this.#followKey = followKey;
    for (const { stretchIndex, chunkIndex, keys } of followChunks(db, followKey)) {
      if (chunkIndex === doneChunkIndex) this.#donePasses.add(stretchIndex);
      else this.#nextChunkIndex = Math.max(this.#nextChunkIndex, chunkIndex + 1);
      this.#add(stretchIndex, keys);
    }
  }

  /** Where each pass goes on: at the last place where the thing was seen. */
  resume(): PassResume[] {
    return [...this.#keys].flatMap(([passIndex, keys]): PassResume[] => {
      if (this.#donePasses.has(passIndex)) return [{ passIndex, from: null }];
      const lastSeen = keys.findLastIndex(({ state }) => state === 'tracked');
      this.#keys.set(passIndex, keys.slice(0, lastSeen + 1));
      const from: Seed | undefined = keys[lastSeen];
      return from === undefined ? [] : [{ passIndex, from: { timeSeconds: from.timeSeconds, box: from.box } }];
    });
  }

  take(news: FollowNews): readonly TrackKey[] {
    switch (news.kind) {
      case 'planned':
        this.#passes = news.passes;
        this.seeds = news.byHand;
        this.totalSeconds = news.totalSeconds;
        this.trackerId = news.trackerId;
        this.#resumedSeconds = this.doneSeconds;
        return news.byHand;
      case 'keys':
        this.#add(news.passIndex, news.keys);
        this.#unsaved.set(news.passIndex, [...(this.#unsaved.get(news.passIndex) ?? []), ...news.keys]);
        if (performance.now() - this.#storedMs >= storeEveryMs) this.save();
        return news.keys;
      case 'pass-done':
        this.save();
        this.#donePasses.add(news.passIndex);
        this.#put(news.passIndex, doneChunkIndex, []);
        return [];
    }
  }

  /** Writes what has come since the last time. */
  save(): void {
    this.#storedMs = performance.now();
    for (const [passIndex, keys] of this.#unsaved) {
      this.#put(passIndex, this.#nextChunkIndex, keys);
      this.#nextChunkIndex += 1;
    }
    this.#unsaved.clear();
  }

  /** Media seconds of all passes. */
  get doneSeconds(): number {
    return this.#passes.reduce((sum, { seed }, index) => {
      const last = this.#keys.get(index)?.at(-1);
      return last === undefined ? sum : sum + Math.abs(last.timeSeconds - seed.timeSeconds);
    }, 0);
  }

  /** Of this attempt alone. */
  get newSeconds(): number {
    return this.doneSeconds - (this.#resumedSeconds ?? 0);
  }

  get passKeys(): PassKeys[] {
    return this.#passes.map((pass, index) => ({ pass, keys: this.#keys.get(index) ?? [] }));
  }

  #add(passIndex: number, keys: readonly TrackKey[]): void {
    const known = this.#keys.get(passIndex);
    if (known === undefined) this.#keys.set(passIndex, [...keys]);
    else for (const key of keys) known.push(key);
  }

  #put(stretchIndex: number, chunkIndex: number, keys: readonly TrackKey[]): void {
    putFollowChunk(this.#db, this.#followKey, { stretchIndex, chunkIndex, keys });
  }
}
