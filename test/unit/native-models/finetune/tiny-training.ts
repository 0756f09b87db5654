import {
  drawEpisode,
  ordinaryWorld,
  type EvidenceWorld,
} from '../../../../native-models/finetune/synthetic-episodes.ts';
import type { Episode } from '../../../../native-models/finetune/episode.ts';
import { seededRandom } from '../../../../native-models/policy/seeded-random.ts';
import { initialWeights } from '../../../../native-models/policy/policy-network.ts';

/** Clips of a few seconds, so that a training step takes a blink. */
export const tinyWorld: EvidenceWorld = {
  ...ordinaryWorld,
  durationSeconds: [8, 14],
  curveCount: [1, 2],
  eventCount: [1, 1],
  falseAlarmRate: 0,
  unknownShare: 0,
};

export const tinyEpisodes =
  (count = 4) =>
  (_stepIndex: number, random: () => number): Episode[] =>
    Array.from({ length: count }, () => drawEpisode(tinyWorld, random));

export const tinyWeights = () => initialWeights(seededRandom(1));

export const never = new AbortController().signal;
