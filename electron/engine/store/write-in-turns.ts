import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTransaction } from './database.ts';
import type { WritableDb } from './database.ts';

export interface TurnOptions {
  /** How long one turn of the main thread may write, in milliseconds; the commit comes on top. */
  readonly turnMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Well under the 20 ms that a turn of the main thread may last: a commit and a check-point come on top. */
export const defaultTurnMs = 6;

/**
 * Writes many rows without holding the main thread: as many as fit into a turn go into one transaction, then others
 * get their turn. What is written when the signal aborts stays written.
 */
export async function writeInTurns<Item>(
  db: WritableDb,
  items: Iterable<Item>,
  { write, turnMs = defaultTurnMs, signal }: TurnOptions & { readonly write: (item: Item) => void },
): Promise<void> {
  const source = items[Symbol.iterator]();
  let isLast = false;
  while (!isLast) {
    signal?.throwIfAborted();
    isLast = inTransaction(db, () => {
      const endMs = performance.now() + turnMs;
      do {
        const next = source.next();
        if (next.done === true) return true;
        write(next.value);
      } while (performance.now() < endMs);
      return false;
    });
    if (!isLast) await nextTurn();
  }
}

/** Calls `work` turn by turn, each in a transaction of its own, until it says that nothing is left. */
export async function repeatInTurns(
  db: WritableDb,
  work: () => boolean,
  { turnMs = defaultTurnMs, signal }: TurnOptions = {},
): Promise<void> {
  let isMore = true;
  while (isMore) {
    signal?.throwIfAborted();
    isMore = inTransaction(db, () => {
      const endMs = performance.now() + turnMs;
      while (work()) {
        if (performance.now() >= endMs) return true;
      }
      return false;
    });
    if (isMore) await nextTurn();
  }
}
