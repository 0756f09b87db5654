import type { Channel } from '../channel.ts';
import { lookEvidence } from './evidence.ts';
import { decodeLookRows, encodeLookRows, lookFormat } from './rows.ts';
import type { LookRow } from './rows.ts';
import { lookAtomTerms, lookTerms } from './terms.ts';

/** Named colours, brightness, contrast, colourfulness, and what the camera does. */
export const lookChannel: Channel<LookRow> = {
  id: 'look',
  version: lookFormat.version,
  encode: encodeLookRows,
  decode: decodeLookRows,
  terms: lookTerms,
  atomTerms: lookAtomTerms,
  evidence: lookEvidence,
};
