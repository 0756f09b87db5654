import { EngineError } from '../../contract/errors.ts';
import type { Pass } from '../../contract/library.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { commandDetails } from './ffmpeg-command.ts';
import { startDecodeAttempt } from './decode-attempt.ts';
import type { AttemptRequest, DecodeAttempt, RawFrame } from './decode-attempt.ts';
import { binOf, samplePlan, zeroSeconds } from './decode-plan.ts';
import type { SamplePlan } from './decode-plan.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import type { Size } from './video-geometry.ts';

export interface DecodedFrame {
  /** Presentation time in seconds from the first displayed frame. */
  readonly timeSeconds: number;
  /** The same in ticks of the container. */
  readonly pts: number;
  readonly image: RgbImage;
}

export interface DecodeRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  readonly pass: Pass;
  /** Full pass: the first real frame in each 1/samplesPerSecond. Default 4. */
  readonly samplesPerSecond?: number;
  /** Key frame pass: the first key frame in each such stretch. Default 2. */
  readonly minimumGapSeconds?: number;
  /** Frames before it are not given. The rest is what an uninterrupted run would have given. Default 0. */
  readonly startSeconds?: number;
  /** Default 416. Smaller pictures keep their displayed size. */
  readonly longSidePixels?: number;
  /** Exactly this, whatever the proportions, in place of `longSidePixels`. */
  readonly size?: Size;
  /** A method of `-hwaccel` that `findHardwareDecoding` has tried, or null (default) for the processor. */
  readonly hardwareDecoding?: string | null;
  /** Runs at nice 10 (default). */
  readonly isBackground?: boolean;
  readonly stallSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface DecodeResult {
  readonly frameCount: number;
  /** Errors that ffmpeg reported while it went on. */
  readonly warningCount: number;
  /** Whether the picture stopped before the duration that the header promises, with errors. */
  readonly endedEarly: boolean;
  /** Of the last frame given; null when none was. */
  readonly lastTimeSeconds: number | null;
}

export interface FrameDecode {
  /** To be iterated once. Leaving the loop kills ffmpeg; a slow loop makes it wait. */
  readonly frames: AsyncGenerator<DecodedFrame, void, undefined>;
  /** What it came to; complete once `frames` has ended. */
  result(): DecodeResult;
}

/** How far before the wanted time a seek aims, doubled tenfold while it lands too late. */
const firstMarginSeconds = 0.5;
const marginGrowth = 10;

/** Beyond this no made-up time of the first frames can reach. */
const untimedStretchSeconds = 10;

const driveTrouble = /Input\/output error|Stale file handle|No such device|Transport endpoint|Permission denied/i;

/**
 * Decodes a video once, in order, with the presentation time of each frame as ffmpeg reports it (`showinfo`), never
 * from an index. Frames are upright, in displayed proportions.
 *
 * Throws while iterating: EngineError `no-frames` when nothing could be decoded, `decode-failed` when ffmpeg died or
 * the drive failed, `decode-stalled`, `aborted`, `tool-missing`. Damage on the way only counts in `result()`.
 */
export function decodeFrames(request: DecodeRequest): FrameDecode {
  const counts: Counts = { frameCount: 0, warningCount: 0, endedEarly: false, lastTimeSeconds: null };
  return { frames: generate(request, counts), result: () => ({ ...counts }) };
}

type Counts = { -readonly [Key in keyof DecodeResult]: DecodeResult[Key] };

/** What to do with a frame: give it, drop it, or seek again because the landing was too late. */
type Verdict = 'give' | 'drop' | 'seek-again';

interface Picking {
  readonly plan: SamplePlan;
  readonly facts: MediaFacts;
  readonly startSeconds: number;
  /** Start of the bin that holds `startSeconds`: a seek has to land at or before it. */
  readonly binStartSeconds: number;
}

async function* generate(request: DecodeRequest, counts: Counts): AsyncGenerator<DecodedFrame, void, undefined> {
  const { facts, startSeconds = 0 } = request;
  const plan = samplePlan(facts, {
    pass: request.pass,
    samplesPerSecond: request.samplesPerSecond ?? 4,
    minimumGapSeconds: request.minimumGapSeconds ?? 2,
    longSidePixels: request.longSidePixels ?? 416,
    ...(request.size === undefined ? {} : { size: request.size }),
  });
  const binStartSeconds = binOf(startSeconds, plan.binsPerSecond) / plan.binsPerSecond;
  const picking: Picking = { plan, facts, startSeconds, binStartSeconds };
  let marginSeconds = firstMarginSeconds;
  for (;;) {
    const seekSeconds = seekTarget(picking, marginSeconds);
    const attempt = startDecodeAttempt(attemptRequest(request, plan, seekSeconds));
    try {
      const isDone = yield* pick(attempt, { ...picking, hasSought: seekSeconds !== null, counts });
      if (isDone) {
        judgeEnd(attempt, picking, counts);
        return;
      }
    } finally {
      await attempt.dispose();
    }
    marginSeconds *= marginGrowth;
  }
}

function attemptRequest(request: DecodeRequest, plan: SamplePlan, seekSeconds: number | null): AttemptRequest {
  return {
    path: request.path,
    facts: request.facts,
    tools: request.tools,
    plan,
    seekSeconds,
    hardwareDecoding: request.hardwareDecoding ?? null,
    isBackground: request.isBackground ?? true,
    stallSeconds: request.stallSeconds ?? 30,
    signal: request.signal,
  };
}

/** null: read from the beginning, which is always right. */
function seekTarget({ facts, binStartSeconds }: Picking, marginSeconds: number): number | null {
  const target = binStartSeconds - marginSeconds;
  // Frames without times must be counted from the beginning; further on their made-up times do no harm.
  const isSafe = facts.video.untimedFrameCount === 0 || target > untimedStretchSeconds;
  return target + zeroSeconds(facts) - facts.containerStartSeconds > 0 && target > 0 && isSafe ? target : null;
}

interface PickState extends Picking {
  readonly hasSought: boolean;
  readonly counts: Counts;
}

/** Gives the wanted frames of one run. Returns false when the run has to be made again from further back. */
async function* pick(attempt: DecodeAttempt, state: PickState): AsyncGenerator<DecodedFrame, boolean, undefined> {
  const { plan, counts, facts } = state;
  let hasLanded = !state.hasSought;
  let lastBin = -1;
  for (;;) {
    const raw = await attempt.next();
    if (raw === null) {
      // Not even a key frame after a seek: the file ends before it, or has no key frames that can be found.
      return hasLanded;
    }
    const timeSeconds = timeOf(raw, facts);
    if (timeSeconds === null) {
      counts.warningCount += 1;
      continue;
    }
    const bin = binOf(timeSeconds, plan.binsPerSecond);
    const verdict = judge({ timeSeconds, bin, isKey: raw.info.isKey, hasLanded, lastBin }, state);
    if (verdict === 'seek-again') {
      return false;
    }
    hasLanded ||= raw.info.isKey;
    if (verdict === 'give') {
      counts.frameCount += 1;
      counts.lastTimeSeconds = timeSeconds;
      yield { timeSeconds, pts: raw.info.pts as number, image: raw.image };
    }
    lastBin = Math.max(lastBin, bin);
  }
}

interface Candidate {
  readonly timeSeconds: number;
  readonly bin: number;
  readonly isKey: boolean;
  readonly hasLanded: boolean;
  readonly lastBin: number;
}

function judge(candidate: Candidate, { binStartSeconds, startSeconds, plan }: PickState): Verdict {
  const { timeSeconds, bin, isKey, hasLanded, lastBin } = candidate;
  const slackSeconds = 1e-6 / plan.binsPerSecond;
  if (!hasLanded) {
    if (timeSeconds > binStartSeconds + slackSeconds) {
      return 'seek-again';
    }
    if (!isKey) {
      return 'drop';
    }
  }
  return bin > lastBin && bin >= 0 && timeSeconds >= startSeconds - slackSeconds ? 'give' : 'drop';
}

/** Seconds from the first displayed frame; null for a frame without a time. */
function timeOf({ info, timeBase }: RawFrame, facts: MediaFacts): number | null {
  if (info.pts === null) {
    return null;
  }
  const { timeBase: streamBase, startPts } = facts.video;
  return timeBase.num === streamBase.num && timeBase.den === streamBase.den
    ? ((info.pts - startPts) * timeBase.num) / timeBase.den
    : (info.pts * timeBase.num) / timeBase.den - zeroSeconds(facts);
}

function judgeEnd(attempt: DecodeAttempt, { facts, plan, startSeconds }: Picking, counts: Counts): void {
  const outcome = attempt.outcome();
  const details = { ...commandDetails(outcome), frameCount: counts.frameCount };
  counts.warningCount += outcome.log.errorCount;
  const promisedSeconds = facts.video.frameCount === 1 ? null : facts.durationSeconds;
  const toleranceSeconds = Math.max(1, 2 / plan.binsPerSecond);
  counts.endedEarly =
    outcome.log.errorCount > 0 &&
    plan.pass === 'full' &&
    promisedSeconds !== null &&
    (counts.lastTimeSeconds ?? startSeconds) + toleranceSeconds < promisedSeconds;
  if (outcome.exitCode === null) {
    throw new EngineError('decode-failed', 'The decoder was killed or crashed.', { details });
  }
  if (outcome.log.lines.some((line) => driveTrouble.test(line))) {
    throw new EngineError('decode-failed', 'The drive stopped giving the file.', { details });
  }
  if (outcome.exitCode === 0 && outcome.looseEndCount > 0) {
    throw new EngineError('decode-failed', 'Frames and their times do not match.', { details });
  }
  // A cut without re-encoding may have hidden its only key frame: then the pass over key frames finds nothing.
  if (counts.frameCount === 0 && startSeconds === 0 && plan.pass === 'full') {
    throw new EngineError('no-frames', 'Not one frame of this video could be decoded.', { details });
  }
  if (outcome.exitCode !== 0 && counts.frameCount === 0) {
    throw new EngineError('decode-failed', `The decoder ended with code ${outcome.exitCode}.`, { details });
  }
}
