import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';
import { deletePostings, putPosting } from './posting.ts';

/** A word of the index and how strongly a block shows it, 0..1. */
export interface BlockTerm {
  readonly term: string;
  readonly strength: number;
}

/** Rows of one channel over one block of time, as the channel's codec wrote them. */
export interface BlockInput {
  readonly channel: string;
  readonly blockIndex: number;
  readonly rowCount: number;
  readonly payload: Uint8Array;
  readonly terms: readonly BlockTerm[];
}

/** Writes a block with its terms; one that is there already is replaced, terms included. */
export function putBlock(db: WritableDb, generationKey: number, block: BlockInput): void {
  const { channel, blockIndex, rowCount, payload, terms } = block;
  const isNew =
    sql`
      INSERT INTO channel_block (generation_key, channel, block_index, row_count, payload)
      VALUES (${generationKey}, ${channel}, ${blockIndex}, ${rowCount}, ${payload})
      ON CONFLICT DO NOTHING`.run(db).changes === 1;
  if (!isNew) {
    sql`
      UPDATE channel_block SET row_count = ${rowCount}, payload = ${payload}
      WHERE generation_key = ${generationKey} AND channel = ${channel} AND block_index = ${blockIndex}`.run(db);
    deletePostings(db, { generationKey, channel, blockIndex });
  }
  for (const { term, strength } of terms) putPosting(db, { generationKey, channel, blockIndex, term, strength });
}

export interface BlockRange {
  readonly generationKey: number;
  readonly channel: string;
  /** First block, included. */
  readonly fromBlock: number;
  /** Last block, included. */
  readonly toBlock: number;
}

export interface BlockRow {
  readonly blockIndex: number;
  readonly payload: Uint8Array;
}

/** Blocks `fromBlock` to `toBlock`, both included, in order; blocks that were never written are left out. */
export function blocksOf(db: ReadableDb, { generationKey, channel, fromBlock, toBlock }: BlockRange): BlockRow[] {
  return sql<BlockRow>`
    SELECT block_index AS blockIndex, payload FROM channel_block
    WHERE generation_key = ${generationKey} AND channel = ${channel}
      AND block_index BETWEEN ${fromBlock} AND ${toBlock}
    ORDER BY block_index`.all(db);
}

/** Every block of a channel, in order. */
export function allBlocksOf(db: ReadableDb, generationKey: number, channel: string): BlockRow[] {
  return blocksOf(db, { generationKey, channel, fromBlock: 0, toBlock: Number.MAX_SAFE_INTEGER });
}

/** Forgets what a channel has kept in a generation, for what is needed only until it is made into something else. */
export function removeBlocks(db: WritableDb, generationKey: number, channel: string): void {
  sql`DELETE FROM channel_block WHERE generation_key = ${generationKey} AND channel = ${channel}`.run(db);
}
