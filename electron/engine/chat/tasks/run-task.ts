import type { ChatModel } from '../../../../native-models/api/chat-model.ts';
import type { ChatRequest, ChatTurn } from '../../../contract/chat.ts';
import { wordsIn } from '../../../words/words.ts';
import type { FootageFacts } from '../footage-facts.ts';
import type { FindMoments } from '../index-answers/answering.ts';
import type { FootageLooker } from '../looking/footage-reader.ts';
import { readQuestion } from '../question/read-question.ts';
import type { ReplyDraft } from '../reply-draft.ts';
import type { Scope } from '../scope.ts';
import { askTask } from './ask-task.ts';
import { captionsTask, type KeepCaptions } from './captions-task.ts';
import { chooseTask } from './choose-task.ts';
import { groundTask } from './ground-task.ts';
import { ModelRun } from './model-run.ts';
import { chaptersTask, summaryTask } from './parts-tasks.ts';
import { perceiveTask } from './perceive-task.ts';
import { rereadTask } from './reread-task.ts';
import type { TaskContext } from './task-context.ts';
import { trackTask, type FollowBetween } from './track-task.ts';

export interface TaskDeps {
  readonly reader: FootageLooker;
  readonly facts: FootageFacts;
  readonly find: FindMoments;
  readonly follow: FollowBetween;
  readonly keepCaptions: KeepCaptions;
}

export interface TaskOrder {
  readonly request: ChatRequest;
  readonly scope: Scope;
  readonly history: readonly ChatTurn[];
  readonly model: ChatModel;
  readonly draft: ReplyDraft;
  readonly signal: AbortSignal;
}

/** Does what a question asks of a model, and writes it into the draft as it comes. Throws when stopped, and EngineError. */
export function runTask({ reader, facts, find, follow, keepCaptions }: TaskDeps, order: TaskOrder): Promise<void> {
  const { request, scope, history, model, draft, signal } = order;
  const words = wordsIn(readQuestion(request.question).language ?? request.language);
  const run = new ModelRun({ model, draft, signal });
  const context: TaskContext = {
    ...{ request, scope, history, run, draft, reader, facts, find, signal },
    say: (key, values) => words(`answers.${key}`, values),
  };
  const { task } = request;
  switch (task.kind) {
    case 'ask':
      return askTask(context);
    case 'ground':
      return groundTask(context);
    case 'track':
      return trackTask(context, { box: task.box, follow });
    case 'choose':
      return chooseTask(context, task.options);
    case 'reread':
      return rereadTask(context, task.options);
    case 'perceive':
      return perceiveTask(context, task);
    case 'summary':
      return summaryTask(context);
    case 'chapters':
      return chaptersTask(context);
    case 'captions':
      return captionsTask(context, keepCaptions);
  }
}
