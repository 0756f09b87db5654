import { readTimecode } from '../../electron/contract/time/timecode.ts';
import { readShownTime, type TimeDisplay } from './shown-time.ts';

export type GoToReading =
  | { readonly kind: 'at'; readonly seconds: number }
  | { readonly kind: 'unreadable' }
  /** A label that drop frame leaves out. */
  | { readonly kind: 'dropped' }
  | { readonly kind: 'before' }
  | { readonly kind: 'after' };

/** Where a time that a person typed lies in a clip, or why it does not. `durationSeconds` null: not known. */
export function readGoTo(text: string, display: TimeDisplay, durationSeconds: number | null): GoToReading {
  const seconds = readShownTime(text, display);
  if (seconds === null) {
    const { timing } = display;
    const reading = timing.kind === 'constant' ? readTimecode(text, timing.format) : null;
    return reading !== null && !reading.isValid && reading.problem === 'dropped'
      ? { kind: 'dropped' }
      : { kind: 'unreadable' };
  }
  if (durationSeconds === null || seconds < durationSeconds) {
    return { kind: 'at', seconds };
  }
  // Timecode goes round at midnight: what lies before the clip's start comes out as almost a day after it.
  return { kind: seconds > 12 * 3600 && seconds > 2 * durationSeconds ? 'before' : 'after' };
}
