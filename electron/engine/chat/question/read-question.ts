import type { ChatLanguage } from '../../../contract/chat.ts';
import { englishQuestions, type QuestionForm } from './english-questions.ts';
import { germanQuestions } from './german-questions.ts';
import type { Intent, Question } from './question.ts';
import { readTime } from './read-time.ts';

/** Longer questions are for a model; the forms below are of a line, and stay quick. */
const longestQuestion = 200;

/** Words that one of the languages has and the other has not. */
const germanWords =
  /\b(?:der|die|das|den|dem|ein|eine|einen|ist|sind|wird|wurde|und|oder|nicht|kein|keine|wann|wo|wer|wie|warum|wieso|welche[rsnm]?|gibt|zeige?|bitte|sehen|im|mit|über|vergleiche?|fasse|beschreibe?|worum)\b|[äöüß]/giu;
const englishWords =
  /\b(?:the|an?|is|are|does|do|did|and|or|not|no|when|where|who|how|why|which|what|there|show|please|see|in|with|about|compare|summari[sz]e|describe|of|this)\b/giu;

/**
 * What a question asks of the index, in English or German. Deliberately few forms: what is none of them is for a
 * language model, and never guessed at.
 */
export function readQuestion(text: string): Question {
  const language = languageOf(text);
  const plain = text
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(/[?!.\s]+$/u, '');
  if (plain.length === 0 || plain.length > longestQuestion) return { intent: null, language, within: null };
  const { within, rest } = readTime(plain);
  const asked = rest.replace(/[,;:\s]+$/u, '').replace(/^[,;:\s]+/u, '');
  const [first, second]: readonly (readonly [ChatLanguage, readonly QuestionForm[]])[] =
    language === 'de'
      ? [
          ['de', germanQuestions],
          ['en', englishQuestions],
        ]
      : [
          ['en', englishQuestions],
          ['de', germanQuestions],
        ];
  for (const [name, forms] of [first!, second!]) {
    const intent = intentOf(asked, forms);
    if (intent !== null) return { intent, language: name, within };
  }
  return { intent: null, language, within };
}

function intentOf(text: string, forms: readonly QuestionForm[]): Intent | null {
  for (const { pattern, intent } of forms) {
    const match = pattern.exec(text);
    const found = match === null ? null : intent(match.groups ?? {});
    if (found !== null) return found;
  }
  return null;
}

function languageOf(text: string): ChatLanguage | null {
  const german = text.match(germanWords)?.length ?? 0;
  const english = text.match(englishWords)?.length ?? 0;
  return german === english ? null : german > english ? 'de' : 'en';
}
