import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';

const addedSchema = z.object({ id: z.int().nonnegative(), content: z.string().min(1), special: z.boolean() });

/** As much of a `tokenizer.json` as answers need; the tokenizer itself reads the rest. */
const fileSchema = z.object({
  added_tokens: z.array(addedSchema),
  decoder: z.object({ type: z.literal('ByteLevel') }),
  model: z.object({ type: z.literal('BPE'), vocab: z.record(z.string(), z.int().nonnegative()) }),
});

export interface Vocabulary {
  /** Texts that are one token with a meaning of its own. */
  readonly specialTokens: readonly string[];
  encode(text: string): readonly number[];
  /** UTF-8 of a token, which may be a part of a character; nothing for special and unknown ones. */
  bytesOf(id: number): Uint8Array;
}

/** Throws ZodError for a `tokenizer.json` that is no byte-level BPE. */
export function openVocabulary(tokenizerFile: unknown, tokenizerConfig: unknown): Vocabulary {
  const { added_tokens: added, model } = fileSchema.parse(tokenizerFile);
  const tokenizer = new Tokenizer(tokenizerFile as object, tokenizerConfig as object);
  const names = new Map(Object.entries(model.vocab).map(([name, id]) => [id, name]));
  const addedById = new Map(added.map((token) => [token.id, token]));
  const byteOfLetter = new Map([...lettersOfBytes()].map((letter, byte) => [letter, byte]));
  return {
    specialTokens: added.filter(({ special }) => special).map(({ content }) => content),
    encode: (text) => tokenizer.encode(text, { add_special_tokens: false }).ids,
    bytesOf(id) {
      const token = addedById.get(id);
      if (token !== undefined) {
        return token.special ? new Uint8Array() : new TextEncoder().encode(token.content);
      }
      return Uint8Array.from(names.get(id) ?? '', (letter) => byteOfLetter.get(letter) ?? 63);
    },
  };
}

/** The printable letter that stands for each byte in a byte-level vocabulary (GPT-2's table). */
function lettersOfBytes(): readonly string[] {
  const isPrintable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
}
