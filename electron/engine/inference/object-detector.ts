import type { InferenceRole } from '../../../native-models/api/inference-process.ts';
import type { ObjectDetector } from '../../../native-models/api/object-detector.ts';
import { modelIdOf } from '../../../native-models/catalog/card-schema.ts';
import type { ModelCard } from '../../../native-models/catalog/card-schema.ts';
import { EngineError } from '../../contract/errors.ts';
import type { InferenceHost } from './inference-host.ts';

/**
 * A detector that runs in the host's process for `role`. Throws `bad-request` for a card whose family finds no
 * objects. Nothing is started before the first `detect`.
 */
export function createObjectDetector(
  host: Pick<InferenceHost, 'detect'>,
  card: ModelCard,
  role: InferenceRole = 'background',
): ObjectDetector {
  if (card.family.name !== 'yolox') {
    throw new EngineError('bad-request', `${card.id} is of the family ${card.family.name}, which finds no objects.`, {
      details: { cardId: card.id },
    });
  }
  const { inputSize } = card.family;
  return {
    modelId: modelIdOf(card),
    inputSize,
    async detect(input, { signal }) {
      if (input.pixels.length !== 3 * inputSize * inputSize) {
        throw new RangeError(`${input.pixels.length} bytes are not three planes of ${inputSize} × ${inputSize}.`);
      }
      return host.detect({ role, cardId: card.id, signal }, input);
    },
  };
}
