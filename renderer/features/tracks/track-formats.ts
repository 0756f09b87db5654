import type { TrackFormat } from '../../../electron/contract/tracks.ts';

/** In the order in which they are offered: what holds most comes first. */
export const formatNames: readonly TrackFormat[] = ['json', 'cvat', 'dive', 'viame', 'coco', 'mot'];

/** What the files of the formats are called, for the dialog of the system. */
export const trackFileNames = '.json,.csv,.txt,.xml';
