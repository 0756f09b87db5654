import type { TrackingModel } from '../../native-models/api/tracking-model.ts';
import { findCard } from '../../native-models/catalog/catalog.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import { createTrackingModel } from './inference/tracking-model.ts';
import type { ModelStore } from './models/model-store.ts';

/** In the order in which they are taken. */
const cardIds = ['nanotrack-v3', 'nanotrack-v2'];

/** The tracking model that is installed now; null where none is. Nothing is started before it is asked. */
export async function installedTrackingModel({
  models,
  inference,
}: {
  readonly models: Pick<ModelStore, 'state'>;
  readonly inference: Pick<InferenceHost, 'embed' | 'locate'>;
}): Promise<TrackingModel | null> {
  for (const cardId of cardIds) {
    const card = findCard(cardId);
    if (card !== null && (await models.state(card)) === 'installed') {
      return createTrackingModel(inference, card);
    }
  }
  return null;
}
