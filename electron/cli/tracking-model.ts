import type { TrackingModel } from '../../native-models/api/tracking-model.ts';
import { EngineError } from '../contract/errors.ts';
import { installedTrackingModel } from '../engine/tracking-model-source.ts';
import type { CommandContext } from './command-context.ts';
import { withEngine } from './open-engine.ts';

/** Lends the tracking model of the library; null where none is installed there, or there is no library. */
export async function withTrackingModel<T>(
  context: CommandContext,
  use: (model: TrackingModel | null) => Promise<T>,
): Promise<T> {
  let isOpen = false;
  try {
    return await withEngine(context, { mode: 'read' }, async (engine) => {
      isOpen = true;
      return use(await installedTrackingModel(engine));
    });
  } catch (error) {
    if (!isOpen && error instanceof EngineError && error.code === 'not-found') return use(null);
    throw error;
  }
}
