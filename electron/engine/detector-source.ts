import type { ObjectDetector } from '../../native-models/api/object-detector.ts';
import { cardForChannel } from '../../native-models/catalog/catalog.ts';
import { createObjectDetector } from './inference/object-detector.ts';
import type { InferenceHost } from './inference/inference-host.ts';
import type { ModelStore } from './models/model-store.ts';

/** The detector that is installed now. */
export interface DetectorSource {
  /** Null while none is installed. */
  readonly current: () => ObjectDetector | null;
  /** Looks again, after a model was installed or removed. */
  refresh(): Promise<void>;
}

/** Looks which model brings `objects`, and offers it once it is installed. Nothing is started before it is asked. */
export async function createDetectorSource(parts: {
  readonly models: ModelStore;
  readonly inference: InferenceHost;
}): Promise<DetectorSource> {
  let current: ObjectDetector | null = null;
  const card = cardForChannel('objects');
  const refresh = async (): Promise<void> => {
    const isInstalled = card !== null && (await parts.models.state(card)) === 'installed';
    current = card !== null && isInstalled ? (current ?? createObjectDetector(parts.inference, card)) : null;
  };
  await refresh();
  return { current: () => current, refresh };
}
