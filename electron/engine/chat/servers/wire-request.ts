import type { ChatRequest, ChatVideo } from '../../../../native-models/api/chat-model.ts';
import type { VideoForm } from '../../../contract/chat-servers.ts';
import type { EncodedClip } from './encode-frames.ts';
import type { ProfileTraits } from './server-profile.ts';

/** Parts of a message as vLLM, SGLang and OpenAI publish them. */
export type WirePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'video_url'; readonly video_url: { readonly url: string } };

export interface WireMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly WirePart[];
}

/** The body of `POST /v1/chat/completions`. The last two are vLLM's own. */
export interface WireRequest {
  readonly model: string;
  readonly messages: readonly WireMessage[];
  readonly stream: true;
  readonly stream_options: { readonly include_usage: true };
  readonly max_tokens: number;
  readonly temperature: number;
  readonly top_p?: number;
  readonly top_k?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly mm_processor_kwargs?: { readonly fps: number; readonly do_sample_frames: false };
  readonly media_io_kwargs?: { readonly video: VllmVideo };
}

/**
 * What vLLM is told of frames that it is given. Without `num_frames: -1` it keeps the first 32 of them and drops the
 * rest without a word.
 */
export interface VllmVideo {
  readonly num_frames: -1;
  readonly fps: number;
  readonly do_sample_frames: false;
  readonly frames_indices?: readonly number[];
  readonly total_num_frames?: number;
  readonly duration?: number;
}

/** What was made of a picture or a video of the request, in its order. */
export type EncodedPart =
  | { readonly kind: 'image'; readonly jpeg: Buffer }
  | { readonly kind: 'frames'; readonly jpegs: readonly Buffer[]; readonly video: ChatVideo }
  | { readonly kind: 'images'; readonly jpegs: readonly Buffer[]; readonly video: ChatVideo }
  | { readonly kind: 'file'; readonly clip: EncodedClip; readonly video: ChatVideo };

export interface WireOptions {
  readonly model: string;
  readonly form: VideoForm;
  readonly traits: Pick<ProfileTraits, 'hasTopK' | 'hasSeed'>;
  readonly maxTokenCount: number;
  /** One for each part of the request that is no text, in order. */
  readonly encoded: readonly EncodedPart[];
}

/** OpenAI takes four. */
const mostStops = 4;

export function wireRequest(request: ChatRequest, options: WireOptions): WireRequest {
  const { sampling, stop } = request;
  const { traits, model, maxTokenCount } = options;
  return {
    ...{ model, messages: wireMessages(request, options.encoded) },
    ...{ stream: true, stream_options: { include_usage: true }, max_tokens: maxTokenCount },
    temperature: sampling.temperature,
    ...(sampling.temperature > 0 && sampling.topP < 1 ? { top_p: sampling.topP } : {}),
    ...(sampling.temperature > 0 && sampling.topK > 0 && traits.hasTopK ? { top_k: sampling.topK } : {}),
    ...(sampling.seed !== null && traits.hasSeed ? { seed: sampling.seed } : {}),
    ...(stop.length > 0 ? { stop: stop.slice(0, mostStops) } : {}),
    ...vllmOptions(options),
  };
}

function wireMessages({ messages }: ChatRequest, encoded: readonly EncodedPart[]): WireMessage[] {
  let next = 0;
  return messages.map(({ role, parts }) => {
    // A system message of parts is more than most chat templates take.
    if (parts.every(({ kind }) => kind === 'text')) {
      return { role, content: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n\n') };
    }
    return {
      role,
      content: parts.flatMap((part): WirePart[] => {
        if (part.kind === 'text') return [{ type: 'text', text: part.text }];
        next += 1;
        return wireParts(encoded[next - 1]!);
      }),
    };
  });
}

function wireParts(part: EncodedPart): WirePart[] {
  switch (part.kind) {
    case 'image':
      return [imagePart(part.jpeg)];
    case 'frames': {
      const url = `data:video/jpeg;base64,${part.jpegs.map((jpeg) => jpeg.toString('base64')).join(',')}`;
      return [{ type: 'video_url', video_url: { url } }];
    }
    case 'file': {
      const { mediaType, bytes } = part.clip;
      return [{ type: 'video_url', video_url: { url: `data:${mediaType};base64,${bytes.toString('base64')}` } }];
    }
    case 'images':
      return part.jpegs.flatMap((jpeg, index) => [
        { type: 'text', text: timeLabel(part.video, index) },
        imagePart(jpeg),
      ]);
  }
}

function imagePart(jpeg: Buffer): WirePart {
  return { type: 'image_url', image_url: { url: `data:image/jpeg;base64,${jpeg.toString('base64')}` } };
}

/** On the clock that the question is asked in. */
function timeLabel({ framesPerSecond, labelStartSeconds = 0 }: ChatVideo, index: number): string {
  return `${(labelStartSeconds + index / framesPerSecond).toFixed(2)} s:`;
}

/**
 * There is one rate and one set of places for all videos of a request. Of several, which are parts of one stretch whose
 * bounds the text says, the densest is told rightly.
 */
function vllmOptions({ form, encoded }: WireOptions): Pick<WireRequest, 'mm_processor_kwargs' | 'media_io_kwargs'> {
  const videos = encoded.flatMap((part) => (part.kind === 'frames' ? [part.video] : []));
  const [first] = videos;
  if (form !== 'frames' || first === undefined) return {};
  const fps = Math.max(...videos.map(({ framesPerSecond }) => framesPerSecond));
  const frameCount = first.frames.length;
  const alone = {
    frames_indices: Array.from({ length: frameCount }, (_, index) => index),
    total_num_frames: frameCount,
    duration: frameCount / fps,
  };
  return {
    mm_processor_kwargs: { fps, do_sample_frames: false },
    media_io_kwargs: {
      video: { num_frames: -1, fps, do_sample_frames: false, ...(videos.length === 1 ? alone : {}) },
    },
  };
}
