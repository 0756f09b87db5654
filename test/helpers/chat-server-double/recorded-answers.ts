import type { ServerProfile } from '../../../electron/contract/chat-servers.ts';

export interface Said {
  readonly model: string;
  /** One a token, or so. */
  readonly pieces: readonly string[];
  /** Told apart from the answer, before it. */
  readonly thoughts?: readonly string[];
  readonly finish?: 'stop' | 'length';
  readonly promptTokens?: number;
}

type Fields = Readonly<Record<string, unknown>>;
interface Shape {
  /** Of every chunk. */
  readonly chunk: Fields;
  /** Of every choice. */
  readonly choice: Fields;
  readonly first: Fields | null;
  readonly thought: (text: string) => Fields;
  readonly word: (text: string) => Fields;
  readonly last: Fields;
  readonly usage: Fields;
}

const named = (name: string) => (text: string) => ({ [name]: text });

/** The fields that chunks of each kind of server carry, as recorded. */
const shapes: Readonly<Record<ServerProfile, Shape>> = {
  vllm: {
    chunk: { id: 'chatcmpl-9f2c', created: 1764316800, prompt_token_ids: null },
    choice: { logprobs: null, token_ids: null },
    first: { role: 'assistant', content: '' },
    thought: named('reasoning'),
    word: named('content'),
    last: { content: '' },
    usage: {},
  },
  sglang: {
    chunk: { id: '5ac41f', created: 1764316800 },
    choice: { logprobs: null, matched_stop: null },
    first: { role: 'assistant', content: '', reasoning_content: null, tool_calls: null },
    thought: (text) => ({ role: null, content: null, reasoning_content: text, tool_calls: null }),
    word: (text) => ({ role: null, content: text, reasoning_content: null, tool_calls: null }),
    last: { role: null, content: null, reasoning_content: null, tool_calls: null },
    usage: { prompt_tokens_details: null, reasoning_tokens: 0 },
  },
  'llama-cpp': {
    chunk: { id: 'chatcmpl-Yx1', created: 1764316800, system_fingerprint: 'b6900-a1b2c3d' },
    choice: {},
    first: { role: 'assistant', content: null },
    thought: named('reasoning_content'),
    word: named('content'),
    last: {},
    usage: { prompt_tokens_details: { cached_tokens: 0 } },
  },
  ollama: {
    chunk: { id: 'chatcmpl-123', created: 1764316800, system_fingerprint: 'fp_ollama' },
    choice: {},
    first: null,
    thought: (text) => ({ role: 'assistant', content: '', reasoning: text }),
    word: (text) => ({ role: 'assistant', content: text }),
    last: { role: 'assistant', content: '' },
    usage: {},
  },
  'lm-studio': {
    chunk: { id: 'chatcmpl-k3d', created: 1764316800, system_fingerprint: 'qwen2.5-vl-7b-instruct' },
    choice: { logprobs: null },
    first: null,
    thought: (text) => ({ role: 'assistant', reasoning_content: text }),
    word: (text) => ({ role: 'assistant', content: text }),
    last: {},
    usage: {},
  },
  unknown: {
    chunk: { id: 'chatcmpl-1', created: 1764316800 },
    choice: {},
    first: { role: 'assistant', content: '' },
    thought: named('reasoning_content'),
    word: named('content'),
    last: {},
    usage: {},
  },
};

/** The data of each event of an answer, without `[DONE]`. */
export function recordedChunks(profile: ServerProfile, said: Said): string[] {
  const { chunk, choice, first, thought, word, last, usage } = shapes[profile];
  const { model, pieces, thoughts = [], finish = 'stop', promptTokens = 100 } = said;
  const base = { ...chunk, object: 'chat.completion.chunk', model };
  const one = (delta: Fields, finishReason: string | null) =>
    JSON.stringify({ ...base, choices: [{ index: 0, delta, ...choice, finish_reason: finishReason }] });
  const count = pieces.length + thoughts.length;
  return [
    ...(first === null ? [] : [one(first, null)]),
    ...thoughts.map((text) => one(thought(text), null)),
    ...pieces.map((text) => one(word(text), null)),
    one(last, finish),
    JSON.stringify({
      ...base,
      choices: [],
      usage: { prompt_tokens: promptTokens, completion_tokens: count, total_tokens: promptTokens + count, ...usage },
    }),
  ];
}

/** What each kind of server says to `GET` of where it says something about itself. `{model}` is what it serves. */
export function recordedFacts(profile: ServerProfile, model: string): Readonly<Record<string, unknown>> {
  const listed = (more: Fields) => ({
    object: 'list',
    data: [{ id: model, object: 'model', created: 1764316800, ...more }],
  });
  switch (profile) {
    case 'vllm':
      return {
        '/v1/models': listed({ owned_by: 'vllm', root: model, parent: null, max_model_len: 32768, permission: [] }),
        '/version': { version: '0.22.1' },
      };
    case 'sglang':
      return {
        '/v1/models': listed({ owned_by: 'sglang', root: model, parent: null, max_model_len: 32768 }),
        '/get_model_info': {
          model_path: model,
          tokenizer_path: model,
          is_generation: true,
          has_image_understanding: true,
          has_audio_understanding: false,
        },
      };
    case 'llama-cpp':
      return {
        '/v1/models': listed({ owned_by: 'llamacpp', meta: { vocab_type: 2, n_vocab: 152064, n_ctx_train: 128000 } }),
        '/props': {
          default_generation_settings: { id: 0, n_ctx: 8192, params: {} },
          total_slots: 1,
          model_path: '/models/qwen.gguf',
          modalities: { vision: true, audio: false },
          build_info: 'b6900-a1b2c3d',
        },
      };
    case 'ollama':
      return {
        '/v1/models': listed({ owned_by: 'library' }),
        '/api/version': { version: '0.13.5' },
        '/api/ps': { models: [{ name: model, model, size: 1, context_length: 16384, expires_at: '' }] },
        '/api/show': {
          parameters: 'temperature 0.0001',
          capabilities: ['completion', 'vision'],
          model_info: { 'general.architecture': 'qwen25vl', 'qwen25vl.context_length': 128000 },
        },
      };
    case 'lm-studio':
      return {
        '/v1/models': listed({ owned_by: 'organization_owner' }),
        '/api/v0/models': {
          object: 'list',
          data: [
            {
              ...{ id: model, object: 'model', type: 'vlm', publisher: 'lmstudio-community', arch: 'qwen2_5_vl' },
              ...{ state: 'loaded', max_context_length: 128000, loaded_context_length: 8192 },
            },
            { id: 'text-embedding-nomic', object: 'model', type: 'embeddings', state: 'not-loaded' },
          ],
        },
      };
    case 'unknown':
      return { '/v1/models': listed({ owned_by: 'somebody' }) };
  }
}
