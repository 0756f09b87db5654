import { z } from 'zod';
import { signCount } from '../../../native-models/policy/confidence.ts';
import { LearnedPolicy, type LearnedWeights } from '../../../native-models/policy/learned-policy.ts';
import { EngineError } from '../../contract/errors.ts';
import {
  policyIdSchema,
  teachReportSchema,
  type TaughtPolicySummary,
  type TeachReport,
} from '../../contract/teaching.ts';
import type { Clock, Logger } from '../base/surroundings.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../store/database.ts';
import * as rows from '../store/queries/index.ts';

export interface PolicyShelfDeps {
  readonly db: ReadableDb;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What comes with the program. */
  readonly shipped: LearnedWeights;
}

const weightsSchema = z.object({
  policyId: policyIdSchema,
  weights: z.array(z.number()).max(100_000),
  calibration: z.array(z.number()).length(signCount + 1),
  edgeHabit: z
    .object({ startSeconds: z.number().min(-10).max(10), endSeconds: z.number().min(-10).max(10) })
    .optional(),
});

const mostShown = 100;

/** The policies that were taught in a library: one may be in use, all can be gone back to. */
export class PolicyShelf {
  readonly #deps: PolicyShelfDeps;

  constructor(deps: PolicyShelfDeps) {
    this.#deps = deps;
  }

  /** Newest first. */
  history(): TaughtPolicySummary[] {
    return rows.listTaughtPolicies(this.#deps.db, mostShown).map(({ policyId, state, reportJson, ...times }) => ({
      policyId: policyIdSchema.parse(policyId),
      state,
      report: teachReportSchema.parse(JSON.parse(reportJson)),
      madeAtMs: times.madeAtMs,
      changedAtMs: times.changedAtMs,
    }));
  }

  /**
   * The taught weights in use; null where it is those that come with the program. What cannot be read, or is of
   * another network than this program has, is said in the log and not used.
   */
  inUse(): LearnedWeights | null {
    const row = rows.taughtPolicyInUse(this.#deps.db);
    if (row === null) {
      return null;
    }
    try {
      return usableWeights(row);
    } catch (error) {
      this.#deps.logger.warn('the taught policy cannot be used', { policyId: row.policyId, error: String(error) });
      return null;
    }
  }

  /** Keeps what a teaching came to: offered with its weights, or refused without. Returns its name. */
  keep(writer: WritableDb, { report, weights }: { report: TeachReport; weights: LearnedWeights | null }): string {
    const { clock } = this.#deps;
    const nowMs = clock.nowMs();
    const policyId = weights?.policyId ?? this.nextPolicyId();
    rows.insertTaughtPolicy(writer, {
      policyId,
      state: weights === null ? 'refused' : 'offered',
      reportJson: JSON.stringify(report),
      weightsJson: weights === null ? null : JSON.stringify(weights),
      madeAtMs: nowMs,
      changedAtMs: nowMs,
    });
    return policyId;
  }

  nextPolicyId(): string {
    return `taught@${rows.taughtPolicyCount(this.#deps.db) + 1}`;
  }

  /**
   * Takes a policy into use, null for the one that comes with the program. Throws EngineError `not-found`,
   * `bad-request` for one that was refused or is of another network.
   */
  use(writer: WritableDb, policyId: string | null): void {
    const changedAtMs = this.#deps.clock.nowMs();
    const row = policyId === null ? null : rows.taughtPolicy(writer, policyId);
    if (policyId !== null && row === null) {
      throw new EngineError('not-found', 'There is no such policy.', { details: { policyId } });
    }
    if (row !== null) {
      usableWeights(row);
    }
    inTransaction(writer, () => {
      const before = rows.taughtPolicyInUse(writer);
      if (before !== null) {
        rows.setTaughtPolicyState(writer, { policyId: before.policyId, state: 'past', changedAtMs });
      }
      if (row !== null) {
        rows.setTaughtPolicyState(writer, { policyId: row.policyId, state: 'in-use', changedAtMs });
      }
    });
  }
}

function usableWeights({ weightsJson, policyId }: rows.TaughtPolicyRow): LearnedWeights {
  if (weightsJson === null) {
    throw new EngineError('bad-request', 'This policy was refused: it is no better than the one before.', {
      details: { policyId },
    });
  }
  try {
    const weights = weightsSchema.parse(JSON.parse(weightsJson));
    // Throws where the network has another shape.
    void new LearnedPolicy(weights);
    return weights;
  } catch (cause) {
    throw new EngineError('bad-request', 'This policy is of another version of the program. Teach a new one.', {
      cause,
      details: { policyId },
    });
  }
}
