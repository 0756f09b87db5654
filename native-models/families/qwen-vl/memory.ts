import type { QwenVlText } from './configuration.ts';

/** What onnxruntime needs beside the weights: its own packing of them and the values between layers. */
const overhead = 1.3;
const floatBytes = 4;

/** Bytes of the cache of keys and values that one token of a conversation takes. */
export function cacheBytesPerToken({ layerCount, keyValueHeadCount, headSize }: QwenVlText): number {
  return 2 * layerCount * keyValueHeadCount * headSize * floatBytes;
}

export interface MemoryWish {
  readonly text: QwenVlText;
  /** 0 when the model is loaded already. */
  readonly weightBytes: number;
  /** Prompt and answer together. */
  readonly tokenCount: number;
}

/**
 * About what loading a model and a conversation of this length take. The cache counts twice: the decoder writes a new
 * one in every step before the old one is let go.
 */
export function memoryNeedBytes({ text, weightBytes, tokenCount }: MemoryWish): number {
  return Math.ceil(weightBytes * overhead + 2 * cacheBytesPerToken(text) * tokenCount);
}
