import type { Channel } from '../channel.ts';
import { objectEvidence } from './evidence.ts';
import { decodeObjectRows, encodeObjectRows, objectsFormat, steadyClasses } from './rows.ts';
import type { ObjectRow } from './rows.ts';
import { steadyRows } from './steady-things.ts';
import { objectAtomTerms, objectTerms } from './terms.ts';

/** Things in the picture: classes, counts, colours, places and sizes. */
export const objectsChannel: Channel<ObjectRow> = {
  id: 'objects',
  version: objectsFormat.version,
  encode: (rows) => encodeObjectRows(steadyRows(rows, steadyClasses)),
  decode: decodeObjectRows,
  terms: (rows) => objectTerms(steadyRows(rows, steadyClasses)),
  atomTerms: objectAtomTerms,
  evidence: objectEvidence,
};
