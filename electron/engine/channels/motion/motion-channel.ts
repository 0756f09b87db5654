import type { Channel } from '../channel.ts';
import { motionEvidence } from './evidence.ts';
import { decodeMotionRows, encodeMotionRows, motionFormat } from './rows.ts';
import type { MotionRow } from './rows.ts';
import { motionAtomTerms, motionTerms } from './terms.ts';

/** Where and how much moves besides the camera. */
export const motionChannel: Channel<MotionRow> = {
  id: 'motion',
  version: motionFormat.version,
  encode: encodeMotionRows,
  decode: decodeMotionRows,
  terms: motionTerms,
  atomTerms: motionAtomTerms,
  evidence: motionEvidence,
};
