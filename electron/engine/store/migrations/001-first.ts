/** The first schema. Never edited once released: a change is a new file with a new number. */
export const migration001 = `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE root (
  root_key INTEGER PRIMARY KEY,
  root_id TEXT NOT NULL UNIQUE,
  path TEXT NOT NULL UNIQUE,
  is_polled INTEGER NOT NULL DEFAULT 0,
  is_offline INTEGER NOT NULL DEFAULT 0,
  added_at_ms INTEGER NOT NULL
) STRICT;

-- One row a content; its copies on disk are rows of file.
CREATE TABLE video (
  video_key INTEGER PRIMARY KEY,
  video_id TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL UNIQUE,
  size_bytes INTEGER NOT NULL,
  title TEXT NOT NULL,
  added_at_ms INTEGER NOT NULL,
  duration_seconds REAL,
  probe_json TEXT,
  failure_code TEXT,
  failure_message TEXT,
  failure_details_json TEXT,
  active_generation_key INTEGER REFERENCES generation (generation_key) ON DELETE SET NULL
) STRICT;
CREATE INDEX video_by_active_generation ON video (active_generation_key);

CREATE TABLE file (
  file_key INTEGER PRIMARY KEY,
  root_key INTEGER NOT NULL REFERENCES root (root_key) ON DELETE CASCADE,
  relative_path TEXT NOT NULL,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  size_bytes INTEGER NOT NULL,
  modified_at_ms INTEGER NOT NULL,
  is_offline INTEGER NOT NULL DEFAULT 0,
  UNIQUE (root_key, relative_path)
) STRICT;
CREATE INDEX file_by_video ON file (video_key);
CREATE INDEX file_by_root ON file (root_key);

-- The rows of one pass over one video. A pass writes beside the active generation and swaps in one transaction.
-- AUTOINCREMENT: a key is never used twice, so that what still writes to a replaced one is noticed.
CREATE TABLE generation (
  generation_key INTEGER PRIMARY KEY AUTOINCREMENT,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  pass TEXT NOT NULL CHECK (pass IN ('key-frames', 'full')),
  is_complete INTEGER NOT NULL DEFAULT 0,
  step_seconds REAL NOT NULL,
  done_step_count INTEGER NOT NULL DEFAULT 0,
  -- {"look": 1, "objects": "1 yolox-nano@1"}: a generation made otherwise is thrown away and made anew.
  channel_versions_json TEXT NOT NULL,
  edge_uncertainty_seconds REAL NOT NULL DEFAULT 0,
  -- What the decoder complained about on the way, for doctor and show.
  warning_count INTEGER NOT NULL DEFAULT 0,
  created_at_ms INTEGER NOT NULL,
  -- Replaced or thrown away: its rows are deleted in short turns and nobody reads them any more.
  is_stale INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX generation_by_video ON generation (video_key);
CREATE INDEX generation_stale ON generation (generation_key) WHERE is_stale = 1;

CREATE TABLE channel_block (
  generation_key INTEGER NOT NULL REFERENCES generation (generation_key) ON DELETE CASCADE,
  channel TEXT NOT NULL,
  block_index INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  payload BLOB NOT NULL,
  UNIQUE (generation_key, channel, block_index)
) STRICT;

CREATE TABLE term (
  term_key INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  term TEXT NOT NULL,
  UNIQUE (channel, term)
) STRICT;

-- strength 0..255 of 0..1
CREATE TABLE posting (
  term_key INTEGER NOT NULL REFERENCES term (term_key),
  generation_key INTEGER NOT NULL REFERENCES generation (generation_key) ON DELETE CASCADE,
  block_index INTEGER NOT NULL,
  strength INTEGER NOT NULL CHECK (strength BETWEEN 0 AND 255),
  PRIMARY KEY (term_key, generation_key, block_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX posting_by_generation ON posting (generation_key, block_index);

-- Timed text of one source of a video: subtitles beside the file ("sidecar:movie.en.srt") and inside it ("stream:3").
-- A new reading is written beside the old one, in many small transactions, and swapped by is_active in one.
CREATE TABLE cue_set (
  cue_set_key INTEGER PRIMARY KEY,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  source TEXT NOT NULL,
  language TEXT,
  is_active INTEGER NOT NULL DEFAULT 0,
  -- Of the longest cue: how far before a moment a cue may begin that still covers it.
  longest_seconds REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cue_set_by_video ON cue_set (video_key, source);

CREATE TABLE cue (
  cue_key INTEGER PRIMARY KEY,
  cue_set_key INTEGER NOT NULL REFERENCES cue_set (cue_set_key) ON DELETE CASCADE,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX cue_by_set ON cue (cue_set_key, start_seconds);
CREATE VIRTUAL TABLE cue_fts USING fts5 (
  text, content = 'cue', content_rowid = 'cue_key', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER cue_inserted AFTER INSERT ON cue BEGIN
  INSERT INTO cue_fts (rowid, text) VALUES (new.cue_key, new.text);
END;
CREATE TRIGGER cue_deleted AFTER DELETE ON cue BEGIN
  INSERT INTO cue_fts (cue_fts, rowid, text) VALUES ('delete', old.cue_key, old.text);
END;

-- Words of a file's name, folders below its root, and dates; one row a file.
CREATE VIRTUAL TABLE name_fts USING fts5 (words, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER file_deleted AFTER DELETE ON file BEGIN
  DELETE FROM name_fts WHERE rowid = old.file_key;
END;

CREATE TABLE job (
  job_key INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL UNIQUE,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('key-frames', 'full')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'skipped', 'failed')),
  priority INTEGER NOT NULL DEFAULT 0,
  stage TEXT,
  done_seconds REAL NOT NULL DEFAULT 0,
  total_seconds REAL,
  work_seconds REAL NOT NULL DEFAULT 0,
  attempt_count INTEGER NOT NULL DEFAULT 0,
  kill_count INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT,
  error_details_json TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  UNIQUE (video_key, kind)
) STRICT;
CREATE INDEX job_by_state ON job (state, priority DESC, job_key);

-- One writer a library: who holds it, and until when.
CREATE TABLE lease (
  lease_key INTEGER PRIMARY KEY CHECK (lease_key = 1),
  holder_id TEXT NOT NULL,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  heartbeat_at_ms INTEGER NOT NULL
) STRICT;
`;
