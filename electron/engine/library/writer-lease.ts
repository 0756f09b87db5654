import { EngineError } from '../../contract/errors.ts';
import type { Clock, Disposable, Logger } from '../base/surroundings.ts';
import { inTransaction } from '../store/database.ts';
import type { WritableDb } from '../store/database.ts';
import { dropLease, liveLease, renewLease, writeLease } from '../store/queries/lease.ts';
import type { LeaseRow } from '../store/queries/lease.ts';

export interface WriterLeaseDeps {
  readonly db: WritableDb;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Unique for this engine, also among those of one process. */
  readonly holderId: string;
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this host lives. */
  readonly isAlive?: (pid: number) => boolean;
  readonly heartbeatMs?: number;
  /** Somebody else has taken the library over (this machine slept): nothing may be written from now on. */
  readonly onLost?: () => void;
}

export interface WriterLease extends Disposable {
  readonly isHeld: boolean;
  dispose(): void;
}

/** A fifth of the time after which a silent holder counts as gone. */
const defaultHeartbeatMs = 2000;

/**
 * Makes this engine the one writer of a library, until it is disposed. A holder that is silent for 10 s or whose
 * process on this host is dead gives way.
 *
 * Throws EngineError `library-busy` naming the process (`details.pid`, `details.host`) when another holds it.
 */
export function takeWriterLease(deps: WriterLeaseDeps): WriterLease {
  const { db, clock, logger, holderId, heartbeatMs = defaultHeartbeatMs } = deps;
  inTransaction(db, () => {
    const holder = liveLease(db, clock.nowMs());
    if (holder !== null && holder.holderId !== holderId && isStillThere(holder, deps)) throw busy(holder);
    writeLease(db, { holderId, pid: deps.pid, host: deps.host, heartbeatAtMs: clock.nowMs() });
  });
  let isHeld = true;
  const timer = setInterval(() => {
    try {
      isHeld = renewLease(db, { holderId, nowMs: clock.nowMs() });
    } catch (error) {
      // Busy or full for the moment: there are four more beats before anybody may take over.
      logger.error('library.heartbeat-failed', error);
      return;
    }
    if (!isHeld) {
      clearInterval(timer);
      logger.warn('library.lease-lost');
      deps.onLost?.();
    }
  }, heartbeatMs);
  timer.unref();
  return {
    get isHeld() {
      return isHeld;
    },
    dispose: () => {
      clearInterval(timer);
      if (isHeld && db.open) dropLease(db, holderId);
      isHeld = false;
    },
  };
}

function isStillThere(holder: LeaseRow, { host, isAlive = isProcessAlive }: WriterLeaseDeps): boolean {
  return holder.host !== host || isAlive(holder.pid);
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function busy({ pid, host }: LeaseRow): EngineError {
  return new EngineError('library-busy', `Process ${String(pid)} on ${host} is working with this library.`, {
    details: { pid, host },
  });
}
