import type { Place, RelativeSize } from '../../../contract/plan.ts';

/** Adjectives of size. In the picture only the size in the frame is known. */
export const sizeAdjectives: Readonly<Record<RelativeSize, string>> = {
  large: 'big, bigger, biggest, large, larger, largest, huge, giant, enormous, massive, gigantic',
  small: 'small, smaller, smallest, tiny, little, miniature, mini, minuscule',
};

/** Phrases that say how near a thing is: near is large in the frame, far is small. */
export const sizePhrases: Readonly<Record<RelativeSize, string>> = {
  large:
    'close to the camera, close to camera, near the camera, near to the camera, right in front of the camera, in front of the camera, up close, close up, close up of, closeup, closeup of, close shot, close shot of, close view, in the foreground, in foreground, foreground, filling the frame, fills the frame, full frame',
  small:
    'far away, far from the camera, far off, in the distance, at a distance, from a distance, from afar, distant, in the background, in background, background, small in the frame',
};

export const sideWords: ReadonlyMap<string, Place> = new Map([
  ['left', 'left'],
  ['lefthand', 'left'],
  ['leftmost', 'left'],
  ['right', 'right'],
  ['righthand', 'right'],
  ['rightmost', 'right'],
  ['top', 'top'],
  ['upper', 'top'],
  ['bottom', 'bottom'],
  ['lower', 'bottom'],
  ['middle', 'centre'],
  ['centre', 'centre'],
  ['center', 'centre'],
  ['central', 'centre'],
]);

/** Nouns after a side: "left half", "top corner". */
export const sideNouns: ReadonlySet<string> = new Set(
  'side sides part half edge corner third quarter area portion'.split(' '),
);
/** Words for the picture itself: "on the left of the frame" is a place, "left of the table" is a relation. */
export const frameNouns: ReadonlySet<string> = new Set(
  'frame picture screen image shot video view scene camera footage'.split(' '),
);
export const sideLeads: ReadonlySet<string> = new Set('on at in to near along towards toward from'.split(' '));
