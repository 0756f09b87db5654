import type { ReadableDb, WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

export type TaughtPolicyState = 'refused' | 'offered' | 'in-use' | 'past';

export interface TaughtPolicyRow {
  readonly policyId: string;
  readonly state: TaughtPolicyState;
  readonly reportJson: string;
  readonly weightsJson: string | null;
  readonly madeAtMs: number;
  readonly changedAtMs: number;
}

/** Newest first. */
export function listTaughtPolicies(db: ReadableDb, limit: number): TaughtPolicyRow[] {
  return sql<TaughtPolicyRow>`
    SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson, made_at_ms AS madeAtMs,
      changed_at_ms AS changedAtMs
    FROM taught_policy ORDER BY policy_key DESC LIMIT ${limit}`.all(db);
}

export function taughtPolicy(db: ReadableDb, policyId: string): TaughtPolicyRow | null {
  return (
    sql<TaughtPolicyRow>`
      SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson,
        made_at_ms AS madeAtMs, changed_at_ms AS changedAtMs
      FROM taught_policy WHERE policy_id = ${policyId}`.get(db) ?? null
  );
}

export function taughtPolicyInUse(db: ReadableDb): TaughtPolicyRow | null {
  return (
    sql<TaughtPolicyRow>`
      SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson,
        made_at_ms AS madeAtMs, changed_at_ms AS changedAtMs
      FROM taught_policy WHERE state = 'in-use'`.get(db) ?? null
  );
}

/** How many teachings have come to an end, refused ones too. */
export function taughtPolicyCount(db: ReadableDb): number {
  return sql<{ readonly last: number | null }>`SELECT MAX(policy_key) AS last FROM taught_policy`.get(db)?.last ?? 0;
}

export function insertTaughtPolicy(db: WritableDb, row: TaughtPolicyRow): void {
  sql`
    INSERT INTO taught_policy (policy_id, state, report_json, weights_json, made_at_ms, changed_at_ms)
    VALUES (${row.policyId}, ${row.state}, ${row.reportJson}, ${row.weightsJson}, ${row.madeAtMs},
      ${row.changedAtMs})`.run(db);
}

export interface TaughtPolicyChange {
  readonly policyId: string;
  readonly state: TaughtPolicyState;
  readonly changedAtMs: number;
}

export function setTaughtPolicyState(db: WritableDb, { policyId, state, changedAtMs }: TaughtPolicyChange): void {
  sql`
    UPDATE taught_policy SET state = ${state}, changed_at_ms = ${changedAtMs} WHERE policy_id = ${policyId}`.run(db);
}
