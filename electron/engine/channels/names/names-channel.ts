import type { Channel } from '../channel.ts';
import { nameEvidence } from './evidence.ts';
import { decodeNameRows, encodeNameRows, namesFormat } from './rows.ts';
import type { NameRow } from './rows.ts';
import { nameAtomTerms, nameTerms } from './terms.ts';

/** Words of files, folders and dates. */
export const namesChannel: Channel<NameRow> = {
  id: 'names',
  version: namesFormat.version,
  encode: encodeNameRows,
  decode: decodeNameRows,
  terms: nameTerms,
  atomTerms: nameAtomTerms,
  evidence: nameEvidence,
};
