/* eslint-disable svelte/prefer-svelte-reactivity -- sets are replaced as a whole, never changed once shown */
import type {
  ChatModelRef,
  ChatModelSummary,
  ChatSource,
  ChatTask,
  ChatTurn,
  Conversation,
} from '../../electron/contract/chat.ts';
import { EngineError, isAbort } from '../../electron/contract/errors.ts';
import type { ConversationId, TurnId } from '../../electron/contract/ids.ts';
import type { CallEngine, Params } from '../../electron/contract/index.ts';
import { branchPath, siblingsOf } from '../lib/turn-tree.ts';

/** What a question is about, as it is shown: a chip. */
export interface ChatChip {
  readonly source: ChatSource;
  readonly title: string;
}

type Asking = 'chat.ask' | 'chat.edit' | 'chat.regenerate';

/** Conversations about footage: the open one, what it is about, and the answer under way. */
export class ChatSession {
  #conversations = $state.raw<readonly Conversation[]>([]);
  #open = $state.raw<Conversation | null>(null);
  #turns = $state.raw<readonly ChatTurn[]>([]);
  /** Of siblings, those that a person has turned to. */
  #chosen = $state.raw<ReadonlySet<TurnId>>(new Set());
  #models = $state.raw<readonly ChatModelSummary[]>([]);
  #chips = $state.raw<readonly ChatChip[]>([]);
  #isAsking = $state.raw(false);
  #controller: AbortController | null = null;
  model = $state.raw<ChatModelRef>({ kind: 'none' });
  readonly #callEngine: CallEngine;

  constructor(callEngine: CallEngine) {
    this.#callEngine = callEngine;
  }

  get conversations(): readonly Conversation[] {
    return this.#conversations;
  }

  /** Null: the next question begins one. */
  get open(): Conversation | null {
    return this.#open;
  }

  /** The turns that are shown, one below the other: of siblings the chosen, or else the newest. */
  get path(): readonly ChatTurn[] {
    return branchPath(this.#turns, this.#chosen);
  }

  get chips(): readonly ChatChip[] {
    return this.#chips;
  }

  get models(): readonly ChatModelSummary[] {
    return this.#models;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  /** A turn and those beside it, in the order of asking. */
  siblings(turn: ChatTurn): readonly ChatTurn[] {
    return siblingsOf(this.#turns, turn);
  }

  /** Ends when the connection does. */
  async start(): Promise<void> {
    try {
      void this.loadModels();
      await this.#callEngine('chat.watch', {}, { onProgress: () => void this.#loadList() });
    } catch {
      // What was known stays; the connection says by itself that it is lost.
    }
  }

  /** Never rejects: without a list only the index answers. */
  async loadModels(): Promise<void> {
    try {
      this.#models = (await this.#callEngine('chat.models', {})).models;
    } catch {
      this.#models = [];
    }
  }

  /** Those that are there already stay as they are. */
  addChips(chips: readonly ChatChip[]): void {
    const known = new Set(this.#chips.map(({ source }) => JSON.stringify(source)));
    this.#chips = [...this.#chips, ...chips.filter(({ source }) => !known.has(JSON.stringify(source)))];
  }

  removeChip(chip: ChatChip): void {
    this.#chips = this.#chips.filter((other) => other !== chip);
  }

  clearChips(): void {
    this.#chips = [];
  }

  choose({ turnId }: ChatTurn, siblings: readonly ChatTurn[]): void {
    const others = new Set(siblings.map((sibling) => sibling.turnId));
    this.#chosen = new Set([...this.#chosen].filter((id) => !others.has(id)).concat(turnId));
  }

  /** Null leaves the open one: the next question begins another. */
  async show(conversationId: ConversationId | null): Promise<void> {
    this.stop();
    if (conversationId === null) {
      this.#open = null;
      this.#turns = [];
      return;
    }
    const { conversation, turns } = await this.#callEngine('chat.open', { conversationId });
    this.#open = conversation;
    this.#turns = turns;
    this.#chosen = new Set();
  }

  /** Asks about the chips, below the last turn that is shown. */
  async ask({ question, task, isThinking, language }: NewQuestion): Promise<void> {
    this.#open ??= await this.#callEngine('chat.create', {});
    await this.#run('chat.ask', {
      ...{ question, task, isThinking, language },
      sources: this.#chips.map(({ source }) => source),
      model: this.model,
      conversationId: this.#open.conversationId,
      parentTurnId: this.path.at(-1)?.turnId ?? null,
    });
  }

  edit({ turnId }: ChatTurn, question: string): Promise<void> {
    return this.#run('chat.edit', { turnId, question });
  }

  regenerate({ turnId }: ChatTurn): Promise<void> {
    return this.#run('chat.regenerate', { turnId, model: this.model });
  }

  /** Stops the answer under way; what has come of it stays. */
  stop(): void {
    this.#controller?.abort();
  }

  async branch({ turnId }: ChatTurn): Promise<void> {
    const { conversationId } = await this.#callEngine('chat.branch', { turnId });
    await this.show(conversationId);
  }

  async rename(title: string): Promise<void> {
    if (this.#open !== null) {
      this.#open = await this.#callEngine('chat.rename', { conversationId: this.#open.conversationId, title });
    }
  }

  async remove(): Promise<void> {
    if (this.#open !== null) {
      const { conversationId } = this.#open;
      await this.show(null);
      await this.#callEngine('chat.delete', { conversationId });
    }
  }

  async #run<M extends Asking>(method: M, params: Params<M>): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    this.#isAsking = true;
    const openId = this.#open?.conversationId ?? null;
    const take = (turn: ChatTurn): void => {
      // Another conversation may have been opened meanwhile.
      if ((this.#open?.conversationId ?? null) === openId) this.#put(turn);
    };
    try {
      take(
        await this.#callEngine<Asking>(method, params as Params<Asking>, {
          signal: controller.signal,
          onProgress: take,
        }),
      );
    } catch (error) {
      if (!isAbort(error)) throw error;
      await this.#afterStop(openId);
    } finally {
      if (this.#controller === controller) {
        this.#controller = null;
        this.#isAsking = false;
      }
    }
  }

  /** What was kept of an answer that was stopped. */
  async #afterStop(conversationId: ConversationId | null): Promise<void> {
    if (conversationId !== null && this.#open?.conversationId === conversationId) {
      const { turns } = await this.#callEngine('chat.open', { conversationId });
      this.#turns = turns;
    }
  }

  #put(turn: ChatTurn): void {
    const isKnown = this.#turns.some(({ turnId }) => turnId === turn.turnId);
    this.#turns = isKnown
      ? this.#turns.map((other) => (other.turnId === turn.turnId ? turn : other))
      : [...this.#turns, turn];
    if (!isKnown) this.choose(turn, this.siblings(turn));
  }

  async #loadList(): Promise<void> {
    try {
      this.#conversations = (await this.#callEngine('chat.list', {})).conversations;
      const openId = this.#open?.conversationId;
      this.#open = this.#conversations.find(({ conversationId }) => conversationId === openId) ?? this.#open;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }
}

export interface NewQuestion {
  readonly question: string;
  readonly task: ChatTask;
  readonly isThinking: boolean;
  readonly language: 'en' | 'de';
}
