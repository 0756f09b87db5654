import type { LearnedWeights } from '../learned-policy.ts';
import grounding2 from './grounding-2.json' with { type: 'json' };

/** The weights that come with the program; `npm run train:grounding` makes them. */
export const shippedWeights: LearnedWeights = grounding2;
