import type { CameraMove } from '../../../contract/plan.ts';
import { verbForms } from './verb-forms.ts';

type CameraPhrase = readonly [phrase: string, moves: readonly CameraMove[]];

const toDirection = ['', 'to the ', 'to ', 'towards the ', 'toward the '];
const subjects = ['', 'camera ', 'camera is ', 'the camera ', 'the camera is '];
const pans: readonly CameraMove[] = ['pan-left', 'pan-right'];
const tilts: readonly CameraMove[] = ['tilt-up', 'tilt-down'];
const zooms: readonly CameraMove[] = ['zoom-in', 'zoom-out'];

function directed(verb: string, direction: string, move: CameraMove): CameraPhrase[] {
  return verbForms(verb).flatMap((form) =>
    subjects.flatMap((subject) =>
      toDirection.map((to): CameraPhrase => [`${subject}${form} ${to}${direction}`, [move]]),
    ),
  );
}

function undirected(verb: string, moves: readonly CameraMove[], endings: readonly string[]): CameraPhrase[] {
  return verbForms(verb).flatMap((form) => [
    ...subjects.slice(1).map((subject): CameraPhrase => [`${subject}${form}`, moves]),
    ...endings.map((ending): CameraPhrase => [`${form} ${ending}`, moves]),
  ]);
}

function list(moves: readonly CameraMove[], phrases: string): CameraPhrase[] {
  return phrases.split(',').map((phrase) => [phrase.trim(), moves]);
}

const shotNouns = 'shot camera frame view image picture footage'.split(' ');
const stillStates = 'still static fixed steady stationary motionless'.split(' ');

/** Phrases about the camera. Where a direction is left open, every one of the moves will do. */
export const cameraPhrases: readonly CameraPhrase[] = [
  ...directed('pan', 'left', 'pan-left'),
  ...directed('pan', 'right', 'pan-right'),
  ...directed('tilt', 'up', 'tilt-up'),
  ...directed('tilt', 'down', 'tilt-down'),
  ...directed('zoom', 'in', 'zoom-in'),
  ...directed('zoom', 'out', 'zoom-out'),
  ...undirected('pan', pans, ['shot', 'across', 'over']),
  ...undirected('tilt', tilts, ['shot']),
  ...undirected('zoom', zooms, ['shot']),
  ...undirected('move', ['moving'], []),
  ...undirected('track', ['moving'], []),
  ...undirected('follow', ['moving'], []),
  ...undirected('shake', ['shake'], []),
  ...list(pans, 'pan, pans, panning, camera pan, whip pan'),
  ...list(['pan-left'], 'left pan, leftward pan, camera turns left, camera moves left, camera moves to the left'),
  ...list(['pan-right'], 'right pan, rightward pan, camera turns right, camera moves right, camera moves to the right'),
  ...list(tilts, 'camera tilt, tilting shot'),
  ...list(['tilt-up'], 'upward tilt, camera moves up'),
  ...list(['tilt-down'], 'downward tilt, camera moves down'),
  ...list(zooms, 'zoom, zooms, zooming, camera zoom'),
  ...list(['zoom-in'], 'push in, pushes in, dolly in, camera moves closer, camera moves in'),
  ...list(['zoom-out'], 'pull out, pulls out, pull back, pulls back, dolly out, camera moves back'),
  ...list(
    ['shake'],
    'shaky, shaky camera, shaky cam, shaky footage, shaky shot, shaking camera, handheld, hand held, handheld camera, hand held camera, handheld shot, wobbly, wobbly camera, camera shake, shaky video, jittery',
  ),
  ...list(
    ['moving'],
    'moving camera, camera movement, camera motion, tracking shot, dolly shot, travelling shot, traveling shot, moving shot',
  ),
  ...list(
    ['still'],
    "no camera movement, no camera motion, without camera movement, locked off, locked off shot, locked off camera, on a tripod, tripod shot, camera does not move, camera doesn't move, camera not moving, camera is not moving, camera isn't moving, still frame",
  ),
  ...stillStates.flatMap((state) => [
    ...shotNouns.map((noun): CameraPhrase => [`${state} ${noun}`, ['still']]),
    ...['', 'is ', 'stays ', 'remains ', 'stands '].map((verb): CameraPhrase => [`camera ${verb}${state}`, ['still']]),
  ]),
];
