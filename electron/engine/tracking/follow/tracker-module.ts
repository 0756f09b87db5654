/** What the worker makes trackers with. */
import { FilterTracker } from '../../../../native-models/tracking/filter-tracker.ts';
import { EngineError } from '../../../contract/errors.ts';
import { NanoTracker } from '../nano-tracker.ts';
import type { TrackerModule } from './follow-messages.ts';

/** `auto` is the filter: it needs no model, and is not behind the network on what was measured. */
export const createTracker: TrackerModule['createTracker'] = async (choice, model) => {
  if (choice !== 'nano') return new FilterTracker();
  if (model === null) {
    throw new EngineError('model-missing', 'NanoTrack is not installed: timecue models install nanotrack-v3');
  }
  return new NanoTracker(model);
};
