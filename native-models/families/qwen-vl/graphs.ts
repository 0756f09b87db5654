import type { Tensor } from 'onnxruntime-node';
import { createSession, loadRuntime } from '../../runtime/onnx-session.ts';
import type { OnnxSession, SessionOptions } from '../../runtime/onnx-session.ts';
import type { QwenVlText } from './configuration.ts';
import type { GraphName } from './folder.ts';
import { graphNames } from './folder.ts';
import type { Patches } from './preprocess.ts';

export type QwenVlSessions = Readonly<Record<GraphName, OnnxSession>>;

/** Opens the three graphs, one after the other. What was opened is closed again when one fails or `signal` aborts. */
export async function openSessions(
  files: Readonly<Record<GraphName, string>>,
  options: Omit<SessionOptions, 'trial'>,
  signal: AbortSignal,
): Promise<QwenVlSessions> {
  const opened: Partial<Record<GraphName, OnnxSession>> = {};
  try {
    for (const name of graphNames) {
      signal.throwIfAborted();
      opened[name] = await createSession(files[name], options);
    }
    signal.throwIfAborted();
    return opened as QwenVlSessions;
  } catch (error) {
    await Promise.all(Object.values(opened).map((session) => session.dispose()));
    throw error;
  }
}

/** What the vision encoder makes of one clip: [tokens, width] by rows. */
export async function encodeClip(session: OnnxSession, { values, grid }: Patches): Promise<Float32Array> {
  const { Tensor } = await loadRuntime();
  const patchCount = grid.time * grid.rows * grid.columns;
  const fetches = await session.run({
    pixel_values: new Tensor('float32', values, [patchCount, values.length / patchCount]),
    image_grid_thw: new Tensor('int64', BigInt64Array.from([grid.time, grid.rows, grid.columns], BigInt), [1, 3]),
  });
  return floatsOf(fetches['image_features'], 'image_features');
}

/** [n, width] by rows, in memory of its own. */
export async function embedTokens(session: OnnxSession, ids: readonly number[]): Promise<Float32Array> {
  const { Tensor } = await loadRuntime();
  const fetches = await session.run({
    input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
  });
  return floatsOf(fetches['inputs_embeds'], 'inputs_embeds').slice();
}

/** The decoder of one conversation: keeps the keys and values of what it has read. */
export class CachedDecoder {
  readonly #session: OnnxSession;
  readonly #text: QwenVlText;
  #past: Readonly<Record<string, Tensor>> | null = null;
  #readCount = 0;

  constructor(session: OnnxSession, text: QwenVlText) {
    this.#session = session;
    this.#text = text;
  }

  /** Reads on: embeddings [n, width] at positions [3, n]. Returns the logits after the last of them. */
  async read(embeddings: Float32Array, positions: BigInt64Array): Promise<Float32Array> {
    const { Tensor } = await loadRuntime();
    const count = positions.length / 3;
    const total = this.#readCount + count;
    const fetches = await this.#session.run({
      inputs_embeds: new Tensor('float32', embeddings, [1, count, this.#text.hiddenSize]),
      attention_mask: new Tensor('int64', new BigInt64Array(total).fill(1n), [1, total]),
      position_ids: new Tensor('int64', positions, [3, 1, count]),
      ...(this.#session.inputNames.includes('num_logits_to_keep')
        ? { num_logits_to_keep: new Tensor('int64', BigInt64Array.of(1n), []) }
        : {}),
      ...(this.#past ?? (await this.#emptyPast())),
    });
    const past = Object.entries(fetches).filter(([name]) => name.startsWith('present.'));
    this.#past = Object.fromEntries(past.map(([name, value]) => [name.replace('present.', 'past_key_values.'), value]));
    this.#readCount = total;
    return floatsOf(fetches['logits'], 'logits').slice(-this.#text.vocabularySize);
  }

  async #emptyPast(): Promise<Record<string, Tensor>> {
    const { Tensor } = await loadRuntime();
    const { keyValueHeadCount, headSize } = this.#text;
    const names = this.#session.inputNames.filter((name) => name.startsWith('past_key_values.'));
    return Object.fromEntries(
      names.map((name) => [name, new Tensor('float32', new Float32Array(), [1, keyValueHeadCount, 0, headSize])]),
    );
  }
}

function floatsOf(tensor: Tensor | undefined, name: string): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) {
    throw new RangeError(`The output "${name}" is no float32 tensor.`);
  }
  return tensor.data;
}
