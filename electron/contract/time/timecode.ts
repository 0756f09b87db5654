import { EngineError } from '../errors.ts';
import { droppedLabelsPerMinute, isDropFrameLegal, nominalRate } from './frame-rate.ts';
import { formatRational, type Rational } from './rational.ts';

/** How SMPTE timecode counts the frames of a constant rate. Made by `timecodeFormat`, which checks it. */
export interface TimecodeFormat {
  readonly rate: Rational;
  readonly isDropFrame: boolean;
}

/** Why a label is none: `dropped` labels look right but do not exist. */
export type TimecodeProblem = 'not-a-timecode' | 'out-of-range' | 'dropped' | 'not-drop-frame';

export type TimecodeReading =
  | { readonly isValid: true; readonly frameCount: number }
  | { readonly isValid: false; readonly problem: TimecodeProblem; readonly reason: string };

/** Throws `RangeError` where drop frame is asked of a rate that has none. */
export function timecodeFormat(rate: Rational, isDropFrame: boolean): TimecodeFormat {
  if (isDropFrame && !isDropFrameLegal(rate)) {
    throw new RangeError(`Drop frame exists for 30000/1001 and its multiples, not for ${formatRational(rate)}.`);
  }
  return { rate, isDropFrame };
}

/** Labels from 00:00:00:00 to the end of the day: after as many frames timecode begins anew. 2,589,408 for 29.97 drop. */
export function framesPerDay({ rate, isDropFrame }: TimecodeFormat): number {
  const nominal = nominalRate(rate);
  return nominal * 86_400 - (isDropFrame ? droppedLabelsPerMinute(rate) * 9 * 6 * 24 : 0);
}

/**
 * The label of the frame that comes `frameCount` frames after 00:00:00:00, wrapping at 24 hours in both directions:
 * `HH:MM:SS:FF`, `HH:MM:SS;FF` for drop frame, three digits of frames above 100 a second.
 */
export function formatTimecode(frameCount: number, format: TimecodeFormat): string {
  if (!Number.isSafeInteger(frameCount)) {
    throw new RangeError(`A frame count is a safe integer, not ${frameCount}.`);
  }
  const dayCount = framesPerDay(format);
  const inDay = ((frameCount % dayCount) + dayCount) % dayCount;
  const nominal = nominalRate(format.rate);
  const labelNumber = format.isDropFrame ? inDay + droppedLabelsBefore(inDay, format.rate) : inDay;
  const wholeSeconds = Math.floor(labelNumber / nominal);
  const clock = [Math.floor(wholeSeconds / 3600), Math.floor(wholeSeconds / 60) % 60, wholeSeconds % 60];
  const frames = String(labelNumber % nominal).padStart(frameDigitCount(nominal), '0');
  return `${clock.map((part) => String(part).padStart(2, '0')).join(':')}${format.isDropFrame ? ';' : ':'}${frames}`;
}

/**
 * Reads a label, with the reason where it is none. Drop frame is also read with `:` before the frames, as many edit
 * lists write it; `;` in a format without drop frame is refused, since it names another frame.
 */
export function readTimecode(text: string, format: TimecodeFormat): TimecodeReading {
  const match = /^\s*(\d{1,2})[:;](\d{2})[:;](\d{2})([:;])(\d{2,3})\s*$/.exec(text);
  if (match === null) {
    return refused('not-a-timecode', `"${text.slice(0, 40)}" is not of the form HH:MM:SS:FF.`);
  }
  const [, hoursText, minutesText, secondsText, mark, framesText] = match;
  if (mark === ';' && !format.isDropFrame) {
    return refused(
      'not-drop-frame',
      `${text.trim()} is drop frame, and ${formatRational(format.rate)} counts without.`,
    );
  }
  const label = {
    hours: Number(hoursText),
    minutes: Number(minutesText),
    seconds: Number(secondsText),
    frames: Number(framesText),
  };
  return countLabel(label, format);
}

/** Frames from 00:00:00:00 to a label. Throws `bad-request` with the reason of `readTimecode`. */
export function parseTimecode(text: string, format: TimecodeFormat): number {
  const reading = readTimecode(text, format);
  if (!reading.isValid) {
    throw new EngineError('bad-request', reading.reason, { details: { timecode: text, problem: reading.problem } });
  }
  return reading.frameCount;
}

interface Label {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
}

function countLabel(
  { hours, minutes, seconds, frames }: Label,
  { rate, isDropFrame }: TimecodeFormat,
): TimecodeReading {
  const nominal = nominalRate(rate);
  if (hours > 23 || minutes > 59 || seconds > 59) {
    return refused('out-of-range', 'Hours go to 23, minutes and seconds to 59.');
  }
  if (frames >= nominal) {
    return refused(
      'out-of-range',
      `Frames go to ${nominal - 1} at ${formatRational(rate)} a second, not to ${frames}.`,
    );
  }
  const labelNumber = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
  if (!isDropFrame) {
    return { isValid: true, frameCount: labelNumber };
  }
  const dropped = droppedLabelsPerMinute(rate);
  if (minutes % 10 !== 0 && seconds === 0 && frames < dropped) {
    return refused(
      'dropped',
      `Drop frame leaves out frames 0 to ${dropped - 1} of every minute but the tenth; the minute starts at frame ${dropped}.`,
    );
  }
  const minuteCount = hours * 60 + minutes;
  return { isValid: true, frameCount: labelNumber - dropped * (minuteCount - Math.floor(minuteCount / 10)) };
}

/** SMPTE ST 12-1: the first labels of each minute are left out, except in minutes 0, 10, 20, 30, 40 and 50. */
function droppedLabelsBefore(frameCount: number, rate: Rational): number {
  const dropped = droppedLabelsPerMinute(rate);
  const perMinute = nominalRate(rate) * 60 - dropped;
  const perTenMinutes = perMinute * 10 + dropped;
  const tens = Math.floor(frameCount / perTenMinutes);
  // The first minute of ten is longer by the labels that it keeps.
  const minuteOfTen = Math.max(0, Math.floor(((frameCount % perTenMinutes) - dropped) / perMinute));
  return dropped * (tens * 9 + minuteOfTen);
}

function frameDigitCount(nominal: number): number {
  return Math.max(2, String(nominal - 1).length);
}

function refused(problem: TimecodeProblem, reason: string): TimecodeReading {
  return { isValid: false, problem, reason };
}
