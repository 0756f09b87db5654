import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chatMethods } from '../../../../../electron/contract/chat-methods.ts';
import { ChatModels } from '../../../../../electron/engine/chat/chat-models.ts';
import { refineMoments } from '../../../../../electron/engine/chat/refine-moments.ts';
import { BlackFootage } from '../../../../helpers/black-footage.ts';
import { ScriptedChatModel } from '../../../../helpers/scripted-chat-model.ts';
import { TalkedLibrary } from '../../../../helpers/talked-library.ts';

let library: TalkedLibrary;

beforeEach(async () => {
  library = new TalkedLibrary();
  await library.add({ name: 'park', durationSeconds: 60 });
});

afterEach(() => library[Symbol.dispose]());

const refine = (model: ScriptedChatModel, ref: object = { kind: 'local', cardId: 'scripted' }) => {
  const range = (startSeconds: number, endSeconds: number) => ({
    videoId: 'park',
    range: { startSeconds, endSeconds },
  });
  const moments = [range(2, 6), range(20, 24), range(30, 50), range(55, 60)];
  const onProgress = vi.fn();
  const models = new ChatModels([{ kind: 'local', list: async () => [], open: async () => model }]);
  const params = chatMethods['chat.refine'].params.parse({ text: 'a dog barks', moments, model: ref });
  const context = { signal: new AbortController().signal, onProgress };
  return {
    onProgress,
    result: refineMoments({ models, library: library.scopes, reader: new BlackFootage() }, params, context),
  };
};

test('moments come back re-timed, what the model sees first and what is not there last', async () => {
  const model = new ScriptedChatModel([
    '<answer>none</answer>',
    '<answer>1.00 to 2.00</answer>',
    'hard to say',
    '<answer>4.00 to 8.50</answer>',
  ]);
  const { result, onProgress } = refine(model);
  const { moments, modelId, usage } = await result;
  expect(
    moments.map(({ verdict, before, after }) => [verdict, before.rank, after.rank, after.range.startSeconds]),
  ).toEqual([
    ['seen', 4, 1, 54],
    ['elsewhere', 2, 2, 16],
    ['unread', 3, 3, 30],
    ['absent', 1, 4, 2],
  ]);
  expect(moments[0]).toMatchObject({
    title: 'park.mp4',
    before: { range: { startSeconds: 55 } },
    after: { range: { endSeconds: 58.5 } },
  });
  expect([modelId, usage.promptTokenCount]).toEqual(['scripted@1', 400]);
  expect(model.promptOf(2)).toMatch(/The video shows 40\.00 seconds[\s\S]*"a dog barks"/u);
  expect(onProgress).toHaveBeenLastCalledWith({ doneCount: 4, totalCount: 4, phase: null });
});

test('without a model there is nothing to refine with', async () => {
  await expect(refine(new ScriptedChatModel([]), { kind: 'none' }).result).rejects.toMatchObject({
    code: 'bad-request',
  });
});
