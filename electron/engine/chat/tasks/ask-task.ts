import type { ChatMessage, ChatSampling } from '../../../../native-models/api/chat-model.ts';
import type { ChatTurn } from '../../../contract/chat.ts';
import { citeTimes } from '../cite-times.ts';
import type { Reel } from '../looking/reel.ts';
import { readModelText } from '../model-text.ts';
import { chatPrompt } from '../prompts.ts';
import { askOnce, lookAt, reelFor, spokenIn, type TaskContext } from './task-context.ts';

/** A few turns back is what a question may lean on; more only takes room from the pictures. */
const mostTurns = 6;
const longestTurn = 1500;
/** Lively, but not wild; asking again gives another answer. */
export const chatSampling: ChatSampling = { temperature: 0.6, topP: 0.9, topK: 40, seed: null };

/** Free chat: the footage, what is said in it, what was asked and answered before, and the question. */
export async function askTask(context: TaskContext): Promise<void> {
  const { request } = context;
  const reel = await reelFor(context);
  const looked = await lookAt(context, reel);
  const spoken = spokenIn(context, reel);
  const question = chatPrompt(request.question, request);
  const prompt = spoken === null ? question : `${spoken}\n\n${question}`;
  const { raw } = await askOnce(context, {
    ...{ purpose: 'answer', reel, looked, prompt, isTextFirst: false, isShown: true },
    before: historyMessages(context.history),
  });
  finishText(context, raw, reel);
}

/** The words of a model as the answer, with the times that it names as citations. */
export function finishText({ draft, scope, run }: TaskContext, raw: string, reel: Reel): void {
  const { text: said, thinking } = readModelText(raw);
  const { text, citations } = citeTimes(said, reel, { areClipsNamed: scope.videoIds.size > 1, clock: run });
  draft.change({ text, thinking, citations: citations.slice(0, 2000) });
}

function historyMessages(history: readonly ChatTurn[]): ChatMessage[] {
  return history
    .filter(({ reply }) => reply.text !== '')
    .slice(-mostTurns)
    .flatMap(({ request, reply }): ChatMessage[] => [
      { role: 'user', parts: [{ kind: 'text', text: request.question.slice(0, longestTurn) }] },
      { role: 'assistant', parts: [{ kind: 'text', text: reply.text.slice(0, longestTurn) }] },
    ]);
}
