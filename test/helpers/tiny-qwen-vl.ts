import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatMessage, ChatPart, ChatPicture } from '../../native-models/api/chat-model.ts';
import { parseConfiguration } from '../../native-models/families/qwen-vl/configuration.ts';
import type { QwenVlConfiguration } from '../../native-models/families/qwen-vl/configuration.ts';

/** The test model that the project brings. */
export const tinyFolder = join(import.meta.dirname, '../../native-models/built-in/tiny-qwen-vl');

export interface GoldenPart {
  readonly kind: 'text' | 'image' | 'video';
  readonly text?: string;
  readonly width: number;
  readonly height: number;
  readonly numbers: readonly number[];
  readonly framesPerSecond: number;
}

export interface GoldenCase {
  readonly name: string;
  readonly messages: readonly { readonly role: ChatMessage['role']; readonly parts: readonly GoldenPart[] }[];
  readonly ids: readonly number[];
  readonly positions: readonly (readonly number[])[];
  readonly clips: readonly {
    readonly grid: readonly [number, number, number];
    readonly secondsPerGrid: number;
    readonly patchRow: readonly number[];
    readonly patchSum: number;
    readonly patchSquareSum: number;
    readonly features: readonly number[];
  }[];
  readonly logits: readonly number[];
  readonly tokens: readonly number[];
  readonly text: string;
}

export interface Golden {
  readonly cases: readonly GoldenCase[];
  readonly smartResize: readonly {
    readonly height: number;
    readonly width: number;
    readonly factor: number;
    readonly minPixels: number;
    readonly maxPixels: number;
    readonly result: readonly [number, number];
  }[];
  readonly bicubic: readonly {
    readonly width: number;
    readonly height: number;
    readonly number: number;
    readonly toWidth: number;
    readonly toHeight: number;
    readonly result: readonly number[];
  }[];
  readonly sampling: readonly {
    readonly frameCount: number;
    readonly sourceRate: number;
    readonly rate: number;
    readonly count: number;
    readonly firstIndices: readonly number[];
    readonly lastIndex: number;
  }[];
}

/** What torch and Pillow computed; its `madeBy` says how. */
export function readGolden(): Golden {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../golden/qwen-vl.json'), 'utf8')) as Golden;
}

export function readTinyFile(name: string): unknown {
  return JSON.parse(readFileSync(join(tinyFolder, name), 'utf8'));
}

export function tinyConfiguration(): QwenVlConfiguration {
  return parseConfiguration({
    config: readTinyFile('config.json'),
    preprocessor: readTinyFile('preprocessor_config.json'),
    generation: readTinyFile('generation_config.json'),
    videoPreprocessor: readTinyFile('video_preprocessor_config.json'),
  });
}

/** The recipe's `picture`: the same bytes there and here. */
export function formulaPicture(width: number, height: number, number: number): ChatPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        data[(y * width + x) * 3 + c] = (x * (3 + c) + y * (5 - c) + ((x * y) >> 4) + number * 37 + c * 71) % 256;
      }
    }
  }
  return { width, height, data };
}

export function framesOf({ width, height, numbers }: GoldenPart): readonly ChatPicture[] {
  return numbers.map((number) => formulaPicture(width, height, number));
}

/** A golden case as the port takes it. */
export function messagesOf({ messages }: GoldenCase): readonly ChatMessage[] {
  return messages.map(({ role, parts }) => ({ role, parts: parts.map(partOf) }));
}

function partOf(part: GoldenPart): ChatPart {
  if (part.kind === 'text') {
    return { kind: 'text', text: part.text! };
  }
  const pictures = framesOf(part);
  if (part.kind === 'image') {
    return { kind: 'image', picture: pictures[0]! };
  }
  const frames = pictures.map((picture, index) => ({ seconds: index / part.framesPerSecond, picture }));
  return { kind: 'video', video: { startSeconds: 0, framesPerSecond: part.framesPerSecond, frames } };
}
