import { lstat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { foundFile } from './walk-folder.ts';
import type { FoundFile } from './walk-folder.ts';

export interface SettleOptions {
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Between two looks. */
  readonly settleMs: number;
  /** After this long, what still grows is left for the next scan (a recording may take hours). */
  readonly settleLimitMs: number;
}

/** A file that was changed longer ago than this many looks is taken as finished without waiting. FAT rounds to 2 s. */
const quietLooks = 5;

/**
 * Waits for files that are still being written: those changed a moment ago are looked at until size and time stay the
 * same between two looks. All of them together, so that many cost no more than one.
 */
export async function settleFiles(
  files: readonly FoundFile[],
  { signal, nowMs, settleMs, settleLimitMs }: SettleOptions,
): Promise<{ settled: FoundFile[]; growing: FoundFile[] }> {
  const isFresh = ({ modifiedAtMs }: FoundFile) => {
    const ageMs = nowMs() - modifiedAtMs;
    return ageMs >= 0 && ageMs < settleMs * quietLooks;
  };
  const settled = files.filter((file) => !isFresh(file));
  let pending = files.filter(isFresh);
  for (let waitedMs = 0; pending.length > 0 && waitedMs < settleLimitMs; waitedMs += settleMs) {
    await wait(settleMs, undefined, { signal });
    const looks = await Promise.all(pending.map(lookAgain));
    pending = looks.flatMap(({ before, now }) => {
      if (now !== null && now.sizeBytes === before.sizeBytes && now.modifiedAtMs === before.modifiedAtMs) {
        settled.push(now);
        return [];
      }
      return now === null ? [] : [now];
    });
  }
  return { settled, growing: pending };
}

/** A file that has gone meanwhile is none. */
async function lookAgain(before: FoundFile): Promise<{ before: FoundFile; now: FoundFile | null }> {
  try {
    return { before, now: foundFile(before.path, before.relativePath, await lstat(before.path)) };
  } catch {
    return { before, now: null };
  }
}
