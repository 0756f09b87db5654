import nanotrackV2 from './cards/nanotrack-v2.json' with { type: 'json' };
import nanotrackV3 from './cards/nanotrack-v3.json' with { type: 'json' };
import personReid0248 from './cards/person-reid-0248.json' with { type: 'json' };
import personReid0287 from './cards/person-reid-0287.json' with { type: 'json' };
import ppocrEn from './cards/ppocr-en.json' with { type: 'json' };
import sileroVad from './cards/silero-vad.json' with { type: 'json' };
import yoloxNano from './cards/yolox-nano.json' with { type: 'json' };
import yunet from './cards/yunet.json' with { type: 'json' };
import { modelCardSchema } from './card-schema.ts';
import type { ModelCard } from './card-schema.ts';

/** Every card, those that a channel uses first. Adding a model is adding a card and its line here. */
export const modelCards: readonly ModelCard[] = [
  yoloxNano,
  nanotrackV2,
  nanotrackV3,
  personReid0248,
  personReid0287,
  sileroVad,
  ppocrEn,
  yunet,
].map((card) => modelCardSchema.parse(card));

/** The card of this id, or null when the catalogue has none. */
export function findCard(cardId: string, cards: readonly ModelCard[] = modelCards): ModelCard | null {
  return cards.find(({ id }) => id === cardId) ?? null;
}

/** The card that brings a channel, or null when it needs none. Where several do, the first of the catalogue. */
export function cardForChannel(channelId: string, cards: readonly ModelCard[] = modelCards): ModelCard | null {
  return cards.find(({ channels }) => channels.includes(channelId)) ?? null;
}
