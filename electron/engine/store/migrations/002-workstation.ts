/** What a person keeps: collected spans, searches, corrections; and files that they took out of the library. */
export const migration002 = `
CREATE TABLE selection_item (
  item_id TEXT PRIMARY KEY,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL,
  query TEXT
) STRICT;
CREATE INDEX selection_item_by_video ON selection_item (video_key);

CREATE TABLE saved_search (
  saved_search_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  saved_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE recent_search (
  text TEXT PRIMARY KEY,
  asked_at_ms INTEGER NOT NULL
) STRICT;

-- text_key: the text in lower case with single spaces, by which the same query is known again.
CREATE TABLE correction (
  correction_key INTEGER PRIMARY KEY,
  correction_id TEXT NOT NULL UNIQUE,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  text TEXT NOT NULL,
  text_key TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('adjusted', 'right', 'wrong', 'missed')),
  found_start_seconds REAL,
  found_end_seconds REAL,
  corrected_start_seconds REAL,
  corrected_end_seconds REAL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX correction_by_text ON correction (text_key, video_key);
CREATE INDEX correction_by_video ON correction (video_key);

-- Files taken out of the library: a scan leaves them alone until their root is added anew.
CREATE TABLE excluded_file (
  root_key INTEGER NOT NULL REFERENCES root (root_key) ON DELETE CASCADE,
  relative_path TEXT NOT NULL,
  PRIMARY KEY (root_key, relative_path)
) STRICT, WITHOUT ROWID;
`;
