/** What the grounding policy is taught by, and what came of it. What people said lies in `correction`. */
export const migration006 = `
-- The evidence that a policy was given for a stretch of a video about which people have said something for a query.
-- Kept, because the index may be made anew with other models; text_key as in correction.
CREATE TABLE lesson (
  lesson_key INTEGER PRIMARY KEY,
  lesson_id TEXT NOT NULL UNIQUE,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  text_key TEXT NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  plan_json TEXT NOT NULL,
  -- What was shown of it at that time, and by which policy.
  shown_json TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  snapshot BLOB NOT NULL,
  taken_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX lesson_by_text ON lesson (text_key, video_key);
CREATE INDEX lesson_by_video ON lesson (video_key);

-- One row for each teaching that came to an end, newest last. The policy that comes with the program has none.
CREATE TABLE taught_policy (
  policy_key INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('refused', 'offered', 'in-use', 'past')),
  report_json TEXT NOT NULL,
  -- Null where it was refused.
  weights_json TEXT,
  made_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX taught_policy_in_use ON taught_policy (state) WHERE state = 'in-use';
`;
