import { lexer, type Token, type Tokens } from 'marked';
import type { ChatCitation } from '../../../electron/contract/chat.ts';

/**
 * An answer as it is shown. Of Markdown only what makes reading easier: nothing of it is HTML, and the only thing that can
 * be pressed is a citation, by its number in the list of citations.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly parts: readonly Inline[] }
  | { readonly kind: 'em'; readonly parts: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'cite'; readonly index: number };

export type Block =
  | { readonly kind: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'heading'; readonly parts: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Block[])[] };

/** Private use characters around the number of a citation: no text of a model or a person means anything by them. */
const opening = '\uE000';
const closing = '\uE001';
const citeMark = /\uE000(\d+)\uE001/;

/** Reads an answer as Markdown with its citations in place. Never throws: what is no Markdown is text. */
export function answerBlocks(text: string, citations: readonly Pick<ChatCitation, 'textSpan'>[]): Block[] {
  return lexer(withMarks(text, citations)).flatMap(blockOf);
}

function withMarks(text: string, citations: readonly Pick<ChatCitation, 'textSpan'>[]): string {
  const placed = citations
    .flatMap(({ textSpan }, index) => (textSpan === null ? [] : [{ ...textSpan, index }]))
    .sort((a, b) => a.start - b.start);
  let reached = 0;
  let marked = '';
  for (const { start, end, index } of placed) {
    if (start < reached || end > text.length || end <= start) continue;
    marked += `${plain(text.slice(reached, start))}${opening}${String(index)}${closing}`;
    reached = end;
  }
  return marked + plain(text.slice(reached));
}

function plain(text: string): string {
  return text.replaceAll(opening, '').replaceAll(closing, '');
}

function blockOf(token: Token): Block[] {
  switch (token.type) {
    case 'space':
    case 'hr':
    case 'def':
      return [];
    case 'heading':
      return [{ kind: 'heading', parts: inlinesOf((token as Tokens.Heading).tokens) }];
    case 'code':
      return [{ kind: 'code', text: (token as Tokens.Code).text }];
    case 'blockquote':
      return (token as Tokens.Blockquote).tokens.flatMap(blockOf);
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return [{ kind: 'list', isOrdered: ordered, items: items.map(({ tokens }) => tokens.flatMap(blockOf)) }];
    }
    default: {
      const inner = 'tokens' in token ? token.tokens : undefined;
      return [{ kind: 'paragraph', parts: inner === undefined ? textParts(token.raw) : inlinesOf(inner) }];
    }
  }
}

function inlinesOf(tokens: readonly Token[] = []): Inline[] {
  return tokens.flatMap((token): Inline[] => {
    switch (token.type) {
      case 'strong':
      case 'em':
        return [{ kind: token.type, parts: inlinesOf(token.tokens) }];
      case 'codespan':
        return [{ kind: 'code', text: (token as Tokens.Codespan).text }];
      case 'br':
        return [{ kind: 'text', text: '\n' }];
      case 'escape':
        return [{ kind: 'text', text: (token as Tokens.Escape).text }];
      case 'text':
        return token.tokens === undefined ? textParts((token as Tokens.Text).raw) : inlinesOf(token.tokens);
      default:
        // Links, pictures and HTML are shown as they were written: nothing that a model says can be pressed.
        return textParts(token.raw);
    }
  });
}

function textParts(text: string): Inline[] {
  const parts: Inline[] = [];
  let rest = text;
  for (let found = citeMark.exec(rest); found !== null; found = citeMark.exec(rest)) {
    if (found.index > 0) parts.push({ kind: 'text', text: rest.slice(0, found.index) });
    parts.push({ kind: 'cite', index: Number(found[1]) });
    rest = rest.slice(found.index + found[0].length);
  }
  return rest === '' ? parts : [...parts, { kind: 'text', text: rest }];
}
