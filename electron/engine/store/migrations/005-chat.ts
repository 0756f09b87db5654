/** Conversations about footage, kept with the library. */
export const migration005 = `
CREATE TABLE conversation (
  conversation_key INTEGER PRIMARY KEY,
  conversation_id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_by_change ON conversation (changed_at_ms DESC, conversation_key DESC);

-- A tree: the parent is the turn that a question goes on from, siblings are the same place asked again or otherwise.
-- What was asked and answered is one JSON document each, as the contract has them; it names videos by their ids, so
-- that a conversation outlives the clips it was about.
CREATE TABLE chat_turn (
  turn_key INTEGER PRIMARY KEY,
  turn_id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL REFERENCES conversation (conversation_key) ON DELETE CASCADE,
  parent_turn_id TEXT,
  asked_at_ms INTEGER NOT NULL,
  request_json TEXT NOT NULL,
  reply_json TEXT NOT NULL
) STRICT;
CREATE INDEX chat_turn_by_conversation ON chat_turn (conversation_key, turn_key);
`;
