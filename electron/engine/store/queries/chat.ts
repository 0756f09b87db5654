import type { Conversation } from '../../../contract/chat.ts';
import type { ConversationId, TurnId } from '../../../contract/ids.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../database.ts';
import { sql } from '../sql.ts';

/** A turn as it is kept: what was asked and answered as JSON, to be parsed by whoever reads it. */
export interface ChatTurnRow {
  readonly turnId: TurnId;
  readonly conversationId: ConversationId;
  readonly parentTurnId: TurnId | null;
  readonly askedAtMs: number;
  readonly requestJson: string;
  readonly replyJson: string;
}

const mostConversations = 10_000;
const mostTurns = 10_000;

/** The last changed first. */
export function listConversations(db: ReadableDb): Conversation[] {
  return sql<Conversation>`
    SELECT c.conversation_id AS conversationId, c.title, c.created_at_ms AS createdAtMs,
      c.changed_at_ms AS changedAtMs,
      (SELECT count(*) FROM chat_turn t WHERE t.conversation_key = c.conversation_key) AS turnCount
    FROM conversation c INDEXED BY conversation_by_change
    ORDER BY c.changed_at_ms DESC, c.conversation_key DESC LIMIT ${mostConversations}`.all(db);
}

export function conversationById(db: ReadableDb, conversationId: ConversationId): Conversation | null {
  return (
    sql<Conversation>`
      SELECT c.conversation_id AS conversationId, c.title, c.created_at_ms AS createdAtMs,
        c.changed_at_ms AS changedAtMs,
        (SELECT count(*) FROM chat_turn t WHERE t.conversation_key = c.conversation_key) AS turnCount
      FROM conversation c WHERE c.conversation_id = ${conversationId}`.get(db) ?? null
  );
}

export interface NewConversation {
  readonly conversationId: ConversationId;
  readonly title: string;
  readonly nowMs: number;
}

export function insertConversation(db: WritableDb, { conversationId, title, nowMs }: NewConversation): void {
  sql`
    INSERT INTO conversation (conversation_id, title, created_at_ms, changed_at_ms)
    VALUES (${conversationId}, ${title}, ${nowMs}, ${nowMs})`.run(db);
}

/** False when there is none of this id. */
export function renameConversation(db: WritableDb, { conversationId, title, nowMs }: NewConversation): boolean {
  return (
    sql`
      UPDATE conversation SET title = ${title}, changed_at_ms = ${nowMs}
      WHERE conversation_id = ${conversationId}`.run(db).changes === 1
  );
}

/** With all its turns; false when there is none of this id. */
export function deleteConversation(db: WritableDb, conversationId: ConversationId): boolean {
  return sql`DELETE FROM conversation WHERE conversation_id = ${conversationId}`.run(db).changes === 1;
}

/** In the order of asking. */
export function turnsOfConversation(db: ReadableDb, conversationId: ConversationId): ChatTurnRow[] {
  return sql<ChatTurnRow>`
    SELECT t.turn_id AS turnId, c.conversation_id AS conversationId, t.parent_turn_id AS parentTurnId,
      t.asked_at_ms AS askedAtMs, t.request_json AS requestJson, t.reply_json AS replyJson
    FROM conversation c CROSS JOIN chat_turn t ON t.conversation_key = c.conversation_key
    WHERE c.conversation_id = ${conversationId} ORDER BY t.turn_key LIMIT ${mostTurns}`.all(db);
}

export function turnById(db: ReadableDb, turnId: TurnId): ChatTurnRow | null {
  return (
    sql<ChatTurnRow>`
      SELECT t.turn_id AS turnId, c.conversation_id AS conversationId, t.parent_turn_id AS parentTurnId,
        t.asked_at_ms AS askedAtMs, t.request_json AS requestJson, t.reply_json AS replyJson
      FROM chat_turn t JOIN conversation c ON c.conversation_key = t.conversation_key
      WHERE t.turn_id = ${turnId}`.get(db) ?? null
  );
}

/**
 * Keeps a turn, or what has become of its answer, and says that its conversation has changed. False, and nothing is
 * kept, when the conversation is gone.
 */
export function putTurn(db: WritableDb, turn: ChatTurnRow, nowMs: number): boolean {
  const { turnId, conversationId, parentTurnId, askedAtMs, requestJson, replyJson } = turn;
  return inTransaction(db, () => {
    const { changes } = sql`
      INSERT INTO chat_turn (turn_id, conversation_key, parent_turn_id, asked_at_ms, request_json, reply_json)
      SELECT ${turnId}, conversation_key, ${parentTurnId}, ${askedAtMs}, ${requestJson}, ${replyJson}
      FROM conversation WHERE conversation_id = ${conversationId}
      ON CONFLICT (turn_id) DO UPDATE SET reply_json = excluded.reply_json`.run(db);
    sql`UPDATE conversation SET changed_at_ms = ${nowMs} WHERE conversation_id = ${conversationId}`.run(db);
    return changes === 1;
  });
}
