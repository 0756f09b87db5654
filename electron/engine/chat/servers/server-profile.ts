import type { ServerProfile, VideoForm } from '../../../contract/chat-servers.ts';

/** What requests to a kind of server may hold. */
export interface ProfileTraits {
  /** How it is shown a video unless the person says otherwise. */
  readonly videoForm: VideoForm;
  /** Pictures of one request that servers of this kind commonly take. */
  readonly maxImageCount: number;
  readonly maxFrameCount: number;
  readonly maxBodyBytes: number;
  /** Sampling that is not OpenAI's own; others refuse what they do not know. */
  readonly hasTopK: boolean;
  readonly hasSeed: boolean;
  /** Assumed where the server does not say. */
  readonly contextTokenCount: number;
}

const megabytes = 1_000_000;
const common = { maxFrameCount: 768, maxBodyBytes: 64 * megabytes, hasTopK: true, hasSeed: true } as const;

/**
 * vLLM takes pictures that we have chosen, as one part with their rate; SGLang samples a clip by itself at two frames a
 * second; the others see still pictures. Ollama cuts off silently what does not fit into 4,096 tokens unless it was told
 * otherwise, so its guess is the smallest.
 */
export const profileTraits: Readonly<Record<ServerProfile, ProfileTraits>> = {
  vllm: { ...common, videoForm: 'frames', maxImageCount: 128, contextTokenCount: 32_768 },
  sglang: { ...common, videoForm: 'file', maxImageCount: 128, contextTokenCount: 32_768 },
  'llama-cpp': { ...common, videoForm: 'images', maxImageCount: 64, contextTokenCount: 4096 },
  ollama: { ...common, videoForm: 'images', maxImageCount: 48, contextTokenCount: 4096, hasTopK: false },
  'lm-studio': { ...common, videoForm: 'images', maxImageCount: 48, contextTokenCount: 4096 },
  unknown: {
    ...{ videoForm: 'images', maxImageCount: 16, maxFrameCount: 16, maxBodyBytes: 18 * megabytes },
    ...{ hasTopK: false, hasSeed: false, contextTokenCount: 8192 },
  },
};
