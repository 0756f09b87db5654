import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export interface LeaseRow {
  readonly holderId: string;
  readonly pid: number;
  readonly host: string;
  readonly heartbeatAtMs: number;
}

/** A holder that has not been heard of for this long is gone. */
export const leaseStaleAfterMs = 10_000;

export function readLease(db: ReadableDb): LeaseRow | null {
  const query = sql<LeaseRow>`
    SELECT holder_id AS holderId, pid, host, heartbeat_at_ms AS heartbeatAtMs FROM lease WHERE lease_key = 1`;
  return query.get(db) ?? null;
}

/** The lease if its holder was heard of lately, whoever it is. A heartbeat from the future counts as one. */
export function liveLease(db: ReadableDb, nowMs: number): LeaseRow | null {
  const lease = readLease(db);
  return lease !== null && nowMs - lease.heartbeatAtMs < leaseStaleAfterMs ? lease : null;
}

export function writeLease(db: WritableDb, { holderId, pid, host, heartbeatAtMs }: LeaseRow): void {
  sql`
    INSERT INTO lease (lease_key, holder_id, pid, host, heartbeat_at_ms)
    VALUES (1, ${holderId}, ${pid}, ${host}, ${heartbeatAtMs})
    ON CONFLICT (lease_key) DO UPDATE SET
      holder_id = excluded.holder_id, pid = excluded.pid, host = excluded.host,
      heartbeat_at_ms = excluded.heartbeat_at_ms`.run(db);
}

/** False when somebody else has taken the lease meanwhile. */
export function renewLease(db: WritableDb, { holderId, nowMs }: { holderId: string; nowMs: number }): boolean {
  return (
    sql`
    UPDATE lease SET heartbeat_at_ms = ${nowMs} WHERE lease_key = 1 AND holder_id = ${holderId}`.run(db).changes === 1
  );
}

export function dropLease(db: WritableDb, holderId: string): void {
  sql`DELETE FROM lease WHERE lease_key = 1 AND holder_id = ${holderId}`.run(db);
}
