import { frameRateName } from '../../electron/contract/time/frame-rate.ts';
import { t } from './messages.svelte.ts';
import { timingOf, type ClipRate } from './shown-time.ts';

/** The true frame rate of a clip in words: `23.976 fps`, `29.97 fps DF`, `variable rate, about 6.959 fps`. */
export function rateText(clip: ClipRate | null): string {
  const rate = clip?.rate ?? null;
  if (clip === null || rate === null || rate.num <= 0 || rate.den <= 0) {
    return t('player.rateUnknown');
  }
  const name = frameRateName(rate);
  if (clip.isVariableRate) {
    return t('player.rateVariable', { rate: name });
  }
  const timing = timingOf(clip);
  const isDrop = timing.kind === 'constant' && timing.format.isDropFrame;
  return t(isDrop ? 'player.rateDrop' : 'player.rate', { rate: name });
}
