import type { PlanAtom } from '../../../contract/plan.ts';

type Cut = Extract<PlanAtom, { kind: 'cut' }>['cut'];

/** Phrases about the joins between shots. */
export const cutPhrases: ReadonlyMap<string, readonly Cut[]> = new Map<string, readonly Cut[]>([
  ...each(
    'hard cut, hard cuts, jump cut, jump cuts, a cut, the cut, cut to, cuts to, scene cut, scene change, shot change, change of scene, change of shot, scene cuts, smash cut, quick cuts, cuts',
    ['cut'],
  ),
  ...each(
    'fade out to black, fades out to black, fade to black, fades to black, fading to black, fade out, fades out, fading out, fade to white, fadeout',
    ['fade-out'],
  ),
  ...each(
    'fade in from black, fades in from black, fade up from black, fade in, fades in, fading in, fade from black, fades from black, fade up, fades up',
    ['fade-in'],
  ),
  ...each('fade, fades, a fade', ['fade-in', 'fade-out']),
]);

function each(phrases: string, cuts: readonly Cut[]): (readonly [string, readonly Cut[]])[] {
  return phrases.split(',').map((phrase) => [phrase.trim(), cuts]);
}
