import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../../contract/errors.ts';
import { zeroSeconds } from './decode-plan.ts';
import { commandDetails, fileSource, startCommand, type CommandOutcome } from './ffmpeg-command.ts';
import type { MediaFacts, VideoStreamFacts } from './media-facts.ts';
import type { MediaTools } from './media-tools.ts';
import type { ProxyEncoder } from './proxy-encoder.ts';
import type { Size } from './video-geometry.ts';

export interface ProxyRequest {
  readonly path: string;
  readonly facts: MediaFacts;
  readonly tools: Pick<MediaTools, 'ffmpegPath'>;
  readonly encoder: ProxyEncoder;
  /** Its ending is the encoder's container. Replaced when the proxy is whole. */
  readonly outputFile: string;
  /** Seconds of media that are written. */
  readonly onProgress: (doneSeconds: number) => void;
  readonly signal: AbortSignal;
}

const largestHeight = 1080;
/** What every decoder of H.264 takes. */
const largestWidth = 3840;
const keyFrameSeconds = 0.5;
/** Finer clocks than this do not fit into an MP4. */
const finestTicksPerSecond = 1_000_000;

/**
 * Writes what any browser plays, with the frames at the very times at which the original shows them, the first at 0:
 * upright, square pixels, at most 1080 lines, a key frame each half second. Runs at nice 10. Throws `decode-failed`,
 * `decode-stalled`, `disk-full`, `aborted`, `tool-missing`; what is not whole is not left behind.
 */
export async function writeProxy(request: ProxyRequest): Promise<void> {
  const { path, facts, tools, encoder, outputFile, onProgress, signal } = request;
  const part = `${outputFile}.${randomUUID()}.part`;
  await mkdir(dirname(outputFile), { recursive: true });
  try {
    const command = startCommand({
      executable: tools.ffmpegPath,
      inputs: [
        {
          source: fileSource(path),
          options: ['-progress', 'pipe:2', '-stats_period', '0.5', '-copyts'],
        },
      ],
      outputOptions: [
        ...videoOptions(facts.video, encoder),
        ...soundOptions(facts, encoder),
        ...['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn'],
        ...containerOptions(encoder),
        ...['-max_error_rate', '1', '-f', encoder.container],
      ],
      output: part,
      isBackground: true,
      stallSeconds: 60,
      signal,
      onLogLine: (line) => {
        const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1];
        if (microseconds !== undefined) {
          onProgress(Number(microseconds) / 1e6);
        }
      },
    });
    await checkOutcome(await command.ended, part);
    await rename(part, outputFile);
  } finally {
    await rm(part, { force: true });
  }
}

async function checkOutcome(outcome: CommandOutcome, part: string): Promise<void> {
  if (outcome.exitCode === 0 && (await stat(part)).size > 0) {
    return;
  }
  const isFull = outcome.log.lines.some((line) => /No space left on device/i.test(line));
  throw isFull
    ? new EngineError('disk-full', 'There is no room left for what the player needs.')
    : new EngineError('decode-failed', 'This clip could not be made ready to play.', {
        details: commandDetails(outcome),
      });
}

/** Matroska would move everything so that the lead-in of the sound begins at 0, and the picture after it. */
function containerOptions({ container }: ProxyEncoder): string[] {
  return container === 'mp4' ? ['-movflags', '+faststart'] : ['-cues_to_front', '1', '-avoid_negative_ts', 'disabled'];
}

/** The size of the proxy: as displayed, even both ways, never enlarged. */
export function proxySize({ displayedWidth: width, displayedHeight: height }: VideoStreamFacts): Size {
  const factor = Math.min(1, largestHeight / height, largestWidth / width);
  const even = (pixels: number) => Math.max(2, 2 * Math.round((pixels * factor) / 2));
  return { width: even(width), height: even(height) };
}

function videoOptions(video: VideoStreamFacts, { videoOptions: codec }: ProxyEncoder): string[] {
  const { num, den } = video.timeBase;
  const isFine = num === 1 && den <= finestTicksPerSecond && den >= 1000;
  // A clock of the file's own ticks says its times without rounding.
  const ticksPerSecond = isFine ? den : 90_000;
  const { width, height } = proxySize(video);
  const filters = [
    `setpts=PTS-(${video.startPts})`,
    // What lies before the first displayed frame has no place, and some containers cannot say when it is.
    `select=gte(pts\\,0)*gte(n\\,${video.untimedFrameCount})`,
    ...(video.fieldOrder === 'progressive' || video.fieldOrder === null
      ? []
      : ['bwdif=mode=send_frame:deint=interlaced']),
    // ffmpeg has turned the picture upright before, and leaves no mark to turn it again.
    `scale=${width}:${height}:flags=bicubic`,
    'setsar=1',
    'format=yuv420p',
  ];
  return [
    ...['-map', `0:${video.streamIndex}`, '-filter:v', filters.join(',')],
    ...['-fps_mode', 'passthrough', '-enc_time_base:v', `1/${ticksPerSecond}`],
    ...['-video_track_timescale', String(ticksPerSecond)],
    ...['-force_key_frames:v', `expr:gte(t,n_forced*${keyFrameSeconds})`],
    ...codec,
  ];
}

/** The first sound, where it was beside the picture: silence before it if it begins later. */
function soundOptions(facts: MediaFacts, { audioOptions }: ProxyEncoder): string[] {
  const sound = facts.audio.find(({ codec }) => codec !== null);
  if (sound === undefined) {
    return ['-an'];
  }
  const shift = `asetpts=PTS-(${zeroSeconds(facts)})/TB`;
  return [
    ...['-map', `0:${sound.streamIndex}`, '-filter:a', `${shift},aresample=48000:async=1:first_pts=0`],
    ...['-ac', '2', ...audioOptions],
  ];
}
