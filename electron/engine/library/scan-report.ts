import type { WireError } from '../../contract/errors.ts';
import type { RootId } from '../../contract/ids.ts';
import type { ScanReport } from '../../contract/library.ts';

/** A file or folder that a scan could not take, for reports of the command line. */
export interface ScanProblem {
  readonly path: string;
  readonly error: WireError;
}

/** The report of the contract, and what only the machine's own side may see. */
export interface ScanOutcome extends ScanReport {
  readonly problems: readonly ScanProblem[];
  /** Still being written when the scan had waited long enough; the next scan takes them. */
  readonly growingPaths: readonly string[];
}

type CountName = Exclude<keyof ScanReport, 'rootId' | 'unreadableCount'>;
type Counts = Record<CountName, number>;

/** Collects what a scan finds. */
export class ScanTally {
  readonly counts: Counts = {
    addedCount: 0,
    changedCount: 0,
    movedCount: 0,
    duplicateCount: 0,
    offlineCount: 0,
    unchangedCount: 0,
  };
  readonly problems: ScanProblem[] = [];
  readonly growingPaths: string[] = [];

  outcome(rootId: RootId): ScanOutcome {
    const { problems, growingPaths } = this;
    return { rootId, ...this.counts, unreadableCount: problems.length, problems, growingPaths };
  }
}
