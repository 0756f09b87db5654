import { z } from 'zod';
import type { ServerProfile } from '../../../electron/contract/chat-servers.ts';

/*
 * What each kind of server publishes that a request to `/v1/chat/completions` may hold, as far as pictures and words go.
 * Strict: a field that is not published there is a fault, although some servers would pass over it.
 *
 * vLLM: vllm/entrypoints/openai/chat_completion/protocol.py, vllm/multimodal/media/video.py (load_base64)
 * SGLang: sglang/srt/entrypoints/openai/protocol.py
 * llama.cpp: tools/server/README.md and server-common.cpp (oaicompat_chat_params_parse)
 * Ollama: openai/openai.go and docs/api/openai-compatibility
 * LM Studio: developer docs, OpenAI compatibility
 * unknown: what OpenAI's own reference has for image inputs
 */

const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });
const dataUrl = (types: string) => z.string().regex(new RegExp(`^data:(${types});base64,[A-Za-z0-9+/=,]+$`));
const image = z.strictObject({
  type: z.literal('image_url'),
  image_url: z.strictObject({ url: dataUrl('image/(jpeg|png|webp)') }),
});
const video = (types: string) =>
  z.strictObject({ type: z.literal('video_url'), video_url: z.strictObject({ url: dataUrl(types) }) });

const messagesOf = (part: z.ZodType) =>
  z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.literal('system'), content: z.string() }),
        z.strictObject({ role: z.literal('assistant'), content: z.string() }),
        z.strictObject({ role: z.literal('user'), content: z.union([z.string(), z.array(part).min(1)]) }),
      ]),
    )
    .min(1);

const common = {
  model: z.string(),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_usage: z.boolean() }),
  max_tokens: z.int().positive(),
  temperature: z.number().min(0).max(2),
  top_p: z.number().gt(0).max(1).optional(),
  stop: z.array(z.string()).min(1).max(4).optional(),
};
const seed = z.int().optional();
const topK = z.int().optional();

const vllmVideo = z.strictObject({
  num_frames: z.int(),
  fps: z.number().positive(),
  do_sample_frames: z.boolean(),
  frames_indices: z.array(z.int().nonnegative()).optional(),
  total_num_frames: z.int().positive().optional(),
  duration: z.number().nonnegative().optional(),
});

export const chatRequestSchemas = {
  vllm: z.strictObject({
    ...common,
    ...{ seed, top_k: topK },
    messages: messagesOf(z.union([text, image, video('video/(jpeg|mp4)')])),
    mm_processor_kwargs: z.strictObject({ fps: z.number().positive(), do_sample_frames: z.boolean() }).optional(),
    media_io_kwargs: z.strictObject({ video: vllmVideo }).optional(),
  }),
  sglang: z.strictObject({
    ...common,
    ...{ seed, top_k: topK },
    messages: messagesOf(z.union([text, image, video('video/(mp4|webm)')])),
  }),
  'llama-cpp': z.strictObject({ ...common, ...{ seed, top_k: topK }, messages: messagesOf(z.union([text, image])) }),
  'lm-studio': z.strictObject({ ...common, ...{ seed, top_k: topK }, messages: messagesOf(z.union([text, image])) }),
  ollama: z.strictObject({ ...common, seed, messages: messagesOf(z.union([text, image])) }),
  unknown: z.strictObject({ ...common, messages: messagesOf(z.union([text, image])) }),
} satisfies Record<ServerProfile, z.ZodType>;

/** The body of a request as the double keeps it. */
export interface CheckedRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string | readonly CheckedPart[] }[];
  readonly [field: string]: unknown;
}
export type CheckedPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } }
  | { readonly type: 'video_url'; readonly video_url: { readonly url: string } };

/** What is wrong with a request, by the published form and by what the server does with it; empty for none. */
export function problemsOf(profile: ServerProfile, body: unknown): string[] {
  const parsed = (chatRequestSchemas[profile] as z.ZodType<CheckedRequest>).safeParse(body);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const parts = parsed.data.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const urls = parts.flatMap((part) =>
    part.type === 'image_url' ? [part.image_url.url] : part.type === 'video_url' ? [part.video_url.url] : [],
  );
  const problems = urls.flatMap((url) => fileProblems(url));
  return profile === 'vllm' ? [...problems, ...vllmProblems(parsed.data, urls)] : problems;
}

/** The files of a data URL: one, or the frames of `video/jpeg`. */
export function filesOf(url: string): Buffer[] {
  return url
    .slice(url.indexOf(',') + 1)
    .split(',')
    .map((part) => Buffer.from(part, 'base64'));
}

function fileProblems(url: string): string[] {
  return filesOf(url).flatMap((file) => {
    const isJpeg = file.readUInt16BE(0) === 0xffd8 && file.readUInt16BE(file.length - 2) === 0xffd9;
    const isMp4 = file.toString('latin1', 4, 8) === 'ftyp';
    if (url.startsWith('data:video/mp4')) return isMp4 ? [] : ['the clip is no MP4'];
    return isJpeg || !/^data:(image|video)\/jpeg/.test(url) ? [] : ['a picture is no JPEG'];
  });
}

/** What `VideoMediaIO.load_base64` raises, and what it silently does otherwise. */
function vllmProblems(body: CheckedRequest, urls: readonly string[]): string[] {
  const videos = urls.filter((url) => url.startsWith('data:video/jpeg'));
  if (videos.length === 0) return [];
  const options = z.object({ video: vllmVideo }).safeParse(body['media_io_kwargs']).data?.video;
  if (options === undefined) return ['frames without media_io_kwargs are taken as one a second'];
  const problems: string[] = [];
  const processor = z.object({ fps: z.number() }).safeParse(body['mm_processor_kwargs']).data;
  if (processor?.fps !== options.fps) problems.push('the processor is told another rate than the loader');
  for (const url of videos) {
    const sent = filesOf(url).length;
    const kept = options.num_frames > 0 ? Math.min(sent, options.num_frames) : sent;
    if (options.num_frames === 0) problems.push('num_frames must be greater than 0 or -1');
    if (kept < sent) problems.push(`${sent - kept} frames are dropped`);
    const { frames_indices: indices, total_num_frames: total = kept, duration = total / options.fps } = options;
    if (indices !== undefined && indices.length !== kept) problems.push('frames_indices must match the frames sent');
    if (total < kept) problems.push('total_num_frames must be >= the number of frames sent');
    if (Math.abs(duration - total / options.fps) > 1e-6) problems.push('the duration is not that of the frames');
  }
  return problems;
}
