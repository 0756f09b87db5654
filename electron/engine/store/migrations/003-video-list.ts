/** As one expression over a row `v` of video, so that every trigger says the same. */
const stateOf = (videoKey: string) => `(
    SELECT CASE
      WHEN EXISTS (SELECT 1 FROM job j WHERE j.video_key = v.video_key AND j.state = 'running') THEN 'indexing'
      WHEN v.active_generation_key IS NOT NULL THEN iif(
        EXISTS (
          SELECT 1 FROM generation g
          WHERE g.generation_key = v.active_generation_key AND g.is_complete = 1 AND (g.pass = 'full' OR EXISTS (
            SELECT 1 FROM job j WHERE j.video_key = v.video_key AND j.kind = 'full' AND j.state IN ('done', 'skipped')))
        ), 'done', 'searchable')
      WHEN v.failure_code IS NOT NULL
        OR EXISTS (SELECT 1 FROM job j WHERE j.video_key = v.video_key AND j.state = 'failed') THEN 'failed'
      WHEN EXISTS (SELECT 1 FROM job j WHERE j.video_key = v.video_key AND j.state IN ('queued', 'paused')) THEN 'queued'
      ELSE 'new' END
    FROM video v WHERE v.video_key = ${videoKey})`;

const setState = (videoKey: string) =>
  `UPDATE video SET state = ${stateOf(videoKey)} WHERE video_key = ${videoKey} AND state <> ${stateOf(videoKey)};`;

const isOffline = (videoKey: string) => `(NOT EXISTS (
    SELECT 1 FROM file f JOIN root r ON r.root_key = f.root_key
    WHERE f.video_key = ${videoKey} AND f.is_offline = 0 AND r.is_offline = 0))`;

const setFileFacts = (videoKey: string) => `
  UPDATE video SET is_offline = ${isOffline(videoKey)},
    modified_at_ms = (SELECT min(f.modified_at_ms) FROM file f WHERE f.video_key = ${videoKey})
  WHERE video_key = ${videoKey};`;

const raise = 'UPDATE library_revision SET revision = revision + 1;';

/**
 * What a list of ten thousand videos is filtered and sorted by, kept beside each video by triggers, so that no writer
 * can forget it: where it stands, whether a copy can be opened, when its file was written, and its name for sorting.
 * And a number that rises with every change that a list shows.
 */
export const migration003 = `
CREATE TABLE library_revision (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  revision INTEGER NOT NULL
) STRICT;
INSERT INTO library_revision (one, revision) VALUES (1, 1);

ALTER TABLE video ADD COLUMN state TEXT NOT NULL DEFAULT 'new';
ALTER TABLE video ADD COLUMN is_offline INTEGER NOT NULL DEFAULT 1;
-- The earliest of its copies: copying may have touched the others.
ALTER TABLE video ADD COLUMN modified_at_ms INTEGER;
-- In lower case, to be looked in; and with numbers of one length, so that clip 9 comes before clip 10.
ALTER TABLE video ADD COLUMN title_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE video ADD COLUMN title_order TEXT NOT NULL DEFAULT '';
UPDATE video SET title_folded = timecue_folded(title), title_order = timecue_order(title),
  state = ${stateOf('video.video_key')}, is_offline = ${isOffline('video.video_key')},
  modified_at_ms = (SELECT min(f.modified_at_ms) FROM file f WHERE f.video_key = video.video_key);

-- With all that filters look at, so that a filtered list reads no video that it does not show.
CREATE INDEX video_by_title ON video (title_order, video_key, title_folded, state, is_offline, duration_seconds,
  modified_at_ms, size_bytes, added_at_ms);
CREATE INDEX video_by_added ON video (added_at_ms, video_key);
CREATE INDEX video_by_modified ON video (modified_at_ms, video_key);
CREATE INDEX video_by_duration ON video (duration_seconds, video_key);
CREATE INDEX video_by_size ON video (size_bytes, video_key);
CREATE INDEX video_by_state ON video (state, title_order, video_key);
CREATE INDEX video_offline ON video (video_key) WHERE is_offline = 1;

CREATE TRIGGER job_state_inserted AFTER INSERT ON job BEGIN ${setState('new.video_key')} END;
CREATE TRIGGER job_state_changed AFTER UPDATE OF state ON job BEGIN ${setState('new.video_key')} END;
CREATE TRIGGER job_state_deleted AFTER DELETE ON job BEGIN ${setState('old.video_key')} END;
CREATE TRIGGER generation_completed AFTER UPDATE OF is_complete ON generation BEGIN ${setState('new.video_key')} END;
CREATE TRIGGER video_state_changed AFTER UPDATE OF active_generation_key, failure_code ON video BEGIN
  ${setState('new.video_key')}
END;
CREATE TRIGGER file_facts_inserted AFTER INSERT ON file BEGIN ${setFileFacts('new.video_key')} END;
CREATE TRIGGER file_facts_changed AFTER UPDATE ON file BEGIN
  ${setFileFacts('old.video_key')}
  ${setFileFacts('new.video_key')}
END;
CREATE TRIGGER file_facts_deleted AFTER DELETE ON file BEGIN ${setFileFacts('old.video_key')} END;
CREATE TRIGGER root_presence_changed AFTER UPDATE OF is_offline ON root WHEN old.is_offline <> new.is_offline BEGIN
  UPDATE video SET is_offline = ${isOffline('video.video_key')}
  WHERE video_key IN (SELECT video_key FROM file WHERE root_key = new.root_key);
END;

CREATE TRIGGER revision_video_inserted AFTER INSERT ON video BEGIN ${raise} END;
CREATE TRIGGER revision_video_deleted AFTER DELETE ON video BEGIN ${raise} END;
CREATE TRIGGER revision_video_changed
AFTER UPDATE OF state, is_offline, modified_at_ms, title, duration_seconds, probe_json, failure_code ON video BEGIN
  ${raise}
END;
CREATE TRIGGER revision_file_inserted AFTER INSERT ON file BEGIN ${raise} END;
CREATE TRIGGER revision_file_moved AFTER UPDATE OF root_key, relative_path, video_key ON file BEGIN ${raise} END;
CREATE TRIGGER revision_file_deleted AFTER DELETE ON file BEGIN ${raise} END;
CREATE TRIGGER revision_root_inserted AFTER INSERT ON root BEGIN ${raise} END;
CREATE TRIGGER revision_root_changed AFTER UPDATE OF path, is_offline ON root
WHEN old.path <> new.path OR old.is_offline <> new.is_offline BEGIN ${raise} END;
CREATE TRIGGER revision_root_deleted AFTER DELETE ON root BEGIN ${raise} END;
CREATE TRIGGER revision_sprite_made AFTER INSERT ON setting WHEN new.key GLOB 'sprite:*' BEGIN ${raise} END;
`;
