import type { Posture } from '../../../contract/plan.ts';

/** Verbs of posture, in the forms in which they say how somebody is, not what somebody starts to do. */
export const postureWords: Readonly<Record<Posture, string>> = {
  standing: 'standing, stands, stand, stood, upright',
  sitting: 'sitting, sits, sit, sat, seated',
  lying: 'lying, lies, lie',
};
