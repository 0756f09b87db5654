import type { InferenceRole } from '../../../native-models/api/inference-process.ts';
import type { TrackingModel } from '../../../native-models/api/tracking-model.ts';
import { modelIdOf, type ModelCard } from '../../../native-models/catalog/card-schema.ts';
import { EngineError } from '../../contract/errors.ts';
import type { InferenceHost } from './inference-host.ts';

/**
 * A tracking model that runs in the host's process for `role`. Throws `bad-request` for a card whose family follows
 * nothing. Nothing is started before the first `embed`.
 */
export function createTrackingModel(
  host: Pick<InferenceHost, 'embed' | 'locate'>,
  card: ModelCard,
  role: InferenceRole = 'interactive',
): TrackingModel {
  if (card.family.name !== 'nanotrack') {
    throw new EngineError('bad-request', `${card.id} is of the family ${card.family.name}, which follows nothing.`, {
      details: { cardId: card.id },
    });
  }
  const cardId = card.id;
  return {
    modelId: modelIdOf(card),
    parameters: card.family,
    embed: (pixels, { signal }) => host.embed({ role, cardId, signal }, pixels),
    locate: (target, { signal }) => host.locate({ role, cardId, signal }, target),
  };
}
