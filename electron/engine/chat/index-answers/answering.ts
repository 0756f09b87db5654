import type { MissingChannel, QueryPlan } from '../../../contract/plan.ts';
import type { SearchHit, SearchResult } from '../../../contract/search.ts';
import type { ChatLanguage } from '../../../contract/chat.ts';
import type { VideoId } from '../../../contract/ids.ts';
import type { MessageValues, Words } from '../../../words/words.ts';
import type { en } from '../../../words/en/index.ts';
import type { AnswerText } from '../answer-text.ts';
import type { FootageFacts } from '../footage-facts.ts';
import type { Scope } from '../scope.ts';

/** Moments of a text inside some clips, best first. Throws when aborted. */
export type FindMoments = (
  text: string,
  videoIds: ReadonlySet<VideoId>,
  signal: AbortSignal,
) => Promise<Pick<SearchResult, 'plan' | 'hits' | 'missingChannels' | 'weakerCount'>>;

export type AnswerKey = keyof (typeof en)['answers'] & string;

/** What every intent gets to answer with. */
export interface Answering {
  readonly scope: Scope;
  readonly language: ChatLanguage;
  readonly words: Words;
  /** A sentence of `words/<language>/answers.json`. */
  readonly say: (key: AnswerKey, values?: MessageValues) => string;
  readonly out: AnswerText;
  readonly facts: FootageFacts;
  readonly find: FindMoments;
  readonly signal: AbortSignal;
}

/** Moments of a subject inside the scope, in its order, with how the subject was understood. */
export interface FoundMoments {
  readonly plan: QueryPlan;
  readonly moments: readonly FoundMoment[];
  readonly missingChannels: readonly MissingChannel[];
  readonly weakerCount: number;
}

export interface FoundMoment {
  readonly videoId: VideoId;
  readonly title: string;
  readonly range: SearchHit['range'];
  readonly score: number;
  readonly reasons: SearchHit['reasons'];
  /** 0..1 of the found moment that lies inside the scope. */
  readonly edgeUncertaintySeconds: number;
}
