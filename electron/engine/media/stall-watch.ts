import { readFileSync } from 'node:fs';

export interface StallWatchOptions {
  readonly stallSeconds: number;
  /** Hard limit of the whole run, or null. */
  readonly timeLimitSeconds: number | null;
  readonly isWaitingForConsumer: () => boolean;
  readonly onStall: (reason: string) => void;
}

export interface StallWatch {
  /** To be called with every byte and line that the process gives. */
  readonly sign: () => void;
  setProcessId(processId: number | undefined): void;
  dispose(): void;
}

/** A process that only burns time, without a byte or a line, gets this many times the limit. */
const busyFactor = 10;

/**
 * Watches a process that should give signs of life. Output and log lines are signs. Where the system shows it (Linux),
 * work without output counts for a while too: a pass over key frames may read minutes of video before it finds one.
 */
export function watchForStall(options: StallWatchOptions): StallWatch {
  const { stallSeconds, timeLimitSeconds, isWaitingForConsumer, onStall } = options;
  const startMs = performance.now();
  let lastOutputMs = startMs;
  let lastSignMs = startMs;
  let processId: number | undefined;
  let lastWork = '';
  const check = () => {
    const nowMs = performance.now();
    if (timeLimitSeconds !== null && nowMs - startMs > timeLimitSeconds * 1000) {
      onStall(`It was not done after ${timeLimitSeconds} seconds.`);
      return;
    }
    if (isWaitingForConsumer()) {
      lastOutputMs = nowMs;
      lastSignMs = nowMs;
      return;
    }
    const work = workOf(processId);
    if (work !== lastWork) {
      lastWork = work;
      lastSignMs = nowMs;
    }
    const isSilent = nowMs - Math.max(lastSignMs, lastOutputMs) > stallSeconds * 1000;
    const isBusyForNothing = nowMs - lastOutputMs > busyFactor * stallSeconds * 1000;
    if (isSilent || isBusyForNothing) {
      onStall(`Nothing came for ${Math.round((nowMs - lastOutputMs) / 1000)} seconds.`);
    }
  };
  const timer = setInterval(check, Math.min(1000, stallSeconds * 250));
  return {
    sign: () => {
      lastOutputMs = performance.now();
    },
    setProcessId: (id) => {
      processId = id;
    },
    dispose: () => clearInterval(timer),
  };
}

/** Processor time of a process in the kernel's own words, or '' where the system does not show it. */
function workOf(processId: number | undefined): string {
  if (processId === undefined || process.platform !== 'linux') {
    return '';
  }
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'latin1');
    // The name in brackets may hold spaces; user and system time are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${fields[11]} ${fields[12]}`;
  } catch {
    return '';
  }
}
