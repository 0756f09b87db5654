import type { InferenceRole } from '../../../native-models/api/inference-process.ts';
import type { DeviceReport } from './protocol.ts';

/** What is known of a role's process, for doctor and the settings page. */
export interface RoleDescription {
  readonly role: InferenceRole;
  readonly state: 'not-started' | 'starting' | 'running' | 'given-up';
  readonly devices: readonly DeviceReport[];
  readonly runCount: number;
  /** Of the runs alone, without waiting and transport; null before the first. */
  readonly runsPerSecond: number | null;
  readonly rssBytes: number | null;
  /** How often it was started again after it died. */
  readonly restartCount: number;
  /** How often it was replaced because it grew. */
  readonly recycleCount: number;
}
