/** Tracks that a person made, had followed, imported or corrected, and the jobs that follow. */
export const migration004 = `
-- Tracks of indexing lie with their generation. A row here with a source stands in for one of them: it was corrected
-- ('kept'), is not there ('deleted'), or is part of another now ('joined').
CREATE TABLE track (
  track_key INTEGER PRIMARY KEY,
  track_id TEXT NOT NULL UNIQUE,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  label TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('indexed', 'followed', 'imported')),
  fate TEXT NOT NULL CHECK (fate IN ('kept', 'deleted', 'joined')),
  tracker_id TEXT,
  start_seconds REAL NOT NULL,
  end_seconds REAL NOT NULL,
  revision INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  -- Which track of which generation it stands for; null where a new generation has nothing like it.
  -- No foreign key: it is looked for again, by source_keys, when the generation is gone.
  source_generation_key INTEGER,
  source_track_number INTEGER,
  -- As indexing found it, and what it is now; columns of keys, see track-blob.
  source_keys BLOB,
  keys BLOB NOT NULL
) STRICT;
CREATE INDEX track_by_video ON track (video_key, start_seconds);

CREATE TABLE track_revision (
  video_key INTEGER PRIMARY KEY REFERENCES video (video_key) ON DELETE CASCADE,
  revision INTEGER NOT NULL
) STRICT;

CREATE TABLE follow_job (
  follow_key INTEGER PRIMARY KEY,
  follow_id TEXT NOT NULL UNIQUE,
  video_key INTEGER NOT NULL REFERENCES video (video_key) ON DELETE CASCADE,
  track_id TEXT NOT NULL,
  label TEXT NOT NULL,
  request_json TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'done', 'cancelled', 'failed')),
  done_seconds REAL NOT NULL DEFAULT 0,
  total_seconds REAL,
  work_seconds REAL NOT NULL DEFAULT 0,
  failure_code TEXT,
  failure_message TEXT,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX follow_job_by_state ON follow_job (state, follow_key);
CREATE INDEX follow_job_by_video ON follow_job (video_key);

-- What a follow job has found so far, a row a finished chunk: a killed job goes on after the last of them.
CREATE TABLE follow_chunk (
  follow_key INTEGER NOT NULL REFERENCES follow_job (follow_key) ON DELETE CASCADE,
  stretch_index INTEGER NOT NULL,
  chunk_index INTEGER NOT NULL,
  keys BLOB NOT NULL,
  PRIMARY KEY (follow_key, stretch_index, chunk_index)
) STRICT;
`;
