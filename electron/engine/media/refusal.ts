import { open, stat } from 'node:fs/promises';
import { EngineError } from '../../contract/errors.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { commandDetails } from './ffmpeg-command.ts';
import type { CommandOutcome } from './ffmpeg-command.ts';
import type { FirstFrame } from './first-frame.ts';
import type { ProbedFile, ProbedPacket, ProbedStream } from './ffprobe-output.ts';

/** Containers that hold one picture, a list of other files, or letters: never a video of their own. */
const pictureFormats = /(^image2|_pipe$|^ico$|^tiff)/;
const listFormats = /^(hls|dash|concat|imf|lavfi|sdp|rtsp)\b/;
const textFormats =
  /^(srt|ass|webvtt|microdvd|mpl2|subviewer1?|sami|realtext|lrc|ttml|vplayer|pjs|jacosub|stl|scc|aqtitle|tty)\b/;
const pictureBrands = /^(avif|heic|heix|mif1)$/;

function refuse(code: ErrorCode, message: string, outcome?: CommandOutcome): EngineError {
  return new EngineError(code, message, outcome === undefined ? {} : { details: commandDetails(outcome) });
}

/** The size of a file that can be read, or the reason why not. Links are followed. */
export async function checkFile(path: string): Promise<number> {
  try {
    const info = await stat(path);
    if (!info.isFile()) {
      throw refuse('not-video', 'This is not a file but a folder or a device.');
    }
    if (info.size === 0) {
      throw refuse('file-empty', 'The file is empty: it has no content at all.');
    }
    await (await open(path, 'r')).close();
    return info.size;
  } catch (cause) {
    throw cause instanceof EngineError ? cause : fileError(cause);
  }
}

function fileError(cause: unknown): EngineError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const details = { reason: code };
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('permission-denied', 'The file may not be read.', { cause, details });
  }
  if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code)) {
    return new EngineError('file-missing', 'The file is not there.', { cause, details });
  }
  return new EngineError('file-missing', `The file cannot be reached (${code || 'unknown reason'}).`, {
    cause,
    details,
  });
}

/** Why ffprobe refused the file. */
export async function refusalOfFile(path: string, outcome: CommandOutcome): Promise<EngineError> {
  const said = outcome.log.lines.join('\n');
  if (/Permission denied/.test(said)) {
    return refuse('permission-denied', 'The file may not be read.', outcome);
  }
  const isMedia = await beginsLikeMedia(path);
  if (isMedia && /moov atom not found/.test(said)) {
    return refuse(
      'container-broken',
      'The recording was cut off before it was finished: the index that every player needs is missing.',
      outcome,
    );
  }
  return isMedia
    ? refuse(
        'container-broken',
        'The file begins like a video but is damaged so badly that it cannot be opened.',
        outcome,
      )
    : refuse('not-video', 'The content of this file is not a video, whatever its name says.', outcome);
}

/** Whether the first bytes are those of a known container. */
async function beginsLikeMedia(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(16);
    await file.read(head, 0, 16, 0);
    const text = head.toString('latin1');
    return (
      /^....(ftyp|moov|mdat|wide|free|skip)/s.test(text) ||
      /^(RIFF|OggS|FLV|\x1aE\xdf\xa3|0&\xb2u|\x06\x0e+4|\x00\x00\x01\xba)/.test(text)
    );
  } finally {
    await file.close();
  }
}

/** Refuses containers that are no video: pictures, lists, letters, sound. Returns when there may be one. */
export function refuseOtherKinds(file: ProbedFile, video: ProbedStream | null): asserts video is ProbedStream {
  const format = file.format?.format_name ?? '';
  if (pictureFormats.test(format) || pictureBrands.test(file.format?.tags['major_brand']?.trim() ?? '')) {
    throw refuse('not-video', 'This is a still picture.');
  }
  if (listFormats.test(format)) {
    throw refuse('not-video', 'This is a list that points to other files, not a video.');
  }
  if (textFormats.test(format)) {
    throw refuse('not-video', 'This is text, such as subtitles, not a video.');
  }
  if (video === null) {
    const hasCover = file.streams.some(({ codec_type }) => codec_type === 'video');
    const hasSound = file.streams.some(({ codec_type }) => codec_type === 'audio');
    const what = hasCover ? 'only sound and a cover picture' : hasSound ? 'only sound' : 'nothing that moves';
    throw refuse('no-video-stream', `There is ${what} in this file.`);
  }
}

export interface NoFrameEvidence {
  readonly first: FirstFrame;
  readonly packets: readonly ProbedPacket[];
  readonly isEncrypted: boolean;
  readonly stream: ProbedStream;
}

/** Why not one frame came out. */
export function refusalOfPicture({ first, packets, isEncrypted, stream }: NoFrameEvidence): EngineError {
  const { outcome } = first;
  const said = outcome.log.lines.join('\n');
  if (isEncrypted) {
    return refuse('encrypted', 'The picture is encrypted (copy protection), so it cannot be read.', outcome);
  }
  const codec = stream.codec_name ?? stream.codec_tag_string ?? 'unknown';
  if (
    /Decoder \(codec .*\) not found|no decoder found|Unknown decoder/i.test(said) ||
    stream.codec_name === undefined
  ) {
    return refuse('codec-unknown', `This build of ffmpeg cannot decode the format of the picture (${codec}).`, outcome);
  }
  // Where the content should begin, the rest of the header may come out as one packet.
  if (packets.length === 0 || (packets.length === 1 && /partial file/.test(said))) {
    return refuse(
      'header-only',
      'Only the beginning of the file is there: it describes a video but holds no picture.',
      outcome,
    );
  }
  return refuse('no-frames', 'The picture is damaged so badly that not one frame can be decoded.', outcome);
}
