import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Whether `/proc` can be asked for processes. */
export const isLinux = process.platform === 'linux';

export interface ProcessEntry {
  readonly pid: number;
  /** Its arguments, separated by spaces. */
  readonly command: string;
  /** Whether this very process still runs; a zombie does not. */
  isAlive(): boolean;
}

interface Stat {
  readonly parentPid: number;
  readonly state: string;
  /** Tells a process from a later one with the same number. */
  readonly startedAt: string;
}

/** All processes below one, whatever they are. */
export function childrenOf(pid: number): ProcessEntry[] {
  const stats = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), statOf(Number(name))] as const),
  );
  const below = new Set([pid]);
  // Parents may have higher numbers than their children: until nothing is new.
  for (let count = 0; count !== below.size;) {
    count = below.size;
    for (const [child, stat] of stats) {
      if (stat !== null && below.has(stat.parentPid)) {
        below.add(child);
      }
    }
  }
  below.delete(pid);
  return [...below].map((child) => entryOf(child, stats.get(child)!.startedAt));
}

function entryOf(pid: number, startedAt: string): ProcessEntry {
  return {
    pid,
    command: commandOf(pid),
    isAlive: () => {
      const now = statOf(pid);
      return now !== null && now.startedAt === startedAt && now.state !== 'Z';
    },
  };
}

/** Fields after the name, which stands in brackets and may hold anything: state, parent, …, start time (22nd). */
function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0]!, parentPid: Number(fields[1]), startedAt: fields[19]! };
  } catch {
    // Gone between the list and the look.
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** Waits until something is so. Throws after `limitMs`. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) {
      throw new Error(`Not so after ${limitMs} ms: ${isSo.toString()}`);
    }
    await wait(20);
  }
}
