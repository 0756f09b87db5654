import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from '@huggingface/jinja';
import { z } from 'zod';
import { parseConfiguration } from './configuration.ts';
import type { QwenVlConfiguration } from './configuration.ts';
import { compileChatTemplate } from './prompt.ts';
import { openVocabulary } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

export const graphNames = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'] as const;
export type GraphName = (typeof graphNames)[number];

/** A model's folder as it was read: everything but the weights. */
export interface QwenVlFolder {
  readonly configuration: QwenVlConfiguration;
  readonly vocabulary: Vocabulary;
  readonly template: Template;
  readonly graphFiles: Readonly<Record<GraphName, string>>;
  /** Of the three graphs with the weights that lie beside them. */
  readonly weightBytes: number;
}

export interface FolderOptions {
  /** Between a graph's name and `.onnx`: `_q4`, `_int8`; empty for whole weights. */
  readonly variant: string;
}

const templateSchema = z.object({ chat_template: z.string().min(1) });

/**
 * Reads the files of the published layout. Throws the file system's error for one that is missing, SyntaxError for one
 * that is no JSON, ZodError (naming the field) for one that is of another family.
 */
export async function readFolder(folder: string, { variant }: FolderOptions): Promise<QwenVlFolder> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const readIfThere = (name: string): Promise<unknown> => read(name).catch(nullWhenMissing);
  const configuration = parseConfiguration({
    config: await read('config.json'),
    preprocessor: await read('preprocessor_config.json'),
    generation: await readIfThere('generation_config.json'),
    videoPreprocessor: await readIfThere('video_preprocessor_config.json'),
  });
  const tokenizerConfig = await read('tokenizer_config.json');
  const source =
    (await readFile(join(folder, 'chat_template.jinja'), 'utf8').catch(nullWhenMissing)) ??
    templateSchema.parse((await readIfThere('chat_template.json')) ?? tokenizerConfig).chat_template;
  const fileOf = (name: GraphName): string => join(folder, 'onnx', `${name}${variant}.onnx`);
  const sizes = await Promise.all(graphNames.map((name) => graphBytes(fileOf(name))));
  return {
    configuration,
    vocabulary: openVocabulary(await read('tokenizer.json'), tokenizerConfig),
    template: compileChatTemplate(source),
    graphFiles: {
      vision_encoder: fileOf('vision_encoder'),
      embed_tokens: fileOf('embed_tokens'),
      decoder_model_merged: fileOf('decoder_model_merged'),
    },
    weightBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** A graph's own size and that of its external weights: `x.onnx_data`, `x.onnx_data_1`, … */
async function graphBytes(file: string): Promise<number> {
  let sum = (await stat(file)).size;
  for (let part = 0; ; part += 1) {
    const data = await stat(`${file}_data${part === 0 ? '' : `_${part}`}`).catch(nullWhenMissing);
    if (data === null) {
      return sum;
    }
    sum += data.size;
  }
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') {
    return null;
  }
  throw error;
}
