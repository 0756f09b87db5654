import type { FirstFrame } from './first-frame.ts';
import { numberOf, tagOf } from './ffprobe-output.ts';
import type { ProbedPacket, ProbedStream } from './ffprobe-output.ts';
import type { Rational, VideoStreamFacts } from './media-facts.ts';
import { displayedSize, isPlausiblePixelAspect, orientationFromDisplayMatrix } from './video-geometry.ts';
import type { Orientation } from './video-geometry.ts';

/** How much two frame distances may differ, of the usual one, before the rate counts as variable. */
const rateTolerance = 0.1;
const averageRateTolerance = 0.01;

/** The moving picture of a file: no cover, no thumbnails; the default stream first, then the largest. */
export function chooseVideoStream(streams: readonly ProbedStream[]): ProbedStream | null {
  const isPicture = ({ disposition }: ProbedStream) =>
    disposition['attached_pic'] === 1 || disposition['timed_thumbnails'] === 1 || disposition['still_image'] === 1;
  const area = ({ width = 0, height = 0 }: ProbedStream) => width * height;
  const rank = (stream: ProbedStream) => [
    stream.codec_name === undefined || stream.codec_name === 'unknown' ? 1 : 0,
    stream.disposition['default'] === 1 ? 0 : 1,
    -area(stream),
  ];
  const candidates = streams.filter((stream) => stream.codec_type === 'video' && !isPicture(stream));
  const compare = (a: ProbedStream, b: ProbedStream) =>
    rank(a)
      .map((value, index) => value - (rank(b)[index] as number))
      .find((difference) => difference !== 0) ?? a.index - b.index;
  return candidates.toSorted(compare)[0] ?? null;
}

/** `30000/1001` or `4:3`; null for `0/0`, `N/A` and for what is not positive. */
export function parseRatio(text: string | undefined): Rational | null {
  const match = /^(\d{1,15})[/:](\d{1,15})$/.exec(text ?? '');
  const [num, den] = [Number(match?.[1]), Number(match?.[2])];
  return num > 0 && den > 0 ? { num, den } : null;
}

export interface VideoStreamEvidence {
  readonly stream: ProbedStream;
  readonly packets: readonly ProbedPacket[];
  readonly first: FirstFrame;
  readonly startPts: number;
  readonly untimedFrameCount: number;
  readonly timeBase: Rational;
  readonly containerStartSeconds: number;
  readonly hasEditList: boolean;
  /** Things worth telling are added here. */
  readonly warnings: string[];
}

/** Puts together what is known of the chosen stream. Its width and height are positive. */
export function videoStreamFacts(evidence: VideoStreamEvidence): VideoStreamFacts {
  const { stream, first, startPts, timeBase, warnings } = evidence;
  const { rotationDegrees, isMirrored } = orientationOf(stream, warnings);
  const sampleAspectRatio = pixelAspectOf(stream, warnings);
  const coded = { width: stream.width as number, height: stream.height as number };
  const displayed = displayedSize(coded, sampleAspectRatio, rotationDegrees);
  const pixelFormat = known(stream.pix_fmt) ?? first.info?.pixelFormat ?? null;
  const averageRate = parseRatio(stream.avg_frame_rate);
  const frameCount = numberOf(stream.nb_frames);
  const profile = known(stream.profile?.toString());
  return {
    streamIndex: stream.index,
    codec: stream.codec_name ?? 'unknown',
    profile,
    pixelFormat,
    bitDepth: bitDepthOf(stream, pixelFormat),
    codedWidth: coded.width,
    codedHeight: coded.height,
    displayedWidth: displayed.width,
    displayedHeight: displayed.height,
    rotationDegrees,
    isMirrored,
    sampleAspectRatio,
    averageRate,
    nominalRate: parseRatio(stream.r_frame_rate),
    isVariableRate: isVariableRate(evidence.packets, timeBase, averageRate),
    timeBase,
    startPts,
    untimedFrameCount: evidence.untimedFrameCount,
    headerStartPts: stream.start_pts ?? null,
    startOffsetSeconds: (startPts * timeBase.num) / timeBase.den - evidence.containerStartSeconds,
    hasEditList: evidence.hasEditList,
    colour: colourOf(stream),
    fieldOrder: fieldOrderOf(stream, first),
    frameCount: frameCount !== null && frameCount > 0 ? frameCount : null,
  };
}

/** null for what ffprobe does not know. */
function known(value: string | undefined): string | null {
  return value === undefined || /^(unknown|unspecified|reserved|N\/A|-99)$/i.test(value) ? null : value;
}

function orientationOf(stream: ProbedStream, warnings: string[]): Orientation {
  const matrix = stream.side_data_list.find(({ displaymatrix }) => displaymatrix !== undefined)?.displaymatrix;
  const orientation = matrix === undefined ? null : orientationFromDisplayMatrix(matrix);
  if (matrix !== undefined && orientation === null) {
    warnings.push('The rotation in the file makes no sense and is ignored.');
  }
  return orientation ?? { rotationDegrees: 0, isMirrored: false };
}

function pixelAspectOf(stream: ProbedStream, warnings: string[]): Rational {
  const ratio = parseRatio(stream.sample_aspect_ratio);
  if (ratio !== null && !isPlausiblePixelAspect(ratio)) {
    warnings.push(`The pixel shape ${ratio.num}:${ratio.den} makes no sense and is ignored.`);
    return { num: 1, den: 1 };
  }
  return ratio ?? { num: 1, den: 1 };
}

function bitDepthOf(stream: ProbedStream, pixelFormat: string | null): number | null {
  const stated = numberOf(stream.bits_per_raw_sample);
  if (stated !== null && stated > 0) {
    return stated;
  }
  if (pixelFormat === null) {
    return null;
  }
  const depth = /(?:p|gray|p0|x2rgb|x2bgr)(9|10|12|14|16)(?:le|be|msb)/.exec(pixelFormat)?.[1];
  return depth === undefined ? (/(48|64)(le|be)$/.test(pixelFormat) ? 16 : 8) : Number(depth);
}

function colourOf(stream: ProbedStream): VideoStreamFacts['colour'] {
  const transfer = known(stream.color_transfer);
  const range = stream.color_range === 'pc' ? 'full' : stream.color_range === 'tv' ? 'limited' : null;
  return {
    primaries: known(stream.color_primaries),
    transfer,
    matrix: known(stream.color_space),
    range: range ?? (stream.pix_fmt?.startsWith('yuvj') === true ? 'full' : null),
    isHdr: transfer === 'smpte2084' || transfer === 'arib-std-b67',
  };
}

function fieldOrderOf(stream: ProbedStream, { info }: FirstFrame): VideoStreamFacts['fieldOrder'] {
  const order = known(stream.field_order);
  if (order !== null) {
    // The second letter of ffprobe's two is the field shown first: bt is stored bottom first, shown top first.
    return order === 'progressive' ? 'progressive' : /^(tt|bt)$/.test(order) ? 'top-first' : 'bottom-first';
  }
  const fields = { T: 'top-first', B: 'bottom-first', P: 'progressive' } as const;
  return fields[info?.interlacing as keyof typeof fields] ?? null;
}

/**
 * Whether the frames of the beginning come at uneven distances, or at others than the average of the whole. One tick
 * of rounding each way is even: a clock of milliseconds cannot say 30000/1001.
 */
export function isVariableRate(
  packets: readonly ProbedPacket[],
  timeBase: Rational,
  averageRate: Rational | null,
): boolean {
  const times = packets.flatMap(({ pts, flags = '' }) => (pts === undefined || flags.includes('D') ? [] : [pts]));
  times.sort((a, b) => a - b);
  // The last few may have a frame missing between them that is stored later.
  const distances = times.slice(1, -4).map((pts, index) => pts - (times[index] as number));
  if (distances.length < 2) {
    return false;
  }
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] as number;
  if (distances.some((distance) => Math.abs(distance - usual) > Math.max(1.5, usual * rateTolerance))) {
    return true;
  }
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const seconds = (mean * timeBase.num) / timeBase.den;
  const ratio = averageRate === null ? 1 : seconds * (averageRate.num / averageRate.den);
  // Some writers count fields instead of frames.
  return [0.5, 1, 2].every((expected) => Math.abs(ratio / expected - 1) > averageRateTolerance);
}

/** Matroska keeps the end of each stream in a tag: `00:00:05.666000000`. */
export function taggedDurationSeconds(stream: ProbedStream): number | null {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(tagOf(stream.tags, 'duration') ?? '');
  return match === null ? null : Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}
