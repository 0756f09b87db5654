import type { ChatLanguage, ChatTurn, Conversation } from '../../contract/chat.ts';
import { wordsIn } from '../../words/words.ts';
import { rangeText } from './answer-text.ts';

export interface MarkdownRequest {
  readonly conversation: Conversation;
  readonly turns: readonly ChatTurn[];
  readonly language: ChatLanguage;
}

/**
 * A conversation as Markdown: a heading a question, its answer, the moments with the names of their clips, and what
 * answered. Text of people and models is quoted, so that it makes no headings, links or pictures of its own.
 */
export function conversationMarkdown({ conversation, turns, language }: MarkdownRequest): string {
  const words = wordsIn(language);
  const parts = [`# ${escaped(oneLine(conversation.title))}`];
  for (const { request, reply } of turns) {
    parts.push(`## ${escaped(oneLine(request.question))}`);
    if (reply.text !== '') parts.push(quoted(reply.text));
    const moments = new Set(
      reply.citations.map(({ title, range }) => `- ${escaped(oneLine(title))} ${rangeText(range)}`),
    );
    if (moments.size > 0) parts.push(`${words('answers.moments')}\n\n${[...moments].join('\n')}`);
    const by =
      reply.modelId === null
        ? words('answers.byIndex')
        : words('answers.byModel', { model: escaped(oneLine(reply.modelId)) });
    const state = reply.state === 'done' ? '' : ` (${words(`answers.state.${reply.state}`)})`;
    parts.push(`*${by}${state}*`);
  }
  return `${parts.join('\n\n')}\n`;
}

function quoted(text: string): string {
  return text
    .split(/\r?\n/u)
    .map((line) => `> ${line.startsWith('- ') ? `- ${escaped(line.slice(2))}` : escaped(line)}`.trimEnd())
    .join('\n');
}

/** Every sign that Markdown or HTML reads as more than itself. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|!~]/gu, '\\$&')
    .replace(/^(\d+)([.)])/u, '$1\\$2')
    .replace(/^([-+])/u, '\\$1');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
