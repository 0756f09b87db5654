import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chatMethods } from '../../../../../electron/contract/chat-methods.ts';
import type { ChatTurn } from '../../../../../electron/contract/chat.ts';
import { silentLogger, systemClock } from '../../../../../electron/engine/base/surroundings.ts';
import { ChatModels } from '../../../../../electron/engine/chat/chat-models.ts';
import { ChatService } from '../../../../../electron/engine/chat/chat-service.ts';
import { ConversationStore } from '../../../../../electron/engine/chat/conversation-store.ts';
import { BlackFootage } from '../../../../helpers/black-footage.ts';
import { TalkedLibrary } from '../../../../helpers/talked-library.ts';

let library: TalkedLibrary;
let conversations: ConversationStore;
let chat: ChatService;
let exported: string;

beforeEach(async () => {
  library = new TalkedLibrary();
  await library.add({ name: 'park', durationSeconds: 20, seen: [{ className: 'dog', from: 4, to: 8 }] });
  conversations = new ConversationStore({ db: library.db, writer: library.db, clock: systemClock });
  chat = new ChatService({
    ...{ conversations, clock: systemClock, logger: silentLogger },
    library: library.scopes,
    index: library.answerer(),
    models: new ChatModels([]),
    tasks: {
      ...{ facts: library.facts(), find: library.find, reader: new BlackFootage(), keepCaptions: null },
      follow: () => Promise.resolve([]),
    },
    keepExport: async ({ text }) => {
      exported = text;
      return { exportId: 'e1' as never, fileName: 'a.md', sizeBytes: text.length };
    },
  });
});

afterEach(async () => {
  await chat.dispose();
  library[Symbol.dispose]();
});

const live = () => ({ signal: new AbortController().signal, onProgress: vi.fn<(turn: ChatTurn) => void>() });

function asked(more: Record<string, unknown> = {}) {
  const question = 'When is a dog seen?';
  return chatMethods['chat.ask'].params.parse({ question, sources: [{ kind: 'video', videoId: 'park' }], ...more });
}

describe('ChatService', () => {
  test('keeps question and answer, and names a conversation by its first question', async () => {
    const { conversationId } = conversations.create('');
    const context = live();
    const turn = await chat.ask(asked({ conversationId }), context);
    expect(turn.reply).toMatchObject({ state: 'done', modelId: null, needsModel: false });
    expect(context.onProgress.mock.calls[0]![0].reply.state).toBe('running');
    expect(chat.open({ conversationId })).toEqual({
      conversation: expect.objectContaining({ title: 'When is a dog seen?', turnCount: 1 }),
      turns: [turn],
    });
  });

  test('keeps nothing of a question without a conversation', async () => {
    const turn = await chat.ask(asked(), live());
    expect(turn).toMatchObject({ conversationId: null, reply: { state: 'done' } });
    expect(chat.list().conversations).toEqual([]);
  });

  test('puts an edited question beside the first, and branches with what led to a turn', async () => {
    const { conversationId } = conversations.create('Dogs');
    const first = await chat.ask(asked({ conversationId }), live());
    const second = await chat.ask(
      asked({ conversationId, parentTurnId: first.turnId, question: 'List the shots' }),
      live(),
    );
    const edited = await chat.edit({ turnId: second.turnId, question: 'Where is the dog?' }, live());
    expect(edited.parentTurnId).toBe(first.turnId);
    expect(chat.open({ conversationId }).turns.map(({ turnId }) => turnId)).toEqual([
      ...[first.turnId, second.turnId, edited.turnId],
    ]);

    const branch = conversations.branch(edited.turnId);
    const { turns } = chat.open({ conversationId: branch.conversationId });
    expect(turns.map(({ request }) => request.question)).toEqual(['When is a dog seen?', 'Where is the dog?']);
    expect(turns[1]!.parentTurnId).toBe(turns[0]!.turnId);
    conversations.delete(conversationId);
    expect(chat.list().conversations).toEqual([branch]);
  });

  test('a stopped question ends as stopped', async () => {
    const { conversationId } = conversations.create('Dogs');
    const controller = new AbortController();
    const onProgress = vi.fn((turn: ChatTurn) => turn.reply.passes.length > 0 && controller.abort());
    const turn = await chat.ask(asked({ conversationId }), { signal: controller.signal, onProgress });
    expect(turn.reply.state).toBe('stopped');
    expect(chat.open({ conversationId }).turns[0]!.reply.state).toBe('stopped');
  });

  test('what a killed process was answering reads as stopped', async () => {
    const { conversationId } = conversations.create('Dogs');
    const turn = await chat.ask(asked({ conversationId }), live());
    conversations.keep({ ...turn, reply: { ...turn.reply, state: 'running' } });
    expect(chat.open({ conversationId }).turns[0]!.reply.state).toBe('stopped');
  });

  test('a fault is part of the answer, with its code', async () => {
    const sources = [{ kind: 'video', videoId: 'gone' }];
    const turn = await chat.ask(asked({ sources }), live());
    expect(turn.reply).toMatchObject({ state: 'failed', failure: { code: 'not-found' } });
  });

  test('an export holds questions and answers as text that is nothing but text', async () => {
    const { conversationId } = conversations.create('Dogs <b>');
    await chat.ask(asked({ conversationId }), live());
    const second = await chat.ask(asked({ conversationId, question: '[x](http://a) # When is a dog seen?' }), live());
    conversations.keep({ ...second, reply: { ...second.reply, text: '# big\n![p](http://b)\n- *a* <script>' } });
    await chat.export({ conversationId, language: 'en' });
    expect(exported).toContain('# Dogs \\<b\\>');
    expect(exported).toContain('## \\[x\\](http://a) \\# When is a dog seen?');
    expect(exported).toContain('> \\# big\n> \\!\\[p\\](http://b)\n> - \\*a\\* \\<script\\>');
    expect(exported).toContain('- park.mp4 0:04.0–0:08.0');
  });
});
