import type { Pass } from '../../contract/library.ts';
import type { MediaFacts } from './media-facts.ts';
import { fitLongSide, uprightFilters } from './video-geometry.ts';
import type { Size } from './video-geometry.ts';

/** Rounding slack of a bin, in bins: far below one tick of any time base, far above the error of a double. */
const binSlack = 1e-6;

/**
 * Which frames of a video are wanted: the first real frame in each bin of 1/binsPerSecond. Bins are counted from the
 * first displayed frame and do not remember what came before, so a run that starts in the middle picks the same frames.
 */
export interface SamplePlan {
  readonly pass: Pass;
  readonly binsPerSecond: number;
  readonly size: Size;
}

export interface SampleRates {
  readonly pass: Pass;
  readonly samplesPerSecond: number;
  readonly minimumGapSeconds: number;
  readonly longSidePixels: number;
  /** Exactly this, in place of a long side. */
  readonly size?: Size;
}

export function samplePlan(facts: MediaFacts, rates: SampleRates): SamplePlan {
  return {
    pass: rates.pass,
    binsPerSecond: rates.pass === 'full' ? rates.samplesPerSecond : 1 / rates.minimumGapSeconds,
    size:
      rates.size ??
      fitLongSide({ width: facts.video.displayedWidth, height: facts.video.displayedHeight }, rates.longSidePixels),
  };
}

/** The bin in which a time lies. */
export function binOf(timeSeconds: number, binsPerSecond: number): number {
  return Math.floor(timeSeconds * binsPerSecond + binSlack);
}

/** Container time of the first displayed frame. */
export function zeroSeconds({ video }: MediaFacts): number {
  return video.startPts * (video.timeBase.num / video.timeBase.den);
}

export interface DecodeOptionsRequest {
  readonly facts: MediaFacts;
  readonly plan: SamplePlan;
  /** Seconds from the first displayed frame to seek to, or null to read from the beginning. */
  readonly seekSeconds: number | null;
  /** A method of `-hwaccel`, or null for the processor. */
  readonly hardwareDecoding: string | null;
}

/** Options before the input: true container times, no ready-made turning, key frames only where asked. */
export function inputOptions({ facts, plan, seekSeconds, hardwareDecoding }: DecodeOptionsRequest): string[] {
  // ffmpeg counts `-ss` from the start of the earliest stream, which may be the sound.
  const seek = seekSeconds === null ? null : seekSeconds + zeroSeconds(facts) - facts.containerStartSeconds;
  return [
    '-copyts',
    '-noautorotate',
    ...(seek === null ? [] : ['-noaccurate_seek', '-ss', seek.toFixed(6)]),
    ...(plan.pass === 'key-frames' ? ['-skip_frame', 'nokey'] : []),
    ...(hardwareDecoding === null ? [] : ['-hwaccel', hardwareDecoding]),
  ];
}

/** Options after the input: picks, scales, tells each frame's time, and writes raw rgb24. */
export function outputOptions({ facts, plan, seekSeconds }: DecodeOptionsRequest): string[] {
  const bin = `floor((t-(${zeroSeconds(facts)}))*${plan.binsPerSecond}+${binSlack})+1`;
  // Variable 0: a key frame was seen. After a seek the first one is let through, to show where the seek landed.
  const landing = seekSeconds === null ? '' : '+if(ld(0),0,if(key,st(0,1),0))';
  // Among key frames made-up times are below 0 and fall out by themselves.
  const untimed = plan.pass === 'full' && seekSeconds === null ? facts.video.untimedFrameCount : 0;
  const isTimed = untimed > 0 ? `gte(n,${untimed})` : '1';
  const filters = [
    // Variable 1: one more than the last bin taken, 0 at first.
    `select='if(${isTimed},if(gt(${bin},ld(1)),st(1,${bin}),0),0)${landing}'`,
    ...uprightFilters(facts.video, plan.size),
    'format=rgb24',
    'showinfo=checksum=0',
  ];
  return [
    '-map',
    `0:${facts.video.streamIndex}`,
    '-filter:v',
    filters.join(','),
    '-fps_mode',
    'passthrough',
    '-max_error_rate',
    '1',
    '-f',
    'rawvideo',
  ];
}
