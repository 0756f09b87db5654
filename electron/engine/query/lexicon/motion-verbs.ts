import type { PictureMotion } from '../../../contract/plan.ts';

/** Verbs that show as movement in the picture; which movement it is, the motion channel does not know. */
export const motionVerbs: Readonly<Record<Exclude<PictureMotion, 'still'>, string>> = {
  moving:
    'move walk run jog drive ride fly swim sail row flow float fall drop jump leap hop skip dance climb crawl roll slide drift cross pass come go enter exit arrive depart approach leave wander stroll march travel skate ski surf cycle bounce spin rotate swing wave shake flutter blow swirl pour stream trot step stumble chase flee scatter descend ascend rise',
  fast: 'speed race rush dash sprint gallop dart hurtle zip whizz',
};

/** Words and phrases about movement that are no verbs. */
export const motionPhrases: Readonly<Record<PictureMotion, string>> = {
  moving:
    'movement, motion, in motion, on the move, take off, takes off, taking off, took off, land, lands, landing, something moves, something moving',
  fast: 'fast, faster, quickly, quick, rapid, rapidly, swiftly, at speed, at high speed, fast moving, fast movement, fast motion, high speed, lots of movement, a lot of movement, lots of motion',
  still:
    'nothing moves, nothing is moving, nothing moving, nothing happens, nothing is happening, no movement, no motion, without movement, without motion, motionless, stands still, standing still, stand still, sits still, sitting still, completely still, perfectly still, is still, are still, immobile, frozen picture, freeze frame, still scene, still picture, no activity',
};

/** A noun after one of these words: "a walk", "the race". */
export const nounLeads: ReadonlySet<string> = new Set(
  'a an the this that his her their its our my your some'.split(' '),
);
