import { z } from 'zod';

/**
 * What a model's own files say about it, as far as running it needs that. The published files carry much more, so
 * nothing else is looked at. Sizes are the files' own: no number of any one model is written in this family.
 */

const count = z.int().positive();
const oneOrMore = z.union([z.int(), z.array(z.int()).min(1)]).transform((ids) => (Array.isArray(ids) ? ids : [ids]));

const textSchema = z.object({
  hidden_size: count,
  num_hidden_layers: count.max(1000),
  num_attention_heads: count,
  num_key_value_heads: count,
  head_dim: count.optional(),
  vocab_size: count,
  max_position_embeddings: count,
  eos_token_id: oneOrMore.nullish(),
});

const configSchema = z.object({
  model_type: z.enum(['qwen2_vl', 'qwen2_5_vl']),
  image_token_id: z.int().nonnegative(),
  video_token_id: z.int().nonnegative(),
  eos_token_id: oneOrMore.nullish(),
  vision_config: z.object({
    patch_size: count.max(256),
    temporal_patch_size: count.max(16),
    spatial_merge_size: count.max(16),
    tokens_per_second: z.number().positive().nullish(),
  }),
  text_config: textSchema.partial().optional(),
});

const pixels = { min_pixels: count.nullish(), max_pixels: count.nullish() };
const size = z.object({ shortest_edge: count.nullish(), longest_edge: count.nullish() }).nullish();
const levels = z.tuple([z.number(), z.number(), z.number()]);
const imageSchema = z.object({ ...pixels, size, image_mean: levels, image_std: levels });
const videoSchema = z.object({
  ...pixels,
  size,
  total_pixels: count.nullish(),
  fps: z.number().positive().nullish(),
  min_frames: count.nullish(),
  max_frames: count.nullish(),
});
const generationSchema = z.object({ eos_token_id: oneOrMore.nullish() });

export interface QwenVlText {
  readonly hiddenSize: number;
  readonly layerCount: number;
  readonly keyValueHeadCount: number;
  readonly headSize: number;
  readonly vocabularySize: number;
  readonly contextTokenCount: number;
}

export interface QwenVlVision {
  /** Side of a patch in pixels. */
  readonly patchSize: number;
  /** Frames of a patch. */
  readonly framesPerPatch: number;
  /** Patches of a side that become one token. */
  readonly mergeSize: number;
  /** Steps of position in a second; null where time counts grids instead of seconds (Qwen2-VL). */
  readonly tokensPerSecond: number | null;
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** Limits of one picture, in its own pixels. */
export interface PixelLimits {
  readonly minPixels: number;
  readonly maxPixels: number;
}

export interface VideoLimits extends PixelLimits {
  /** Of all frames of a request together, counted as the published rule does: two frames share their pixels. */
  readonly totalPixels: number;
  readonly framesPerSecond: number;
  readonly minFrameCount: number;
  readonly maxFrameCount: number;
}

export interface QwenVlConfiguration {
  readonly text: QwenVlText;
  readonly vision: QwenVlVision;
  readonly image: PixelLimits;
  readonly video: VideoLimits;
  readonly imageTokenId: number;
  readonly videoTokenId: number;
  /** Any of them ends the answer. */
  readonly endTokenIds: readonly number[];
}

/** The parsed JSON of the files of that name; the last two may be missing in a folder. */
export interface ConfigurationFiles {
  readonly config: unknown;
  readonly preprocessor: unknown;
  readonly generation: unknown;
  readonly videoPreprocessor: unknown;
}

/** The published defaults of video, in tokens: of a frame at least and at most, and of everything in a context. */
const frameTokens = { least: 128, most: 768 };
const contextShare = 0.75;

/** Throws ZodError when a file is not of this family, naming the field. */
export function parseConfiguration(files: ConfigurationFiles): QwenVlConfiguration {
  const config = configSchema.parse(files.config);
  // Newer files keep the language model's numbers in a part of their own, older ones at the top.
  const text = textSchema.parse(config.text_config?.hidden_size === undefined ? files.config : config.text_config);
  const generation = generationSchema.parse(files.generation ?? {});
  const endTokenIds = generation.eos_token_id ?? text.eos_token_id ?? config.eos_token_id ?? [];
  const preprocessor = imageSchema.parse(files.preprocessor);
  const { patch_size, temporal_patch_size, spatial_merge_size, tokens_per_second } = config.vision_config;
  const pixelsPerToken = (patch_size * spatial_merge_size) ** 2;
  const image = {
    minPixels: preprocessor.min_pixels ?? preprocessor.size?.shortest_edge ?? 4 * pixelsPerToken,
    maxPixels: preprocessor.max_pixels ?? preprocessor.size?.longest_edge ?? 16384 * pixelsPerToken,
  };
  return {
    text: {
      hiddenSize: text.hidden_size,
      layerCount: text.num_hidden_layers,
      keyValueHeadCount: text.num_key_value_heads,
      headSize: text.head_dim ?? text.hidden_size / text.num_attention_heads,
      vocabularySize: text.vocab_size,
      contextTokenCount: text.max_position_embeddings,
    },
    vision: {
      patchSize: patch_size,
      framesPerPatch: temporal_patch_size,
      mergeSize: spatial_merge_size,
      tokensPerSecond: tokens_per_second ?? (config.model_type === 'qwen2_vl' ? null : 2),
      mean: preprocessor.image_mean,
      deviation: preprocessor.image_std,
    },
    image,
    video: videoLimits(files.videoPreprocessor, {
      image,
      pixelsPerToken,
      contextTokenCount: text.max_position_embeddings,
    }),
    imageTokenId: config.image_token_id,
    videoTokenId: config.video_token_id,
    endTokenIds,
  };
}

interface VideoDefaults {
  readonly image: PixelLimits;
  readonly pixelsPerToken: number;
  readonly contextTokenCount: number;
}

/** What the folder says of video, else the published defaults as far as the limits of images allow them. */
function videoLimits(file: unknown, { image, pixelsPerToken, contextTokenCount }: VideoDefaults): VideoLimits {
  const own = videoSchema.parse(file ?? {});
  const allowed = (tokenCount: number): number =>
    Math.min(Math.max(tokenCount * pixelsPerToken, image.minPixels), image.maxPixels);
  return {
    minPixels: own.min_pixels ?? own.size?.shortest_edge ?? allowed(frameTokens.least),
    maxPixels: own.max_pixels ?? own.size?.longest_edge ?? allowed(frameTokens.most),
    totalPixels: own.total_pixels ?? Math.floor(contextTokenCount * contextShare) * pixelsPerToken,
    framesPerSecond: own.fps ?? 2,
    minFrameCount: own.min_frames ?? 4,
    maxFrameCount: own.max_frames ?? 768,
  };
}
