import type { Channel } from '../channel.ts';
import { speechEvidence } from './evidence.ts';
import { decodeCueRows, encodeCueRows, speechFormat } from './rows.ts';
import type { CueRow } from './rows.ts';
import { speechAtomTerms, speechTerms } from './terms.ts';

/** What is said, from timed text. */
export const speechChannel: Channel<CueRow> = {
  id: 'speech',
  version: speechFormat.version,
  encode: encodeCueRows,
  decode: decodeCueRows,
  terms: speechTerms,
  atomTerms: speechAtomTerms,
  evidence: speechEvidence,
};
