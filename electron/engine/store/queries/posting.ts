import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export interface BlockAddress {
  readonly generationKey: number;
  readonly channel: string;
  readonly blockIndex: number;
}

export interface PostingInput extends BlockAddress {
  readonly term: string;
  /** 0..1 */
  readonly strength: number;
}

/** Kept in a byte; what is there at all never rounds to nothing. Throws RangeError for what is not within 0..1. */
export function strengthByte(strength: number): number {
  if (!(strength >= 0 && strength <= 1)) {
    throw new RangeError(`A strength must be within 0..1, not ${String(strength)}.`);
  }
  return strength === 0 ? 0 : Math.max(1, Math.round(strength * 255));
}

/** Says that a block shows a term. */
export function putPosting(db: WritableDb, { generationKey, channel, blockIndex, term, strength }: PostingInput): void {
  const byte = strengthByte(strength);
  const query = sql`
    INSERT INTO posting (term_key, generation_key, block_index, strength)
    SELECT term_key, ${generationKey}, ${blockIndex}, ${byte} FROM term WHERE channel = ${channel} AND term = ${term}
    ON CONFLICT DO UPDATE SET strength = max(strength, excluded.strength)`;
  if (query.run(db).changes > 0) return;
  sql`INSERT INTO term (channel, term) VALUES (${channel}, ${term})`.run(db);
  query.run(db);
}

export function deletePostings(db: WritableDb, { generationKey, channel, blockIndex }: BlockAddress): void {
  sql`
    DELETE FROM posting
    WHERE generation_key = ${generationKey} AND block_index = ${blockIndex}
      AND term_key IN (SELECT term_key FROM term WHERE channel = ${channel})`.run(db);
}

/** Element i of each: block `blockIndexes[i]` of a generation shows the term with `strengths[i] / 255`. */
export interface Postings {
  /** Whole numbers; Float64Array because keys may pass 32 bits. Ascending. */
  readonly generationKeys: Float64Array;
  /** Ascending within a generation; never negative. */
  readonly blockIndexes: Int32Array;
  /** 0..255 of 0..1 */
  readonly strengths: Uint8Array;
}

interface GenerationPostings {
  readonly generationKey: number;
  readonly postingCount: number;
  readonly blockIndexes: string;
  readonly strengths: string;
}

/**
 * Where a term is found, in the generations that videos are searched by now. Empty for a term never seen.
 * One row a generation with its numbers as text: seven times as fast as a row a posting.
 */
export function postingsOf(db: ReadableDb, channel: string, term: string): Postings {
  const rows = sql<GenerationPostings>`
    SELECT p.generation_key AS generationKey, count(*) AS postingCount,
      group_concat(p.block_index) AS blockIndexes, group_concat(p.strength) AS strengths
    FROM term t CROSS JOIN posting p ON p.term_key = t.term_key
    WHERE t.channel = ${channel} AND t.term = ${term}
      AND p.generation_key IN (SELECT active_generation_key FROM video WHERE active_generation_key IS NOT NULL)
    GROUP BY p.generation_key`.all(db);
  const totalCount = rows.reduce((sum, { postingCount }) => sum + postingCount, 0);
  const generationKeys = new Float64Array(totalCount);
  const blockIndexes = new Int32Array(totalCount);
  const strengths = new Uint8Array(totalCount);
  let offset = 0;
  for (const row of rows) {
    generationKeys.fill(row.generationKey, offset, offset + row.postingCount);
    readNumbers(row.blockIndexes, blockIndexes, offset);
    readNumbers(row.strengths, strengths, offset);
    offset += row.postingCount;
  }
  return { generationKeys, blockIndexes, strengths };
}

const comma = 44;
const digitZero = 48;

/** Whole numbers separated by commas, without an array of small strings in between. */
function readNumbers(text: string, target: Int32Array | Uint8Array, offset: number): void {
  let value = 0;
  let index = offset;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === comma) {
      target[index] = value;
      index += 1;
      value = 0;
    } else {
      value = value * 10 + (code - digitZero);
    }
  }
  target[index] = value;
}

/** Every term of a channel that the index has ever met, for suggestions and for diagnosis. */
export function termsOf(db: ReadableDb, channel: string): string[] {
  return sql<{ term: string }>`SELECT term FROM term WHERE channel = ${channel} ORDER BY term`
    .all(db)
    .map(({ term }) => term);
}
