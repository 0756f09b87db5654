import { EngineError } from '../../contract/errors.ts';
import type { Channel } from '../channels/channel.ts';
import type { Turn } from '../index/turn.ts';
import { ByteBoundedCache } from '../index/byte-bounded-cache.ts';
import type { BlockRequest, EvidenceSource } from './evidence-source.ts';

export interface BlockRowsOptions {
  readonly source: EvidenceSource;
  readonly maxBytes?: number;
}

/** Decoded rows are objects with numbers; measured, they weigh about this many times their packed bytes. */
const decodedFactor = 12;
const bytesPerBlock = 256;

/** Decoded rows of blocks, the last used ones kept. A block once written never changes, so nothing has to expire. */
export class BlockRows {
  readonly #source: EvidenceSource;
  readonly #cache: ByteBoundedCache<readonly unknown[]>;

  constructor({ source, maxBytes = 128 * 1024 * 1024 }: BlockRowsOptions) {
    this.#source = source;
    this.#cache = new ByteBoundedCache(maxBytes);
  }

  /** All rows of the asked blocks in the order of time. Throws `library-corrupt` for a block that cannot be read. */
  async rows(channel: Channel<unknown>, request: BlockRequest, turn: Turn): Promise<unknown[]> {
    for (let block = request.fromBlock; block < request.toBlock; block += 1) {
      this.rowsNow(channel, { ...request, fromBlock: block, toBlock: block + 1 });
      await turn.breathe();
    }
    return this.rowsNow(channel, request);
  }

  /** The same in one turn: for a block or two. */
  rowsNow(channel: Channel<unknown>, request: BlockRequest): unknown[] {
    const byBlock = new Map<number, readonly unknown[]>();
    for (let block = request.fromBlock; block < request.toBlock; block += 1) {
      const known = this.#cache.get(keyOf(request, block));
      if (known !== undefined) {
        byBlock.set(block, known);
      }
    }
    for (const missing of missingRanges(request, byBlock)) {
      for (const { blockIndex, payload } of this.#source.blocks(missing)) {
        const rows = decode(channel, { ...request, blockIndex, payload });
        byBlock.set(blockIndex, rows);
        this.#cache.set(keyOf(request, blockIndex), rows, payload.byteLength * decodedFactor + bytesPerBlock);
      }
    }
    const inOrder = [...byBlock.entries()].sort(([a], [b]) => a - b).map(([, rows]) => rows);
    return ([] as unknown[]).concat(...inOrder);
  }
}

/** A key of a generation may be given again once its row has gone; its stamp may not. */
function keyOf({ video, channel }: BlockRequest, blockIndex: number): string {
  return `${video.generationStamp}/${channel}/${blockIndex}`;
}

function missingRanges(request: BlockRequest, known: ReadonlyMap<number, unknown>): BlockRequest[] {
  const ranges: BlockRequest[] = [];
  for (let block = request.fromBlock; block < request.toBlock; block += 1) {
    const last = ranges.at(-1);
    if (known.has(block)) {
      continue;
    }
    if (last?.toBlock === block) {
      ranges[ranges.length - 1] = { ...last, toBlock: block + 1 };
    } else {
      ranges.push({ ...request, fromBlock: block, toBlock: block + 1 });
    }
  }
  return ranges;
}

function decode(
  channel: Channel<unknown>,
  { video, blockIndex, payload }: BlockRequest & { readonly blockIndex: number; readonly payload: Uint8Array },
): readonly unknown[] {
  try {
    return channel.decode(payload);
  } catch (error) {
    if (!(error instanceof EngineError)) {
      throw error;
    }
    throw new EngineError(error.code, error.message, {
      cause: error,
      details: { ...error.details, videoId: video.videoId, blockIndex },
    });
  }
}
