import { z } from 'zod';
import { EngineError } from '../../contract/errors.ts';
import type { TimeRange } from '../../contract/time-range.ts';
import { zeroSeconds } from './decode-plan.ts';
import { commandDetails } from './ffmpeg-command.ts';
import { parseRatio } from './video-stream.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import { runProbe } from './run-probe.ts';

export interface FrameTimesRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: MediaTools;
  /** Seconds from the first displayed frame. */
  readonly range: TimeRange;
  readonly signal?: AbortSignal | undefined;
}

const streamsSchema = z.array(z.object({ time_base: z.string().optional() })).default([]);
const packetTimesSchema = z.object({
  packets: z.array(z.object({ pts: z.number().optional(), flags: z.string().optional() })).default([]),
  streams: streamsSchema,
});
const decodedTimesSchema = z.object({
  frames: z.array(z.object({ best_effort_timestamp: z.number().optional() })).default([]),
  streams: streamsSchema,
});

/** Codecs whose every packet is one displayed frame, so that nothing has to be decoded to know when it is shown. */
const framePerPacket = /^(h264|hevc|av1|vp9|prores|dnxhd|mjpeg|mpeg4|h263|ffv1|rawvideo|png|qtrle|cfhd|v210|dvvideo)$/;
const exactContainers = /\b(mov|mp4|matroska|webm)\b/;

/** Frames are stored up to this many after the one that is shown after them. */
const reorderedFrameCount = 20;
const leastSlackSeconds = 2;
const timeLimitSeconds = 300;
/** Two frames cannot be shown within less than this. */
const sameMomentSeconds = 1e-6;

/**
 * When the frames are shown that begin in a range, rising, from the file itself: the packets where each is a frame and
 * carries its time, otherwise by decoding. Throws `decode-failed`, `decode-stalled`, `aborted`, `tool-missing`.
 */
export async function readFrameTimes(request: FrameTimesRequest): Promise<Float64Array<ArrayBuffer>> {
  const { video, container } = request.facts;
  const isExact =
    framePerPacket.test(video.codec) && exactContainers.test(container) && video.fieldOrder === 'progressive';
  const fromPackets = isExact ? await packetTimes(request) : null;
  return inRange(fromPackets ?? (await decodedTimes(request)), request.range);
}

/** Null where a packet has no time of its own. */
async function packetTimes(request: FrameTimesRequest): Promise<readonly number[] | null> {
  const value = await probe(request, ['-show_packets', '-show_entries', 'packet=pts,flags:stream=time_base'], {
    schema: packetTimesSchema,
    slackSeconds: slackSeconds(request.facts),
  });
  // What an edit list cuts away is read and not shown.
  const shown = value.packets.filter(({ flags = '' }) => !flags.includes('D'));
  const untimed = request.range.startSeconds === 0 ? request.facts.video.untimedFrameCount : 0;
  if (shown.slice(untimed).some(({ pts }) => pts === undefined)) {
    return null;
  }
  return secondsOf(
    shown.flatMap(({ pts }) => pts ?? []),
    value.streams,
    request.facts,
  );
}

async function decodedTimes(request: FrameTimesRequest): Promise<readonly number[]> {
  const value = await probe(
    request,
    ['-threads', '0', '-show_frames', '-show_entries', 'frame=best_effort_timestamp:stream=time_base'],
    // Decoding begins at a key frame, which in long groups is far before.
    { schema: decodedTimesSchema, slackSeconds: Math.max(12, slackSeconds(request.facts)) },
  );
  const ptsList: number[] = [];
  for (const { best_effort_timestamp: pts } of value.frames) {
    // The last frames that come out of some decoders carry no time: they follow at the distance of those before.
    const [last, beforeLast] = [ptsList.at(-1), ptsList.at(-2)];
    const follows = last === undefined || beforeLast === undefined ? undefined : 2 * last - beforeLast;
    ptsList.push(...[pts ?? follows ?? []].flat());
  }
  return secondsOf(ptsList, value.streams, request.facts);
}

function slackSeconds({ video }: MediaFacts): number {
  const rate = video.averageRate ?? video.nominalRate;
  return rate === null
    ? leastSlackSeconds * 5
    : Math.max(leastSlackSeconds, (reorderedFrameCount * rate.den) / rate.num);
}

interface ProbeWhat<Schema> {
  readonly schema: Schema;
  readonly slackSeconds: number;
}

async function probe<Schema extends z.ZodType>(
  request: FrameTimesRequest,
  options: readonly string[],
  { schema, slackSeconds: slack }: ProbeWhat<Schema>,
): Promise<z.output<Schema>> {
  const { path, tools, facts, range, signal } = request;
  const zero = zeroSeconds(facts);
  // From the very beginning nothing is sought, so that nothing can be missed there.
  const from = range.startSeconds > slack ? (zero + range.startSeconds - slack).toFixed(6) : '';
  const interval = `${from}%${(zero + range.endSeconds + slack).toFixed(6)}`;
  const select = ['-select_streams', String(facts.video.streamIndex), '-read_intervals', interval];
  const { value, outcome } = await runProbe(
    { path, tools, signal, timeLimitSeconds, options: [...select, ...options] },
    schema,
  );
  if (value === null) {
    throw new EngineError('decode-failed', 'The frames of this file cannot be counted.', {
      details: commandDetails(outcome),
    });
  }
  return value;
}

function secondsOf(
  ptsList: readonly number[],
  streams: z.output<typeof streamsSchema>,
  { video }: MediaFacts,
): readonly number[] {
  const { startPts, timeBase: own } = video;
  const timeBase = parseRatio(streams[0]?.time_base) ?? own;
  const isSame = timeBase.num * own.den === own.num * timeBase.den;
  return isSame
    ? ptsList.map((pts) => ((pts - startPts) * timeBase.num) / timeBase.den)
    : ptsList.map((pts) => (pts * timeBase.num) / timeBase.den - (startPts * own.num) / own.den);
}

function inRange(times: readonly number[], { startSeconds, endSeconds }: TimeRange): Float64Array<ArrayBuffer> {
  const sorted = Float64Array.from(times).sort();
  let last = Number.NEGATIVE_INFINITY;
  return sorted.filter((seconds) => {
    const isNew = seconds - last >= sameMomentSeconds;
    last = isNew ? seconds : last;
    return isNew && seconds >= startSeconds && seconds < endSeconds;
  });
}
