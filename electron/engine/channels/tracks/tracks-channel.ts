import type { Channel } from '../channel.ts';
import { trackEvidence } from './evidence.ts';
import type { TrackRow } from './rows.ts';
import { trackAtomTerms, trackTerms } from './terms.ts';
import { decodeTrackRows, encodeTrackRows, tracksFormat } from './track-block.ts';

/** Things through time, how the camera moved meanwhile, and what the things do by themselves and to each other. */
export const tracksChannel: Channel<TrackRow> = {
  id: 'tracks',
  version: tracksFormat.version,
  encode: encodeTrackRows,
  decode: decodeTrackRows,
  terms: trackTerms,
  atomTerms: trackAtomTerms,
  evidence: trackEvidence,
};
