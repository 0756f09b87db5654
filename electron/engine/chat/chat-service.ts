import { randomUUID } from 'node:crypto';
import type { ChatRequest, ChatTurn } from '../../contract/chat.ts';
import { isAbort, toWireError } from '../../contract/errors.ts';
import { turnIdSchema, type ConversationId, type TurnId } from '../../contract/ids.ts';
import type { CallContext, ParsedParams, Result } from '../../contract/index.ts';
import type { Clock, Disposable, Logger } from '../base/surroundings.ts';
import type { ChatModels } from './chat-models.ts';
import type { ConversationStore } from './conversation-store.ts';
import { conversationMarkdown } from './conversation-markdown.ts';
import type { IndexAnswerer } from './index-answers/index-answerer.ts';
import { emptyReply, ReplyDraft } from './reply-draft.ts';
import { runTask, type TaskDeps } from './tasks/run-task.ts';
import { scopeOf, type ScopeLibrary } from './scope.ts';

export interface ChatServiceDeps {
  readonly conversations: ConversationStore;
  readonly library: ScopeLibrary;
  readonly index: IndexAnswerer;
  readonly models: ChatModels;
  readonly tasks: TaskDeps;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Keeps a text to be fetched once. */
  readonly keepExport: (kept: {
    readonly text: string;
    readonly extension: string;
    readonly baseName: string;
  }) => Promise<Omit<Result<'chat.export'>, 'turnCount'>>;
}

interface Asked {
  readonly request: ChatRequest;
  readonly conversationId: ConversationId | null;
  readonly parentTurnId: TurnId | null;
}

interface Answering {
  readonly request: ChatRequest;
  /** From the first turn to the one that this goes on from. */
  readonly history: readonly ChatTurn[];
  readonly draft: ReplyDraft;
  readonly signal: AbortSignal;
}

type AskContext = Pick<CallContext<'chat.ask'>, 'signal' | 'onProgress'>;

/** Answers questions about chosen footage, and keeps them in conversations. */
export class ChatService implements Disposable {
  readonly #deps: ChatServiceDeps;
  /** Turns that are being answered. */
  readonly #running = new Map<TurnId, { readonly controller: AbortController; readonly done: Promise<unknown> }>();

  constructor(deps: ChatServiceDeps) {
    this.#deps = deps;
  }

  list(): Result<'chat.list'> {
    return { conversations: this.#deps.conversations.list() };
  }

  /** Throws EngineError `not-found`. */
  open({ conversationId }: ParsedParams<'chat.open'>): Result<'chat.open'> {
    const { conversations } = this.#deps;
    const turns = conversations.turns(conversationId).map((turn) => this.#asItIs(turn));
    return { conversation: conversations.conversation(conversationId), turns };
  }

  /** Handler of `chat.ask`. Throws `not-found` for a conversation or turn, `read-only` where it should be kept. */
  ask({ conversationId, parentTurnId, ...request }: ParsedParams<'chat.ask'>, context: AskContext): Promise<ChatTurn> {
    if (conversationId !== null) this.#deps.conversations.conversation(conversationId);
    if (parentTurnId !== null) this.#deps.conversations.turn(parentTurnId);
    return this.#run({ request, conversationId, parentTurnId }, context);
  }

  /** Handler of `chat.edit`. */
  edit({ turnId, question }: ParsedParams<'chat.edit'>, context: AskContext): Promise<ChatTurn> {
    const { request, conversationId, parentTurnId } = this.#deps.conversations.turn(turnId);
    return this.#run({ request: { ...request, question }, conversationId, parentTurnId }, context);
  }

  /** Handler of `chat.regenerate`. */
  regenerate({ turnId, model, task }: ParsedParams<'chat.regenerate'>, context: AskContext): Promise<ChatTurn> {
    const { request, conversationId, parentTurnId } = this.#deps.conversations.turn(turnId);
    const again = { ...request, model: model ?? request.model, task: task ?? request.task };
    return this.#run({ request: again, conversationId, parentTurnId }, context);
  }

  stop({ turnId }: ParsedParams<'chat.stop'>): void {
    this.#running.get(turnId)?.controller.abort();
  }

  /** Handler of `chat.export`. */
  async export({ conversationId, language }: ParsedParams<'chat.export'>): Promise<Result<'chat.export'>> {
    const { conversation, turns } = this.open({ conversationId });
    const text = conversationMarkdown({ conversation, turns, language });
    const baseName = `timecue ${conversation.title}`.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const kept = await this.#deps.keepExport({ text, extension: 'md', baseName: [...baseName].slice(0, 80).join('') });
    return { ...kept, turnCount: turns.length };
  }

  async models({ signal }: { readonly signal: AbortSignal }): Promise<Result<'chat.models'>> {
    return { models: await this.#deps.models.list(signal) };
  }

  async dispose(): Promise<void> {
    const running = [...this.#running.values()];
    running.forEach(({ controller }) => controller.abort());
    await Promise.all(running.map(({ done }) => done));
  }

  async #run({ request, conversationId, parentTurnId }: Asked, { signal, onProgress }: AskContext): Promise<ChatTurn> {
    const { conversations, clock } = this.#deps;
    const turnId = turnIdSchema.parse(randomUUID());
    const about = { turnId, conversationId, parentTurnId, askedAtMs: clock.nowMs(), request };
    conversations.keep({ ...about, reply: emptyReply });
    const draft = new ReplyDraft((reply) => onProgress({ ...about, reply }));
    onProgress({ ...about, reply: draft.current });
    const controller = new AbortController();
    const stop = () => controller.abort(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    const history = parentTurnId === null ? [] : conversations.pathTo(parentTurnId);
    const done = this.#answer({ request, history, draft, signal: controller.signal });
    this.#running.set(turnId, { controller, done });
    try {
      await done;
    } finally {
      this.#running.delete(turnId);
      signal.removeEventListener('abort', stop);
    }
    const turn = { ...about, reply: draft.current };
    conversations.keep(turn);
    return turn;
  }

  /** Never rejects: what goes wrong is part of the answer. */
  async #answer(answering: Answering): Promise<void> {
    const { draft, signal } = answering;
    try {
      signal.throwIfAborted();
      await this.#answerWith(answering);
      draft.change({ state: 'done', phase: null });
    } catch (error) {
      if (isAbort(error) || signal.aborted) {
        draft.change({ state: 'stopped', phase: null });
        return;
      }
      const failure = toWireError(error);
      if (failure.code === 'internal') this.#deps.logger.error('chat.answer-failed', error);
      draft.change({ state: 'failed', phase: null, failure });
    }
  }

  async #answerWith({ request, history, draft, signal }: Answering): Promise<void> {
    const { library, index, models } = this.#deps;
    const scope = scopeOf(request.sources, library);
    const { question, language } = request;
    const model = await models.open(request.model, signal);
    if (model !== null) {
      await runTask(this.#deps.tasks, { request, scope, history, model, draft, signal });
      return;
    }
    const pass = draft.begin({ purpose: 'index', windows: [] });
    const { windows, text, citations, needsModel } = await index.answer({ question, scope, language }, signal);
    pass({ state: 'done', windows: windows.slice(0, 200) });
    draft.change({ text, citations, needsModel });
  }

  /** A turn that no process answers any more has been stopped, by a crash if by nobody. */
  #asItIs(turn: ChatTurn): ChatTurn {
    const isLeft = turn.reply.state === 'running' && !this.#running.has(turn.turnId);
    return isLeft ? { ...turn, reply: { ...turn.reply, state: 'stopped', phase: null } } : turn;
  }
}
