import { EngineError } from '../../../contract/errors.ts';
import type { TrackFormat } from '../../../contract/tracks.ts';
import { cocoExchange } from './coco-exchange.ts';
import { cvatExchange } from './cvat-exchange.ts';
import { diveExchange } from './dive-exchange.ts';
import type { ExchangeTrack, ExchangeVideo, ReadTracks, TrackExchange, WrittenTracks } from './exchange-track.ts';
import { jsonExchange } from './json-exchange.ts';
import { motExchange } from './mot-exchange.ts';
import { viameExchange } from './viame-exchange.ts';

const exchanges: readonly TrackExchange[] = [
  jsonExchange,
  cvatExchange,
  cocoExchange,
  diveExchange,
  motExchange,
  viameExchange,
];

export function exchangeOf(format: TrackFormat): TrackExchange {
  return exchanges.find((one) => one.format === format)!;
}

export function writeTracks(
  format: TrackFormat,
  tracks: readonly ExchangeTrack[],
  video: ExchangeVideo,
): WrittenTracks {
  return exchangeOf(format).write(tracks, video);
}

/** With `format` null it is told by what the text looks like. Throws EngineError `bad-request`. */
export function readTracks(
  format: TrackFormat | null,
  text: string,
  video: ExchangeVideo,
): ReadTracks & { readonly format: TrackFormat } {
  const plain = text.replace(/^\ufeff/, '');
  const exchange = format === null ? exchanges.find((one) => one.looksLike(plain)) : exchangeOf(format);
  if (exchange === undefined) {
    throw new EngineError('bad-request', 'This is none of the formats of tracks: JSON, MOT, COCO, DIVE, VIAME, CVAT.');
  }
  return { ...exchange.read(plain, video), format: exchange.format };
}
