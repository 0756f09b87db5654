import { Template } from '@huggingface/jinja';
import type { ChatMessage } from '../../api/chat-model.ts';

/** A chat template that is compiled. Throws what jinja throws when it does not parse. */
export function compileChatTemplate(source: string): Template {
  return new Template(source);
}

export interface PromptOptions {
  readonly template: Template;
  /** Texts that the tokenizer reads as one token with a meaning of its own. */
  readonly specialTokens: readonly string[];
}

/**
 * The prompt as text, with one pad for each picture or video and the beginning of the answer at its end. Special tokens
 * that stand in somebody's text are broken up, so that no text can end a turn or take a picture's place.
 */
export function renderPrompt(messages: readonly ChatMessage[], { template, specialTokens }: PromptOptions): string {
  return template.render({
    messages: messages.map(({ role, parts }) => ({
      role,
      content: parts.map((part) =>
        part.kind === 'text' ? { type: 'text', text: breakUp(part.text, specialTokens) } : { type: part.kind },
      ),
    })),
    add_generation_prompt: true,
  });
}

/** Puts a space behind the first letter of every special token. */
function breakUp(text: string, specialTokens: readonly string[]): string {
  let safe = text;
  for (const token of specialTokens) {
    safe = safe.replaceAll(token, `${token.slice(0, 1)} ${token.slice(1)}`);
  }
  return safe;
}

/**
 * Repeats each pad as often as its picture or video has tokens, in order. Throws RangeError when there are more or
 * fewer pads than counts.
 */
export function expandPads(ids: readonly number[], counts: readonly number[], padIds: ReadonlySet<number>): number[] {
  const expanded: number[] = [];
  let clipIndex = 0;
  for (const id of ids) {
    const count = padIds.has(id) ? counts[clipIndex++] : 1;
    if (count === undefined) {
      throw new RangeError('The prompt has a place for more pictures than were given.');
    }
    for (let index = 0; index < count; index += 1) {
      expanded.push(id);
    }
  }
  if (clipIndex !== counts.length) {
    throw new RangeError(`${counts.length} pictures were given and the prompt has places for ${clipIndex}.`);
  }
  return expanded;
}
