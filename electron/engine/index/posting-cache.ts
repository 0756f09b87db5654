import type { ChannelId } from '../../contract/channels.ts';
import { BlockSpace } from './block-space.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';
import type { CueHit, IndexSource, PostingPage, TextQuery } from './index-source.ts';
import type { Turn } from './turn.ts';

/** Blocks that show a term, by ordinal in the block space of the snapshot. */
export interface BlockPostings {
  readonly ordinals: Int32Array;
  readonly strengths: Uint8Array;
}

/** The index at one version: a search keeps to one snapshot from its first to its last look-up. */
export interface IndexSnapshot {
  readonly version: number | string;
  readonly space: BlockSpace;
}

export interface PostingCacheOptions {
  readonly source: IndexSource;
  readonly maxBytes?: number;
}

const bytesPerTextHit = 64;

/** Compact copies of what the index said lately. Forgets everything as soon as the source has another version. */
export class PostingCache {
  readonly #source: IndexSource;
  readonly #postings: ByteBoundedCache<BlockPostings>;
  readonly #cues: ByteBoundedCache<readonly CueHit[]>;
  readonly #names: ByteBoundedCache<readonly number[]>;
  #snapshot: IndexSnapshot | null = null;

  constructor({ source, maxBytes = 96 * 1024 * 1024 }: PostingCacheOptions) {
    this.#source = source;
    this.#postings = new ByteBoundedCache(Math.floor(maxBytes * 0.75));
    this.#cues = new ByteBoundedCache(Math.floor(maxBytes * 0.2));
    this.#names = new ByteBoundedCache(Math.floor(maxBytes * 0.05));
  }

  snapshot(): IndexSnapshot {
    const version = this.#source.version();
    if (this.#snapshot?.version !== version) {
      this.#postings.clear();
      this.#cues.clear();
      this.#names.clear();
      this.#snapshot = { version, space: new BlockSpace(this.#source.videos()) };
    }
    return this.#snapshot;
  }

  async postings(
    snapshot: IndexSnapshot,
    term: { channel: ChannelId; term: string },
    turn: Turn,
  ): Promise<BlockPostings> {
    const key = `${term.channel}/${term.term}`;
    const known = snapshot === this.#snapshot ? this.#postings.get(key) : undefined;
    if (known !== undefined) {
      return known;
    }
    const found = new PostingBuilder(snapshot.space);
    for (const page of this.#source.postingPages(term.channel, term.term)) {
      found.add(page);
      await turn.breathe();
    }
    const postings = found.build();
    // Another search may have moved on to a newer snapshot while this one was reading.
    if (snapshot === this.#snapshot) {
      this.#postings.set(key, postings, postings.ordinals.byteLength + postings.strengths.byteLength + key.length);
    }
    return postings;
  }

  cues(snapshot: IndexSnapshot, query: TextQuery, limit: number): readonly CueHit[] {
    return this.#remember(snapshot, { cache: this.#cues, key: keyOf(query, limit) }, () =>
      this.#source.searchCues(query, limit),
    );
  }

  /** Keys of the videos whose names match. */
  names(snapshot: IndexSnapshot, query: TextQuery, limit: number): readonly number[] {
    return this.#remember(snapshot, { cache: this.#names, key: keyOf(query, limit) }, () =>
      this.#source.searchNames(query, limit),
    );
  }

  #remember<Item>(
    snapshot: IndexSnapshot,
    { cache, key }: { readonly cache: ByteBoundedCache<readonly Item[]>; readonly key: string },
    look: () => readonly Item[],
  ): readonly Item[] {
    const isCurrent = snapshot === this.#snapshot;
    const known = isCurrent ? cache.get(key) : undefined;
    if (known !== undefined) {
      return known;
    }
    const items = look();
    if (isCurrent) {
      cache.set(key, items, (items.length + 1) * bytesPerTextHit);
    }
    return items;
  }
}

function keyOf({ mode, words }: TextQuery, limit: number): string {
  return JSON.stringify([mode, limit, words]);
}

/** Collects pages into typed arrays that grow by doubling. */
class PostingBuilder {
  readonly #space: BlockSpace;
  #ordinals = new Int32Array(1024);
  #strengths = new Uint8Array(1024);
  #count = 0;
  #generationKey = Number.NaN;
  #videoIndex = -1;

  constructor(space: BlockSpace) {
    this.#space = space;
  }

  add({ generationKeys, blockIndexes, strengths }: PostingPage): void {
    this.#reserve(this.#count + generationKeys.length);
    for (let row = 0; row < generationKeys.length; row += 1) {
      const ordinal = this.#ordinalOf(generationKeys[row]!, blockIndexes[row]!);
      if (ordinal !== -1) {
        this.#ordinals[this.#count] = ordinal;
        this.#strengths[this.#count] = strengths[row]!;
        this.#count += 1;
      }
    }
  }

  build(): BlockPostings {
    return { ordinals: this.#ordinals.slice(0, this.#count), strengths: this.#strengths.slice(0, this.#count) };
  }

  /** -1 for generations that are not active and for blocks beyond the end of their video. */
  #ordinalOf(generationKey: number, blockIndex: number): number {
    if (generationKey !== this.#generationKey) {
      this.#generationKey = generationKey;
      this.#videoIndex = this.#space.indexOfGeneration(generationKey);
    }
    if (this.#videoIndex === -1) {
      return -1;
    }
    const ordinal = this.#space.firstOrdinals[this.#videoIndex]! + blockIndex;
    return ordinal < this.#space.firstOrdinals[this.#videoIndex + 1]! ? ordinal : -1;
  }

  #reserve(count: number): void {
    if (count <= this.#ordinals.length) {
      return;
    }
    const capacity = Math.max(count, this.#ordinals.length * 2);
    const ordinals = new Int32Array(capacity);
    const strengths = new Uint8Array(capacity);
    ordinals.set(this.#ordinals);
    strengths.set(this.#strengths);
    this.#ordinals = ordinals;
    this.#strengths = strengths;
  }
}
