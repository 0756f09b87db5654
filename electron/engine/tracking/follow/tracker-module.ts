/** What the worker makes trackers with. */
import { FilterTracker } from '../../../../native-models/tracking/filter-tracker.ts';
import { EngineError } from '../../../contract/errors.ts';
import type { TrackerModule } from './follow-messages.ts';

/** `auto` is the filter: it needs no model. */
export const createTracker: TrackerModule['createTracker'] = (choice) =>
  choice === 'nano'
    ? Promise.reject(
        new EngineError('unsupported', 'NanoTrack does not run in this version; choose "filter" or "auto".'),
      )
    : Promise.resolve(new FilterTracker());
