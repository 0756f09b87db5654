import type { Channel } from '../channel.ts';
import { unknownEvidence } from '../evidence-grid.ts';
import type { TrackRow } from './rows.ts';
import { decodeTrackRows, encodeTrackRows, tracksFormat } from './track-block.ts';

/** Things through time, and how the camera moved meanwhile. */
export const tracksChannel: Channel<TrackRow> = {
  id: 'tracks',
  version: tracksFormat.version,
  encode: encodeTrackRows,
  decode: decodeTrackRows,
  terms: () => [],
  atomTerms: () => null,
  evidence: ({ grid }) => unknownEvidence(grid),
};
