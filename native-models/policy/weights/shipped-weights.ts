import type { LearnedWeights } from '../learned-policy.ts';
import grounding1 from './grounding-1.json' with { type: 'json' };

/** The weights that come with the program; `npm run train:grounding` makes them. */
export const shippedWeights: LearnedWeights = grounding1;
