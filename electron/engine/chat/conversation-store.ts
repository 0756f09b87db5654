import { randomUUID } from 'node:crypto';
import { chatReplySchema, chatRequestSchema, type ChatTurn, type Conversation } from '../../contract/chat.ts';
import { EngineError } from '../../contract/errors.ts';
import { conversationIdSchema, turnIdSchema, type ConversationId, type TurnId } from '../../contract/ids.ts';
import type { Clock } from '../base/surroundings.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../store/database.ts';
import {
  conversationById,
  deleteConversation,
  insertConversation,
  listConversations,
  putTurn,
  renameConversation,
  turnById,
  turnsOfConversation,
  type ChatTurnRow,
} from '../store/queries/index.ts';

export interface ConversationStoreDeps {
  readonly db: ReadableDb;
  /** Null where the library is only read. */
  readonly writer: WritableDb | null;
  readonly clock: Clock;
}

const longestTitle = 80;

/** Conversations as the library keeps them. Tells whoever listens of every change. */
export class ConversationStore {
  readonly #deps: ConversationStoreDeps;
  readonly #listeners = new Set<() => void>();
  #revision = 0;

  constructor(deps: ConversationStoreDeps) {
    this.#deps = deps;
  }

  list(): Conversation[] {
    return listConversations(this.#deps.db);
  }

  /** Throws EngineError `not-found`. */
  conversation(conversationId: ConversationId): Conversation {
    const found = conversationById(this.#deps.db, conversationId);
    if (found === null) {
      throw new EngineError('not-found', 'There is no such conversation.', { details: { conversationId } });
    }
    return found;
  }

  /** In the order of asking; what another version has written and this one cannot read is left out. Throws `not-found`. */
  turns(conversationId: ConversationId): ChatTurn[] {
    this.conversation(conversationId);
    return turnsOfConversation(this.#deps.db, conversationId).flatMap((row) => turnFrom(row) ?? []);
  }

  /** Throws `not-found`. */
  turn(turnId: TurnId): ChatTurn {
    const row = turnById(this.#deps.db, turnId);
    const turn = row === null ? null : turnFrom(row);
    if (turn === null) {
      throw new EngineError('not-found', 'There is no such question.', { details: { turnId } });
    }
    return turn;
  }

  /** From the first turn to this one. Throws `not-found`. */
  pathTo(turnId: TurnId): ChatTurn[] {
    const { conversationId } = this.turn(turnId);
    const byId = new Map(this.turns(conversationId!).map((turn) => [turn.turnId, turn]));
    const path: ChatTurn[] = [];
    for (let next = byId.get(turnId); next !== undefined && !path.includes(next);) {
      path.unshift(next);
      next = next.parentTurnId === null ? undefined : byId.get(next.parentTurnId);
    }
    return path;
  }

  /** Throws `read-only`. */
  create(title: string): Conversation {
    const writer = this.#writer();
    const conversationId = conversationIdSchema.parse(randomUUID());
    insertConversation(writer, { conversationId, title, nowMs: this.#deps.clock.nowMs() });
    this.#tell();
    return this.conversation(conversationId);
  }

  /** Throws `not-found`, `read-only`. */
  rename(conversationId: ConversationId, title: string): Conversation {
    renameConversation(this.#writer(), { conversationId, title, nowMs: this.#deps.clock.nowMs() });
    this.#tell();
    return this.conversation(conversationId);
  }

  /** Throws `not-found`, `read-only`. */
  delete(conversationId: ConversationId): void {
    const writer = this.#writer();
    this.conversation(conversationId);
    deleteConversation(writer, conversationId);
    this.#tell();
  }

  /** A new conversation with copies of the turns up to this one. Throws `not-found`, `read-only`. */
  branch(turnId: TurnId): Conversation {
    const writer = this.#writer();
    const path = this.pathTo(turnId);
    const { title } = this.conversation(path[0]!.conversationId!);
    const conversationId = conversationIdSchema.parse(randomUUID());
    inTransaction(writer, () => {
      insertConversation(writer, { conversationId, title, nowMs: this.#deps.clock.nowMs() });
      let parentTurnId: TurnId | null = null;
      for (const turn of path) {
        const copy: ChatTurn = { ...turn, conversationId, parentTurnId, turnId: turnIdSchema.parse(randomUUID()) };
        putTurn(writer, rowOf(copy), this.#deps.clock.nowMs());
        parentTurnId = copy.turnId;
      }
    });
    this.#tell();
    return this.conversation(conversationId);
  }

  /** Keeps a turn as it is now; a first question gives its conversation a title. One of no conversation is not kept. */
  keep(turn: ChatTurn): void {
    const { conversationId } = turn;
    if (conversationId === null) return;
    const writer = this.#writer();
    const nowMs = this.#deps.clock.nowMs();
    putTurn(writer, rowOf(turn), nowMs);
    if (conversationById(writer, conversationId)?.title === '') {
      renameConversation(writer, { conversationId, title: titleFrom(turn.request.question), nowMs });
    }
    this.#tell();
  }

  /** Tells the revision at once and after every change of this process, until the signal aborts. */
  watch(tell: (revision: number) => void, signal: AbortSignal): Promise<void> {
    const tellNow = () => tell(this.#revision);
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#listeners.add(tellNow);
      signal.addEventListener('abort', () => (this.#listeners.delete(tellNow), resolve()), { once: true });
      tellNow();
    });
  }

  #tell(): void {
    this.#revision += 1;
    this.#listeners.forEach((tell) => tell());
  }

  #writer(): WritableDb {
    const { writer } = this.#deps;
    if (writer === null) throw new EngineError('read-only', 'This engine only reads the library.');
    return writer;
  }
}

function titleFrom(question: string): string {
  const line = question.replace(/\s+/gu, ' ').trim();
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

function rowOf({ turnId, conversationId, parentTurnId, askedAtMs, request, reply }: ChatTurn): ChatTurnRow {
  const [requestJson, replyJson] = [JSON.stringify(request), JSON.stringify(reply)];
  return { turnId, conversationId: conversationId!, parentTurnId, askedAtMs, requestJson, replyJson };
}

function turnFrom({ requestJson, replyJson, ...row }: ChatTurnRow): ChatTurn | null {
  const request = chatRequestSchema.safeParse(JSON.parse(requestJson));
  const reply = chatReplySchema.safeParse(JSON.parse(replyJson));
  return request.success && reply.success ? { ...row, request: request.data, reply: reply.data } : null;
}
