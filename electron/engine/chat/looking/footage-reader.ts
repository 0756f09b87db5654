import type {
  ChatFrame,
  ChatModel,
  ChatVideo,
  VideoPlan,
  VideoWish,
} from '../../../../native-models/api/chat-model.ts';
import type { VideoId } from '../../../contract/ids.ts';
import { decodeFrames, type DecodedFrame } from '../../media/decode-frames.ts';
import type { Size } from '../../media/video-geometry.ts';
import type { VideoSource, VideoSources } from '../../media/video-sources.ts';
import type { Reel, ReelPiece } from './reel.ts';

export interface FootageReaderDeps {
  readonly sources: Pick<VideoSources, 'open'>;
}

export interface LookRequest {
  readonly reel: Reel;
  readonly model: Pick<ChatModel, 'planVideo'>;
  readonly wish?: VideoWish;
  readonly signal: AbortSignal;
  readonly onFrames: (doneCount: number, totalCount: number) => void;
}

export interface Looked {
  readonly video: ChatVideo;
  readonly plan: VideoPlan;
}

/** Every frame that is shown for a millisecond has a bin of its own; of long stretches eight to each wanted frame. */
const everyFrame = 1000;
const longSeconds = 120;
const binsPerFrame = 8;
/** A frame is held for at most so long in nearly all footage; behind a longer one the next frame is taken. */
const heldSeconds = 2;
const slackSeconds = 0.0005;
/** Proportions that differ by less than this are stretched; others get black bars. */
const aspectSlack = 0.12;

/** Who shows footage to a model. */
export type FootageLooker = Pick<FootageReader, 'sizeOf' | 'look'>;

/** Decodes footage as a model wants to see it. */
export class FootageReader {
  readonly #deps: FootageReaderDeps;

  constructor(deps: FootageReaderDeps) {
    this.#deps = deps;
  }

  /** The picture as displayed, in pixels. Throws EngineError `not-found`, `file-missing`, and what `probeMedia` throws. */
  async sizeOf(videoId: VideoId, signal: AbortSignal): Promise<Size> {
    const { facts } = await this.#deps.sources.open(videoId, signal);
    return { width: facts.video.displayedWidth, height: facts.video.displayedHeight };
  }

  /** Throws what `sizeOf` and `decodeFrames` throw. */
  async look({ reel, model, wish, signal, onFrames }: LookRequest): Promise<Looked> {
    const size = await this.sizeOf(reel.pieces[0]!.videoId, signal);
    const plan = model.planVideo({ ...size, durationSeconds: reel.durationSeconds }, wish);
    const times = Array.from({ length: plan.frameCount }, (_, k) =>
      Math.min(k / plan.framesPerSecond, reel.durationSeconds),
    );
    const frames: ChatFrame[] = [];
    onFrames(0, plan.frameCount);
    for (const piece of reel.pieces) {
      const own = times.filter((seconds) => reel.at(seconds).piece === piece);
      if (own.length === 0) continue;
      const source = await this.#deps.sources.open(piece.videoId, signal);
      const wanted = own.map((seconds) => reel.at(seconds).timeSeconds);
      for await (const frame of framesAt({ source, piece, wanted, plan, signal })) {
        frames.push(frame);
        onFrames(frames.length, plan.frameCount);
      }
    }
    const startSeconds = reel.pieces.length === 1 ? reel.pieces[0]!.range.startSeconds : 0;
    return { plan, video: { startSeconds, framesPerSecond: plan.framesPerSecond, frames } };
  }
}

interface FramesRequest {
  readonly source: VideoSource;
  readonly piece: ReelPiece;
  /** Rising, in the clip's own time. */
  readonly wanted: readonly number[];
  readonly plan: VideoPlan;
  readonly signal: AbortSignal;
}

/** For each wanted time the frame that is played then; at the end of the footage its last one. */
async function* framesAt({ source, wanted, plan, signal }: FramesRequest): AsyncGenerator<ChatFrame> {
  const { path, facts, tools } = source;
  const fitted = fittedSize({ width: facts.video.displayedWidth, height: facts.video.displayedHeight }, plan);
  const isLong = wanted.at(-1)! - wanted[0]! > longSeconds;
  const samplesPerSecond = isLong ? Math.min(everyFrame, plan.framesPerSecond * binsPerFrame) : everyFrame;
  const startSeconds = Math.max(0, wanted[0]! - heldSeconds);
  const decoding = decodeFrames({
    ...{ path, facts, tools, signal, pass: 'full', samplesPerSecond, startSeconds, size: fitted, isBackground: false },
  });
  let next = 0;
  let held: DecodedFrame | null = null;
  const give = ({ timeSeconds, image }: DecodedFrame): ChatFrame => ({
    seconds: timeSeconds,
    picture: onCanvas(image, plan),
  });
  for await (const frame of decoding.frames) {
    while (next < wanted.length && frame.timeSeconds > wanted[next]! + slackSeconds) {
      yield give(held ?? frame);
      next += 1;
    }
    held = frame;
    if (next >= wanted.length) return;
  }
  for (; held !== null && next < wanted.length; next += 1) yield give(held);
}

/** As large as fits, in its own proportions unless these are nearly those of the canvas. */
function fittedSize(source: Size, canvas: Size): Size {
  const ratio = source.width / source.height / (canvas.width / canvas.height);
  if (ratio > 1 - aspectSlack && ratio < 1 + aspectSlack) return { width: canvas.width, height: canvas.height };
  return ratio > 1
    ? { width: canvas.width, height: Math.max(1, Math.round(canvas.height / ratio)) }
    : { width: Math.max(1, Math.round(canvas.width * ratio)), height: canvas.height };
}

/** In the middle of a black picture of the canvas' size. */
function onCanvas(image: { readonly width: number; readonly height: number; readonly data: Uint8Array }, canvas: Size) {
  const { width, height } = canvas;
  if (image.width === width && image.height === height) return { width, height, data: image.data };
  const data = new Uint8Array(width * height * 3);
  const left = Math.floor((width - image.width) / 2);
  const top = Math.floor((height - image.height) / 2);
  for (let row = 0; row < image.height; row += 1) {
    const from = row * image.width * 3;
    data.set(image.data.subarray(from, from + image.width * 3), ((top + row) * width + left) * 3);
  }
  return { width, height, data };
}
