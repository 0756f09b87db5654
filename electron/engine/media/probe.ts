import { EngineError } from '../../contract/errors.ts';
import { decodeFirstFrame } from './first-frame.ts';
import { numberOf, probedFileSchema, probedPacketsSchema, tagOf } from './ffprobe-output.ts';
import type { ProbedFile, ProbedPacket, ProbedStream } from './ffprobe-output.ts';
import { mediaFactsSchema } from './media-facts.ts';
import type { MediaFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import { readMp4Tracks } from './mp4-boxes.ts';
import type { Mp4Track } from './mp4-boxes.ts';
import { checkFile, refusalOfFile, refusalOfPicture, refuseOtherKinds } from './refusal.ts';
import { runProbe } from './run-probe.ts';
import { chooseVideoStream, parseRatio, taggedDurationSeconds, videoStreamFacts } from './video-stream.ts';

export interface ProbeOptions {
  readonly tools: MediaTools;
  /** Each of the three looks at the file ends after so long. Default 20. */
  readonly timeLimitSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Packets at the beginning that show whether the rate varies. */
const lookedAtPackets = 60;

/** A frame of sound may stick out by so much. */
const soundSlackSeconds = 0.06;
/** Containers state the whole in milliseconds. */
const roundingSeconds = 0.002;

const textSubtitles =
  /^(subrip|srt|ass|ssa|webvtt|mov_text|text|ttml|eia_608|microdvd|mpl2|sami|realtext|subviewer1?|stl|jacosub|pjs|vplayer)$/;

/**
 * Finds out what a file holds and that its picture can be decoded, by decoding the first frame.
 *
 * Refuses with an EngineError whose message a person understands: `file-missing`, `permission-denied`, `file-empty`,
 * `not-video`, `no-video-stream`, `container-broken`, `header-only`, `encrypted`, `codec-unknown`, `no-frames`;
 * `decode-stalled` when a look at it takes longer than 20 s; `aborted`; `tool-missing`.
 */
export async function probeMedia(path: string, options: ProbeOptions): Promise<MediaFacts> {
  const sizeBytes = await checkFile(path);
  const run = { path, ...options };
  const { value: file, outcome } = await runProbe(
    { ...run, options: ['-show_streams', '-show_format'] },
    probedFileSchema,
  );
  if (file === null || file.format === undefined) {
    throw await refusalOfFile(path, outcome);
  }
  const stream = chooseVideoStream(file.streams);
  refuseOtherKinds(file, stream);
  const isMp4 = /\bmov\b/.test(file.format.format_name);
  const [tracks, packets, first] = await Promise.all([
    isMp4 ? readMp4Tracks(path) : [],
    firstPackets(run, stream),
    decodeFirstFrame({ ...run, streamIndex: stream.index }),
  ]);
  const track = tracks.find(({ trackId }) => trackId === Number(stream.id)) ?? null;
  const isEncrypted = isPictureEncrypted({ file, stream, packets, track });
  if (isEncrypted || first.info === null || !(Number(stream.width) > 0) || !(Number(stream.height) > 0)) {
    throw refusalOfPicture({ first, packets, isEncrypted, stream });
  }
  return assemble({ file, stream, packets, first, track, tracks, sizeBytes });
}

async function firstPackets(run: ProbeOptions & { path: string }, stream: ProbedStream): Promise<ProbedPacket[]> {
  const { value } = await runProbe(
    {
      ...run,
      options: [
        ...['-select_streams', String(stream.index), '-read_intervals', `%+#${lookedAtPackets}`],
        ...['-show_packets', '-show_entries', 'packet=pts,dts,flags:packet_side_data=side_data_type'],
      ],
    },
    probedPacketsSchema,
  );
  return value?.packets ?? [];
}

interface EncryptionEvidence {
  readonly file: ProbedFile;
  readonly stream: ProbedStream;
  readonly packets: readonly ProbedPacket[];
  readonly track: Mp4Track | null;
}

const isEncryptionData = ({ side_data_type = '' }: { side_data_type?: string | undefined }) =>
  /encryption/i.test(side_data_type);

/** Marks of copy protection: the sample entry, key material in the header, marks on packets, WebM's key id. */
function isPictureEncrypted({ file, stream, packets, track }: EncryptionEvidence): boolean {
  return (
    track?.isEncrypted === true ||
    // Where the sample entries are readable, key material elsewhere does not concern the picture.
    (track === null && file.streams.some(({ side_data_list }) => side_data_list.some(isEncryptionData))) ||
    packets.some(({ side_data_list }) => side_data_list.some(isEncryptionData)) ||
    tagOf(stream.tags, 'enc_key_id') !== null
  );
}

interface Evidence extends EncryptionEvidence {
  readonly first: Awaited<ReturnType<typeof decodeFirstFrame>>;
  readonly tracks: readonly Mp4Track[];
  readonly sizeBytes: number;
}

function assemble(evidence: Evidence): MediaFacts {
  const { file, stream, packets, first, track } = evidence;
  const format = file.format as NonNullable<ProbedFile['format']>;
  const warnings: string[] = [];
  const timeBase = first.timeBase ?? parseRatio(stream.time_base);
  const untimedFrameCount = /matroska/.test(format.format_name) ? countUntimed(packets) : 0;
  const startPts = untimedFrameCount > 0 ? earliestPts(packets) : (first.info?.pts ?? stream.start_pts ?? null);
  if (timeBase === null || startPts === null) {
    throw new EngineError('container-broken', 'The frames of this file carry no times.');
  }
  if (first.outcome.log.errorCount > 0) {
    warnings.push('The beginning of the picture is damaged.');
  }
  if (untimedFrameCount > 0) {
    warnings.push(`The first ${untimedFrameCount} frames carry no times and are left out.`);
  }
  const containerStartSeconds = numberOf(format.start_time) ?? 0;
  const video = videoStreamFacts({
    ...{ stream, packets, first, startPts, untimedFrameCount, timeBase, containerStartSeconds, warnings },
    hasEditList: track?.hasEditList ?? false,
  });
  const bitRate = numberOf(format.bit_rate);
  return mediaFactsSchema.parse({
    container: format.format_name,
    sizeBytes: evidence.sizeBytes,
    durationSeconds: durationOf(file, stream, video.startOffsetSeconds),
    bitRateBitsPerSecond: bitRate !== null && bitRate > 0 ? Math.round(bitRate) : null,
    containerStartSeconds,
    createdAt: creationOf(file, stream),
    startTimecode: timecodeOf(file, stream),
    isEncrypted: evidence.tracks.some(({ isEncrypted }) => isEncrypted),
    video,
    audio: soundOf(file),
    subtitles: subtitlesOf(file),
    warnings,
  } satisfies MediaFacts);
}

/** Packets at the very beginning without any time, when later ones have times. ffmpeg would make times up for them. */
function countUntimed(packets: readonly ProbedPacket[]): number {
  const firstTimed = packets.findIndex(({ pts, dts }) => pts !== undefined || dts !== undefined);
  return Math.max(0, firstTimed);
}

function earliestPts(packets: readonly ProbedPacket[]): number | null {
  const times = packets.flatMap(({ pts }) => pts ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * How long the picture lasts from its first frame on, as the headers promise. A stream's own entry may leave out what
 * an edit list moved, so the container's is taken wherever sound does not account for it.
 */
function durationOf(file: ProbedFile, stream: ProbedStream, startOffsetSeconds: number): number | null {
  const own = numberOf(stream.duration);
  const tagged = taggedDurationSeconds(stream);
  const whole = numberOf(file.format?.duration);
  const containerStart = numberOf(file.format?.start_time) ?? 0;
  const soundEnds = file.streams
    .filter(({ codec_type }) => codec_type === 'audio')
    .map((sound) => (numberOf(sound.start_time) ?? 0) - containerStart + (numberOf(sound.duration) ?? Infinity));
  const isOwnEnough =
    own !== null &&
    whole !== null &&
    (soundEnds.some((end) => end > whole - soundSlackSeconds) || Math.abs(whole - own) < roundingSeconds);
  const fromContainerStart = tagged ?? (isOwnEnough ? null : whole);
  const seconds = fromContainerStart === null ? own : fromContainerStart - startOffsetSeconds;
  return seconds !== null && seconds > 0 ? seconds : null;
}

function creationOf(file: ProbedFile, stream: ProbedStream): string | null {
  const tags = [file.format?.tags ?? {}, stream.tags];
  const names = ['com.apple.quicktime.creationdate', 'creation_time', 'date'];
  for (const text of names.flatMap((name) => tags.map((each) => tagOf(each, name)))) {
    const isDate = text !== null && /^\d{4}-\d\d-\d\d/.test(text);
    const time = isDate ? Date.parse(text.replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2')) : NaN;
    // Cameras without a set clock write the zero of their calendar (1904 or 1970).
    if (Number.isFinite(time) && time > Date.parse('1971-01-01')) {
      return new Date(time).toISOString();
    }
  }
  return null;
}

function timecodeOf(file: ProbedFile, stream: ProbedStream): string | null {
  const data = file.streams.filter(({ codec_type, codec_tag_string }) => {
    return codec_type === 'data' && codec_tag_string === 'tmcd';
  });
  const candidates = [stream, ...data].map(({ tags }) => tagOf(tags, 'timecode'));
  const all = [...candidates, tagOf(file.format?.tags ?? {}, 'timecode')];
  return all.find((text) => text !== null && /^\d\d:\d\d:\d\d[:;.]\d\d\d?$/.test(text)) ?? null;
}

function languageOf(stream: ProbedStream): string | null {
  const language = tagOf(stream.tags, 'language');
  return language === null || language === 'und' ? null : language;
}

function soundOf(file: ProbedFile): MediaFacts['audio'] {
  return file.streams
    .filter(({ codec_type }) => codec_type === 'audio')
    .map((stream) => ({
      streamIndex: stream.index,
      codec: stream.codec_name ?? null,
      channelCount: stream.channels ?? null,
      language: languageOf(stream),
    }));
}

function subtitlesOf(file: ProbedFile): MediaFacts['subtitles'] {
  return file.streams
    .filter(({ codec_type }) => codec_type === 'subtitle')
    .map((stream) => ({
      streamIndex: stream.index,
      codec: stream.codec_name ?? null,
      language: languageOf(stream),
      isText: textSubtitles.test(stream.codec_name ?? ''),
    }));
}
