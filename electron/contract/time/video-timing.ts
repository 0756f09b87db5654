import { EngineError } from '../errors.ts';
import { formatFullClockTime, parseClockTime } from './clock-time.ts';
import { isDropFrameLegal } from './frame-rate.ts';
import { frameIndexAt, frameStartSeconds } from './pts.ts';
import type { Rational } from './rational.ts';
import { formatTimecode, framesPerDay, parseTimecode, timecodeFormat, type TimecodeFormat } from './timecode.ts';

/** A video whose frames are evenly spaced, so that they can be counted in timecode. */
export interface ConstantRate {
  readonly kind: 'constant';
  readonly format: TimecodeFormat;
  /** Frames from 00:00:00:00 to the label of the first frame; 0 without a start timecode. */
  readonly startFrameCount: number;
}

/** A video whose frames are not evenly spaced: there is no frame count timecode for it, only the clock. */
export interface VariableRate {
  readonly kind: 'variable';
}

export type VideoTiming = ConstantRate | VariableRate;

/** What is shown for a moment, and which of the two it is: a clock time must not be pasted as a timecode. */
export type TimeLabel =
  | { readonly kind: 'timecode'; readonly text: string; readonly frameIndex: number; readonly isDropFrame: boolean }
  | { readonly kind: 'clock'; readonly text: string };

export const variableRate: VariableRate = { kind: 'variable' };

export interface ConstantRateOptions {
  readonly rate: Rational;
  /** The file's own start (`01:00:00;00`), or null. Its last mark says whether the frames are counted with drop frame. */
  readonly startTimecode: string | null;
  /** How to count where there is no start timecode. */
  readonly isDropFrame?: boolean;
}

/**
 * How a video of constant rate is labelled. Throws `bad-request` for a start timecode that cannot be one at this rate:
 * the caller then decides to go on without it, and says so.
 */
export function constantRate({ rate, startTimecode, isDropFrame = false }: ConstantRateOptions): ConstantRate {
  const isDrop = startTimecode === null ? isDropFrame : startTimecode.includes(';') && isDropFrameLegal(rate);
  const format = timecodeFormat(rate, isDrop);
  const startFrameCount = startTimecode === null ? 0 : parseTimecode(startTimecode, format);
  return { kind: 'constant', format, startFrameCount };
}

/** The label of the frame that is shown at a time (seconds from the first displayed frame). */
export function timeLabelAt(seconds: number, timing: VideoTiming): TimeLabel {
  if (timing.kind === 'variable') {
    return { kind: 'clock', text: formatFullClockTime(seconds) };
  }
  const frameIndex = frameIndexAt(seconds, timing.format.rate);
  const text = timecodeOfFrame(frameIndex, timing);
  return { kind: 'timecode', text, frameIndex, isDropFrame: timing.format.isDropFrame };
}

/** The label of frame `frameIndex` (from 0), the start timecode counted in. */
export function timecodeOfFrame(frameIndex: number, { format, startFrameCount }: ConstantRate): string {
  return formatTimecode(startFrameCount + frameIndex, format);
}

/** The frame that carries a label, within 24 hours of the first. Throws `bad-request` with the reason. */
export function frameOfTimecode(text: string, { format, startFrameCount }: ConstantRate): number {
  const dayCount = framesPerDay(format);
  return (parseTimecode(text, format) - startFrameCount + dayCount) % dayCount;
}

/** Where a label that somebody typed begins, in seconds: a timecode, or the clock where the rate is variable. */
export function secondsOfLabel(text: string, timing: VideoTiming): number {
  if (timing.kind === 'constant') {
    return frameStartSeconds(frameOfTimecode(text, timing), timing.format.rate);
  }
  const seconds = parseClockTime(text);
  if (seconds === null) {
    throw new EngineError('bad-request', `"${text.slice(0, 40)}" is no time such as 1:02:03.250.`);
  }
  return seconds;
}
