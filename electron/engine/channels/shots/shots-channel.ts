import type { Channel } from '../channel.ts';
import { shotEvidence } from './evidence.ts';
import { decodeShotRows, encodeShotRows, shotsFormat } from './rows.ts';
import type { ShotRow } from './rows.ts';
import { shotAtomTerms, shotTerms } from './terms.ts';

/** Cuts and fades. */
export const shotsChannel: Channel<ShotRow> = {
  id: 'shots',
  version: shotsFormat.version,
  encode: encodeShotRows,
  decode: decodeShotRows,
  terms: shotTerms,
  atomTerms: shotAtomTerms,
  evidence: shotEvidence,
};
