/** What the worker makes trackers with. */
import { EngineError } from '../../../contract/errors.ts';
import type { TrackerModule } from './follow-messages.ts';

export const createTracker: TrackerModule['createTracker'] = async () => {
  throw new EngineError('unsupported', 'This build has no tracker.');
};
