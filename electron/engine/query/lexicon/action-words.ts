import type { Action, Relation } from '../../../contract/plan.ts';

/**
 * What a verb or a direction says: an action by itself, or, with a thing behind it, a relation to that ("approaches" is
 * towards the camera, "approaches a car" is towards the car).
 */
export interface ActionSense {
  readonly action: Action | null;
  readonly link: Relation | null;
}

/** Verbs that show as movement in the picture (`motionVerbs`), and what tracks tell of them beyond that. */
export const motionVerbSenses: ReadonlyMap<string, ActionSense> = new Map([
  ...senses('enter', { action: 'enters', link: null }),
  ...senses('exit leave depart', { action: 'leaves', link: null }),
  ...senses('pass', { action: 'passes', link: 'passes' }),
  ...senses('cross', { action: 'passes', link: null }),
  ...senses('approach', { action: 'comes-closer', link: 'approaches' }),
  ...senses('chase', { action: null, link: 'follows' }),
  ...senses('rise ascend', { action: 'moves-up', link: null }),
  ...senses('fall drop descend', { action: 'moves-down', link: null }),
]);

/** Verbs that only tracks can tell. */
export const trackVerbs: ReadonlyMap<string, ActionSense> = new Map([
  ...senses('stop halt brake', { action: 'stops', link: null }),
  ...senses('start', { action: 'starts', link: null }),
  ...senses('stay wait remain linger loiter', { action: 'stays', link: null }),
  ...senses('turn swerve veer', { action: 'turns', link: null }),
  ...senses('follow pursue', { action: null, link: 'follows' }),
  ...senses('overtake', { action: 'passes', link: 'passes' }),
  ...senses('meet', { action: null, link: 'meets' }),
]);

function senses(verbs: string, sense: ActionSense): [string, ActionSense][] {
  return verbs.split(' ').map((verb) => [verb, sense]);
}

/** Where something moves to. They say something only behind a word of movement. */
export const directionSenses: readonly (readonly [phrases: string, sense: ActionSense])[] = [
  [
    'leftward, leftwards, right to left, from right to left, from the right to the left',
    { action: 'moves-left', link: null },
  ],
  [
    'rightward, rightwards, left to right, from left to right, from the left to the right',
    { action: 'moves-right', link: null },
  ],
  [
    'up, upward, upwards, up the frame, up the picture, up the screen, bottom to top, from bottom to top',
    { action: 'moves-up', link: null },
  ],
  [
    'down, downward, downwards, down the frame, down the picture, down the screen, top to bottom, from top to bottom',
    { action: 'moves-down', link: null },
  ],
  ['towards, toward', { action: 'comes-closer', link: 'approaches' }],
  [
    'closer, nearer, closer to the camera, towards the camera, toward the camera, to the camera, towards us, towards me',
    { action: 'comes-closer', link: null },
  ],
  ['away, away from the camera, into the distance', { action: 'goes-away', link: null }],
  ['away from', { action: 'goes-away', link: 'departs' }],
  ['past', { action: 'passes', link: 'passes' }],
  [
    'across, across the frame, across the picture, across the screen, through the frame, through the picture',
    { action: 'passes', link: null },
  ],
  [
    'into, into the frame, into the picture, into view, into the shot, into the scene',
    { action: 'enters', link: null },
  ],
  [
    'off, out, out of, out of the frame, out of the picture, out of view, out of the shot, out of the scene, off screen',
    { action: 'leaves', link: null },
  ],
];

/** How two things stand to each other, where the detector knows both. */
export const spatialRelations: Readonly<Partial<Record<Relation, string>>> = {
  on: 'on, on top of, upon',
  under: 'under, underneath, beneath, below',
  'next-to': 'next to, beside, besides, alongside, near, nearby, close to',
  'in-front-of': 'in front of',
  behind: 'behind',
  inside: 'inside, inside of, within',
  holding: 'holding, holds, hold, carrying, carries, carry',
};

export const eachOther: readonly string[] = ['each other', 'one another'];
export const slowWords = 'slowly, at low speed, at walking pace';
export const slowSense: ActionSense = { action: 'slow', link: null };
/** "walks by", "walks by a car"; behind anything else the word is a relation. */
export const passingSense: ActionSense = { action: 'passes', link: 'passes' };
