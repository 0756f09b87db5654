import type { ChatCitation, ChatLanguage, ChatWindow } from '../../../contract/chat.ts';
import { wordsIn, type Words } from '../../../words/words.ts';
import { AnswerText } from '../answer-text.ts';
import type { FootageFacts } from '../footage-facts.ts';
import type { Intent } from '../question/question.ts';
import { readQuestion } from '../question/read-question.ts';
import { scopeWithin, type Scope } from '../scope.ts';
import type { Answering, FindMoments } from './answering.ts';
import { answerExtremeMoment, answerMoments } from './moment-answers.ts';
import { answerSaid } from './said-answers.ts';
import { answerCompare, answerExtremeShot, answerLengths, answerOnScreen, answerShots } from './stretch-answers.ts';
import { answerHowMany, answerWhere, answerWhoIsAt } from './thing-answers.ts';

export interface IndexAnswererDeps {
  readonly facts: FootageFacts;
  readonly find: FindMoments;
}

export interface IndexQuestion {
  readonly question: string;
  readonly scope: Scope;
  /** Where the question does not tell its own. */
  readonly language: ChatLanguage;
}

export interface IndexAnswer {
  readonly text: string;
  readonly citations: ChatCitation[];
  /** What was looked at. */
  readonly windows: readonly ChatWindow[];
  /** The question is none that the index can answer: the text says so, and how to get a model. */
  readonly needsModel: boolean;
}

/**
 * Answers from what the index holds, without any language model: a small set of questions in English and German, in
 * short sentences with the moments they rest on. What it does not understand it says, and never fills in.
 */
export class IndexAnswerer {
  readonly #deps: IndexAnswererDeps;

  constructor(deps: IndexAnswererDeps) {
    this.#deps = deps;
  }

  /** Throws when aborted, and what the search throws. */
  async answer({ question, scope, language }: IndexQuestion, signal: AbortSignal): Promise<IndexAnswer> {
    const read = readQuestion(question);
    const spoken = read.language ?? language;
    const words = wordsIn(spoken);
    const inside = read.within === null ? scope : scopeWithin(scope, read.within);
    const out = new AnswerText({ areClipsNamed: scope.videoIds.size > 1 });
    const say: Answering['say'] = (key, values) => words(`answers.${key}`, values);
    if (inside === null) {
      out.line(say('outside'));
      return { ...out.finish(), windows: [], needsModel: false };
    }
    const answering: Answering = { ...this.#deps, scope: inside, language: spoken, words, say, out, signal };
    const isAnswered = read.intent !== null && (await answerIntent(read.intent, answering));
    const windows = inside.windows.map(({ videoId, title, range }) => ({ videoId, title, range }));
    return isAnswered
      ? { ...out.finish(), windows, needsModel: false }
      : { ...needsModel(words), windows: [], needsModel: true };
  }
}

function needsModel(words: Words): { text: string; citations: ChatCitation[] } {
  const out = new AnswerText({ areClipsNamed: false });
  out.line(words('answers.needsModel'));
  out.line(words('answers.getModel'));
  out.line(words('answers.indexKnows'));
  return out.finish();
}

/** False where the subject is beyond the index. */
async function answerIntent(intent: Intent, answering: Answering): Promise<boolean> {
  switch (intent.kind) {
    case 'when':
    case 'is-there':
    case 'how-often':
    case 'which-clip':
      return answerMoments(intent, answering);
    case 'how-long':
      return intent.subject === null
        ? answerLengths(null, answering)
        : answerMoments({ ...intent, subject: intent.subject }, answering);
    case 'how-many':
      return answerHowMany(intent.subject, answering);
    case 'extreme':
      if (intent.of === 'moment') return answerExtremeMoment(intent, answering);
      return intent.of === 'shot'
        ? answerExtremeShot(intent.extreme, answering)
        : answerLengths(intent.extreme, answering);
    case 'said':
      return answerSaid(intent.topic, answering);
    case 'on-screen':
      return answerOnScreen(answering);
    case 'shots':
      return answerShots(answering);
    case 'where':
      return answerWhere(intent.subject, answering);
    case 'who-is-at':
      return answerWhoIsAt(intent.place, answering);
    case 'compare':
      return answerCompare(answering);
  }
}
