import type { Pass } from '../../contract/library.ts';
import type { MediaFacts } from '../media/media-facts.ts';

/** Media seconds that are analysed, committed and resumed together. */
export const stepSeconds = 60;

/** Frames looked at in the full pass, unless the settings say otherwise. */
export const usualSamplesPerSecond = 4;

/** Key frames closer than this are thinned out in the quick pass. */
export const minimumGapSeconds = 2;

/** Shorter videos go straight to the full pass: two starts of the decoder would cost more than the first saves. */
const quickPassFromSeconds = 60;

/** Codecs whose every frame is a key frame: skipping to them saves nothing. */
const intraCodecs: ReadonlySet<string> = new Set([
  'prores',
  'dnxhd',
  'mjpeg',
  'mjpegb',
  'rawvideo',
  'v210',
  'huffyuv',
  'ffvhuff',
  'ffv1',
  'utvideo',
  'cfhd',
  'dvvideo',
  'jpeg2000',
  'png',
  'gif',
]);

/** Whether the key-frame pass gets a person to a first result earlier than the full pass alone. */
export function isQuickPassUseful(facts: MediaFacts): boolean {
  return (
    !intraCodecs.has(facts.video.codec) &&
    (facts.durationSeconds === null || facts.durationSeconds > quickPassFromSeconds)
  );
}

/** How far the edges of spans may be off after a pass, given the longest time between two samples. */
export function edgeUncertaintySeconds(pass: Pass, largestGapSeconds: number): number {
  return pass === 'full' ? 0 : largestGapSeconds;
}
