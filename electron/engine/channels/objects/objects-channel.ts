import type { Channel } from '../channel.ts';
import { objectEvidence } from './evidence.ts';
import { decodeObjectRows, encodeObjectRows, objectsFormat } from './rows.ts';
import type { ObjectRow } from './rows.ts';
import { objectAtomTerms, objectTerms } from './terms.ts';

/** Things in the picture: classes, counts, colours, places and sizes. */
export const objectsChannel: Channel<ObjectRow> = {
  id: 'objects',
  version: objectsFormat.version,
  encode: encodeObjectRows,
  decode: decodeObjectRows,
  terms: objectTerms,
  atomTerms: objectAtomTerms,
  evidence: objectEvidence,
};
