-- Every statement of electron/engine/store/queries. Made by golden-queries.test.ts with `vitest -u`.

-- active-generation.ts: activeGenerationOf
SELECT g.generation_key AS generationKey, g.edge_uncertainty_seconds AS edgeUncertaintySeconds
FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
WHERE v.video_id = ?;

-- block.ts: putBlock
INSERT INTO channel_block (generation_key, channel, block_index, row_count, payload)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING;

-- block.ts: putBlock
UPDATE channel_block SET row_count = ?, payload = ?
WHERE generation_key = ? AND channel = ? AND block_index = ?;

-- block.ts: blocksOf
SELECT block_index AS blockIndex, payload FROM channel_block
WHERE generation_key = ? AND channel = ?
  AND block_index BETWEEN ? AND ?
ORDER BY block_index;

-- block.ts: removeBlocks
DELETE FROM channel_block WHERE generation_key = ? AND channel = ?;

-- chat.ts: listConversations
SELECT c.conversation_id AS conversationId, c.title, c.created_at_ms AS createdAtMs,
  c.changed_at_ms AS changedAtMs,
  (SELECT count(*) FROM chat_turn t WHERE t.conversation_key = c.conversation_key) AS turnCount
FROM conversation c INDEXED BY conversation_by_change
ORDER BY c.changed_at_ms DESC, c.conversation_key DESC LIMIT ?;

-- chat.ts: conversationById
SELECT c.conversation_id AS conversationId, c.title, c.created_at_ms AS createdAtMs,
  c.changed_at_ms AS changedAtMs,
  (SELECT count(*) FROM chat_turn t WHERE t.conversation_key = c.conversation_key) AS turnCount
FROM conversation c WHERE c.conversation_id = ?;

-- chat.ts: insertConversation
INSERT INTO conversation (conversation_id, title, created_at_ms, changed_at_ms)
VALUES (?, ?, ?, ?);

-- chat.ts: renameConversation
UPDATE conversation SET title = ?, changed_at_ms = ?
WHERE conversation_id = ?;

-- chat.ts: deleteConversation
DELETE FROM conversation WHERE conversation_id = ?;

-- chat.ts: turnsOfConversation
SELECT t.turn_id AS turnId, c.conversation_id AS conversationId, t.parent_turn_id AS parentTurnId,
  t.asked_at_ms AS askedAtMs, t.request_json AS requestJson, t.reply_json AS replyJson
FROM conversation c CROSS JOIN chat_turn t ON t.conversation_key = c.conversation_key
WHERE c.conversation_id = ? ORDER BY t.turn_key LIMIT ?;

-- chat.ts: turnById
SELECT t.turn_id AS turnId, c.conversation_id AS conversationId, t.parent_turn_id AS parentTurnId,
  t.asked_at_ms AS askedAtMs, t.request_json AS requestJson, t.reply_json AS replyJson
FROM chat_turn t JOIN conversation c ON c.conversation_key = t.conversation_key
WHERE t.turn_id = ?;

-- chat.ts: putTurn
INSERT INTO chat_turn (turn_id, conversation_key, parent_turn_id, asked_at_ms, request_json, reply_json)
SELECT ?, conversation_key, ?, ?, ?, ?
FROM conversation WHERE conversation_id = ?
ON CONFLICT (turn_id) DO UPDATE SET reply_json = excluded.reply_json;

-- chat.ts: putTurn
UPDATE conversation SET changed_at_ms = ? WHERE conversation_id = ?;

-- correction.ts: listCorrections
SELECT c.correction_key AS correctionKey, c.correction_id AS correctionId, v.video_id AS videoId, c.text, c.verdict,
  c.found_start_seconds AS foundStart, c.found_end_seconds AS foundEnd,
  c.corrected_start_seconds AS correctedStart, c.corrected_end_seconds AS correctedEnd,
  c.changed_at_ms AS changedAtMs
FROM correction c JOIN video v ON v.video_key = c.video_key
WHERE (? IS NULL OR c.text_key = ?) AND (? IS NULL OR v.video_id = ?)
ORDER BY c.changed_at_ms DESC, c.correction_key DESC LIMIT ?;

-- correction.ts: correctionsOfQuery
SELECT c.correction_key AS correctionKey, c.video_key AS videoKey, v.title, c.correction_id AS correctionId, v.video_id AS videoId, c.text, c.verdict,
  c.found_start_seconds AS foundStart, c.found_end_seconds AS foundEnd,
  c.corrected_start_seconds AS correctedStart, c.corrected_end_seconds AS correctedEnd,
  c.changed_at_ms AS changedAtMs
FROM correction c JOIN video v ON v.video_key = c.video_key
WHERE c.text_key = ? ORDER BY c.correction_key;

-- correction.ts: insertCorrection
INSERT INTO correction (correction_id, video_key, text, text_key, verdict, found_start_seconds, found_end_seconds,
  corrected_start_seconds, corrected_end_seconds, changed_at_ms)
VALUES (?, ?, ?, ?, ?, ?,
  ?, ?, ?,
  ?);

-- correction.ts: removeCorrection
DELETE FROM correction WHERE correction_id = ?;

-- correction.ts: correctionCount
SELECT COUNT(*) AS count FROM correction;

-- cue.ts: replaceCues
INSERT INTO cue_set (video_key, source, language) VALUES (?, ?, ?);

-- cue.ts: fillAndSwap
INSERT INTO cue (cue_set_key, start_seconds, end_seconds, text)
VALUES (?, ?, ?, ?);

-- cue.ts: fillAndSwap
UPDATE cue_set SET is_active = 0
WHERE video_key = ? AND source = ? AND cue_set_key <> ?;

-- cue.ts: fillAndSwap
UPDATE cue_set SET is_active = ?, longest_seconds = ?
WHERE cue_set_key = ?;

-- cue.ts: sweepCueSets
SELECT cue_set_key AS cueSetKey FROM cue_set WHERE video_key = ? AND is_active = 0;

-- cue.ts: sweepCueSets
DELETE FROM cue_set WHERE cue_set_key = ?;

-- cue.ts: deleteSomeCues
DELETE FROM cue WHERE cue_key IN (SELECT cue_key FROM cue WHERE cue_set_key = ? LIMIT 20);

-- cue.ts: cueSourcesOf
SELECT source, language FROM cue_set WHERE video_key = ? AND is_active = 1 ORDER BY source;

-- cue.ts: cuesIn
SELECT c.cue_key AS cueKey, s.video_key AS videoKey, s.source, s.language, c.start_seconds AS startSeconds,
  c.end_seconds AS endSeconds, c.text
FROM cue_set s CROSS JOIN cue c ON c.cue_set_key = s.cue_set_key
WHERE s.video_key = ? AND s.is_active = 1
  AND c.start_seconds >= ? - s.longest_seconds AND c.start_seconds < ?
  AND c.end_seconds > ?
ORDER BY c.start_seconds, c.cue_key LIMIT ?;

-- cue.ts: searchCues
SELECT c.cue_key AS cueKey, s.video_key AS videoKey, s.source, s.language, c.start_seconds AS startSeconds,
  c.end_seconds AS endSeconds, c.text, f.rank
FROM cue_fts f CROSS JOIN cue c ON c.cue_key = f.rowid CROSS JOIN cue_set s ON s.cue_set_key = c.cue_set_key
WHERE f.cue_fts MATCH ? AND s.is_active = 1
ORDER BY f.rank LIMIT ?;

-- file.ts: filesOfRoot
SELECT file_key AS fileKey, root_key AS rootKey, relative_path AS relativePath, video_key AS videoKey,
  size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs, is_offline AS isOffline
FROM file INDEXED BY file_by_root WHERE root_key = ? AND file_key > ?
ORDER BY file_key LIMIT ?;

-- file.ts: copiesOfVideo
SELECT f.file_key AS fileKey, f.root_key AS rootKey, f.relative_path AS relativePath, f.video_key AS videoKey,
  f.size_bytes AS sizeBytes, f.modified_at_ms AS modifiedAtMs, f.is_offline AS isOffline,
  r.path AS rootPath, r.is_offline AS isRootOffline
FROM file f JOIN root r ON r.root_key = f.root_key
WHERE f.video_key = ?
ORDER BY r.is_offline OR f.is_offline, f.file_key;

-- file.ts: fileAt
SELECT file_key AS fileKey, root_key AS rootKey, relative_path AS relativePath, video_key AS videoKey,
  size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs, is_offline AS isOffline
FROM file WHERE root_key = ? AND relative_path = ?;

-- file.ts: putFile
INSERT INTO file (root_key, relative_path, video_key, size_bytes, modified_at_ms)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (root_key, relative_path) DO UPDATE SET
  video_key = excluded.video_key, size_bytes = excluded.size_bytes,
  modified_at_ms = excluded.modified_at_ms, is_offline = 0
RETURNING file_key AS fileKey;

-- file.ts: moveFile
DELETE FROM file
WHERE root_key = ? AND relative_path = ? AND file_key <> ?;

-- file.ts: moveFile
UPDATE file SET root_key = ?, relative_path = ?, video_key = ?,
  size_bytes = ?, modified_at_ms = ?, is_offline = 0
WHERE file_key = ?;

-- file.ts: adoptFiles
UPDATE file SET root_key = ?, relative_path = ? || relative_path
WHERE root_key = ?;

-- file.ts: setFileOnline
UPDATE file SET is_offline = 0 WHERE file_key = ?;

-- file.ts: setFileMissing
UPDATE file SET is_offline = 1
WHERE file_key = ? AND root_key = ? AND relative_path = ?
  AND is_offline = 0;

-- follow-job.ts: insertFollowJob
INSERT INTO follow_job (follow_id, video_key, track_id, label, request_json, state, created_at_ms, updated_at_ms)
VALUES (?, ?, ?, ?, ?, 'queued',
  ?, ?);

-- follow-job.ts: followJobById
SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
  v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
  f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
  f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
FROM follow_job f JOIN video v ON v.video_key = f.video_key WHERE f.follow_id = ?;

-- follow-job.ts: followJobsInState
SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
  v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
  f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
  f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
FROM follow_job f CROSS JOIN video v ON v.video_key = f.video_key
WHERE f.state = ? ORDER BY f.follow_key LIMIT ?;

-- follow-job.ts: newestFollowJobsInState
SELECT f.follow_key AS followKey, f.follow_id AS followId, f.video_key AS videoKey, v.video_id AS videoId,
  v.title, f.track_id AS trackId, f.label, f.request_json AS requestJson, f.state,
  f.done_seconds AS doneSeconds, f.total_seconds AS totalSeconds, f.work_seconds AS workSeconds,
  f.failure_code AS failureCode, f.failure_message AS failureMessage, f.updated_at_ms AS updatedAtMs
FROM follow_job f CROSS JOIN video v ON v.video_key = f.video_key
WHERE f.state = ? ORDER BY f.follow_key DESC LIMIT ?;

-- follow-job.ts: setFollowState
UPDATE follow_job SET state = ?, failure_code = ?,
  failure_message = ?, updated_at_ms = ?
WHERE follow_id = ?;

-- follow-job.ts: saveFollowProgress
UPDATE follow_job SET done_seconds = ?, total_seconds = ?,
  work_seconds = ?, updated_at_ms = ?
WHERE follow_id = ?;

-- follow-job.ts: deleteFollowJob
DELETE FROM follow_job WHERE follow_id = ?;

-- follow-job.ts: putFollowChunk
INSERT OR REPLACE INTO follow_chunk (follow_key, stretch_index, chunk_index, keys)
VALUES (?, ?, ?, ?);

-- follow-job.ts: followChunks
SELECT stretch_index AS stretchIndex, chunk_index AS chunkIndex, keys
FROM follow_chunk WHERE follow_key = ? ORDER BY stretch_index, chunk_index;

-- follow-job.ts: deleteFollowChunks
DELETE FROM follow_chunk WHERE follow_key = ?;

-- generation.ts: beginGeneration
SELECT generation_key AS generationKey, done_step_count AS doneStepCount FROM generation
WHERE video_key = ? AND pass = ? AND is_complete = 0 AND is_stale = 0
  AND step_seconds = ? AND channel_versions_json = ?
ORDER BY generation_key DESC LIMIT 1;

-- generation.ts: beginGeneration
UPDATE generation SET is_stale = 1 WHERE video_key = ? AND pass = ? AND is_complete = 0;

-- generation.ts: beginGeneration
INSERT INTO generation (video_key, pass, step_seconds, channel_versions_json, created_at_ms)
VALUES (?, ?, ?, ?, ?);

-- generation.ts: hasCompleteGeneration
SELECT g.generation_key AS generationKey
FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
WHERE v.video_key = ? AND g.pass = ? AND g.is_complete = 1 AND g.step_seconds = ?
  AND g.channel_versions_json = ?;

-- generation.ts: commitStep
UPDATE generation SET done_step_count = ?,
  edge_uncertainty_seconds = max(edge_uncertainty_seconds, ?)
WHERE generation_key = ?;

-- generation.ts: commitStep
UPDATE video SET active_generation_key = ?
WHERE video_key = ? AND active_generation_key IS NULL;

-- generation.ts: generationState
SELECT video_key AS videoKey, done_step_count AS doneStepCount FROM generation
WHERE generation_key = ? AND is_stale = 0;

-- generation.ts: completeGeneration
UPDATE generation SET is_complete = 1, warning_count = ?,
  edge_uncertainty_seconds = max(edge_uncertainty_seconds, ?)
WHERE generation_key = ?;

-- generation.ts: completeGeneration
UPDATE video SET active_generation_key = ? WHERE video_key = ?;

-- generation.ts: completeGeneration
UPDATE generation SET is_stale = 1 WHERE video_key = ? AND generation_key < ?;

-- generation.ts: dropStale
UPDATE video SET active_generation_key = NULL
WHERE video_key = ? AND active_generation_key IN (
  SELECT generation_key FROM generation WHERE video_key = ? AND is_stale = 1);

-- generation.ts: deleteSomeStaleRows
SELECT generation_key AS generationKey FROM generation WHERE is_stale = 1 LIMIT 1;

-- generation.ts: deleteSomeStaleRows
DELETE FROM posting WHERE generation_key = ? LIMIT 200;

-- generation.ts: deleteSomeStaleRows
DELETE FROM channel_block WHERE generation_key = ? LIMIT 20;

-- generation.ts: deleteSomeStaleRows
DELETE FROM generation WHERE generation_key = ?;

-- generation.ts: activeGenerations
SELECT v.video_key AS videoKey, v.video_id AS videoId, g.generation_key AS generationKey, g.pass,
  g.is_complete AS isComplete, g.step_seconds AS stepSeconds, g.done_step_count AS doneStepCount,
  g.edge_uncertainty_seconds AS edgeUncertaintySeconds, v.duration_seconds AS durationSeconds,
  g.channel_versions_json AS channelVersionsJson
FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
ORDER BY v.video_key;

-- generation.ts: activeVersionsOf
SELECT g.generation_key AS generationKey, g.channel_versions_json AS channelVersionsJson
FROM video v JOIN generation g ON g.generation_key = v.active_generation_key
WHERE v.video_id = ?;

-- generation.ts: indexedChannels
SELECT DISTINCT j.key AS channel
FROM (SELECT DISTINCT g.channel_versions_json AS versions
  FROM video v JOIN generation g ON g.generation_key = v.active_generation_key) AS distinct_versions,
  json_each(distinct_versions.versions) AS j;

-- job.ts: insertJob
INSERT INTO job (job_id, video_key, kind, state, priority, created_at_ms, updated_at_ms)
VALUES (?, ?, ?, 'queued', ?, ?, ?)
ON CONFLICT (video_key, kind) DO NOTHING;

-- job.ts: jobById
SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
  j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
  j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
  j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
FROM job j JOIN video v ON v.video_key = j.video_key WHERE j.job_id = ?;

-- job.ts: jobsOfVideo
SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
  j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
  j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
  j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
FROM job j JOIN video v ON v.video_key = j.video_key WHERE j.video_key = ? ORDER BY j.job_key;

-- job.ts: jobsInState
SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
  j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
  j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
  j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
FROM job j CROSS JOIN video v ON v.video_key = j.video_key
WHERE j.state = ? ORDER BY j.priority DESC, j.job_key LIMIT ?;

-- job.ts: countJobsByState
SELECT state, count(*) AS jobCount FROM job GROUP BY state;

-- job.ts: runnableJobs
SELECT j.job_key AS jobKey, j.job_id AS jobId, j.video_key AS videoKey, v.video_id AS videoId, v.title, j.kind,
  j.state, j.priority, j.stage, j.done_seconds AS doneSeconds, j.total_seconds AS totalSeconds,
  j.work_seconds AS workSeconds, j.attempt_count AS attemptCount, j.kill_count AS killCount,
  j.error_code AS failureCode, j.error_message AS failureMessage, j.error_details_json AS failureDetailsJson
FROM job j CROSS JOIN video v ON v.video_key = j.video_key
WHERE j.state = 'queued' AND (j.kill_count >= ?) = ?
  AND (j.kind = 'key-frames' OR NOT EXISTS (
    SELECT 1 FROM job k
    WHERE k.video_key = j.video_key AND k.kind = 'key-frames' AND k.state NOT IN ('done', 'skipped')))
  AND EXISTS (
    SELECT 1 FROM file f JOIN root r ON r.root_key = f.root_key
    WHERE f.video_key = j.video_key AND f.is_offline = 0 AND r.is_offline = 0)
ORDER BY j.priority DESC, j.job_key LIMIT ?;

-- job.ts: setJobState
UPDATE job SET state = ?, error_code = ?, error_message = ?,
  error_details_json = ?, updated_at_ms = ?
WHERE job_key = ?;

-- job.ts: setJobAttempts
UPDATE job SET attempt_count = ? WHERE job_key = ?;

-- job.ts: setJobKills
UPDATE job SET kill_count = ? WHERE job_key = ?;

-- job.ts: setJobPriority
UPDATE job SET priority = ? WHERE job_key = ?;

-- job.ts: saveJobProgress
UPDATE job SET stage = ?, done_seconds = ?, total_seconds = ?,
  work_seconds = ?, updated_at_ms = ?
WHERE job_key = ?;

-- lease.ts: readLease
SELECT holder_id AS holderId, pid, host, heartbeat_at_ms AS heartbeatAtMs FROM lease WHERE lease_key = 1;

-- lease.ts: writeLease
INSERT INTO lease (lease_key, holder_id, pid, host, heartbeat_at_ms)
VALUES (1, ?, ?, ?, ?)
ON CONFLICT (lease_key) DO UPDATE SET
  holder_id = excluded.holder_id, pid = excluded.pid, host = excluded.host,
  heartbeat_at_ms = excluded.heartbeat_at_ms;

-- lease.ts: renewLease
UPDATE lease SET heartbeat_at_ms = ? WHERE lease_key = 1 AND holder_id = ?;

-- lease.ts: dropLease
DELETE FROM lease WHERE lease_key = 1 AND holder_id = ?;

-- lesson.ts: listLessons
SELECT l.lesson_id AS lessonId, v.video_id AS videoId, l.text_key AS textKey, l.start_seconds AS startSeconds,
  l.end_seconds AS endSeconds, l.shown_json AS shownJson, l.policy_id AS policyId, l.taken_at_ms AS takenAtMs
FROM lesson l JOIN video v ON v.video_key = l.video_key ORDER BY l.lesson_key;

-- lesson.ts: lessonEvidence
SELECT plan_json AS planJson, snapshot FROM lesson WHERE lesson_id = ?;

-- lesson.ts: insertLesson
INSERT INTO lesson (lesson_id, video_key, text_key, start_seconds, end_seconds, plan_json, shown_json, policy_id,
  snapshot, taken_at_ms)
SELECT ?, video_key, ?, ?, ?, ?,
  ?, ?, ?, ?
FROM video WHERE video_id = ?;

-- lesson.ts: removeLesson
DELETE FROM lesson WHERE lesson_id = ?;

-- name.ts: saveName
INSERT OR REPLACE INTO name_fts (rowid, words) VALUES (?, ?);

-- name.ts: searchNames
SELECT n.rowid AS fileKey, f.video_key AS videoKey, n.words, n.rank
FROM name_fts n CROSS JOIN file f ON f.file_key = n.rowid
WHERE n.name_fts MATCH ?
ORDER BY n.rank LIMIT ?;

-- name.ts: namesOfVideo
SELECT n.words FROM file f CROSS JOIN name_fts n ON n.rowid = f.file_key WHERE f.video_key = ?;

-- posting.ts: putPosting
INSERT INTO posting (term_key, generation_key, block_index, strength)
SELECT term_key, ?, ?, ? FROM term WHERE channel = ? AND term = ?
ON CONFLICT DO UPDATE SET strength = max(strength, excluded.strength);

-- posting.ts: putPosting
INSERT INTO term (channel, term) VALUES (?, ?);

-- posting.ts: deletePostings
DELETE FROM posting
WHERE generation_key = ? AND block_index = ?
  AND term_key IN (SELECT term_key FROM term WHERE channel = ?);

-- posting.ts: postingsOf
SELECT p.generation_key AS generationKey, count(*) AS postingCount,
  group_concat(p.block_index) AS blockIndexes, group_concat(p.strength) AS strengths
FROM term t CROSS JOIN posting p ON p.term_key = t.term_key
WHERE t.channel = ? AND t.term = ?
  AND p.generation_key IN (SELECT active_generation_key FROM video WHERE active_generation_key IS NOT NULL)
GROUP BY p.generation_key;

-- posting.ts: termsOf
SELECT term FROM term WHERE channel = ? ORDER BY term;

-- removal.ts: excludedFiles
SELECT relative_path AS relativePath FROM excluded_file WHERE root_key = ?;

-- removal.ts: excludeFilesOfVideo
INSERT INTO excluded_file (root_key, relative_path)
SELECT root_key, relative_path FROM file WHERE video_key = ? AND relative_path <> ''
ON CONFLICT DO NOTHING;

-- removal.ts: includeFiles
DELETE FROM excluded_file
WHERE root_key = ? AND (? = '' OR relative_path = ?
  OR (relative_path >= ? || '/' AND relative_path < ? || '0'));

-- removal.ts: retireGenerations
UPDATE generation SET is_stale = 1 WHERE video_key = ?;

-- removal.ts: retireGenerations
UPDATE video SET active_generation_key = NULL WHERE video_key = ?;

-- removal.ts: deleteVideo
DELETE FROM video WHERE video_key = ?;

-- removal.ts: deleteFilesInRoot
DELETE FROM file WHERE root_key = ? AND video_key = ?;

-- removal.ts: videosOfRoot
SELECT DISTINCT f.video_key AS videoKey, EXISTS (
  SELECT 1 FROM file o WHERE o.video_key = f.video_key AND o.root_key <> f.root_key) AS isElsewhere
FROM file f INDEXED BY file_by_root WHERE f.root_key = ?;

-- root.ts: listRoots
SELECT root_key AS rootKey, root_id AS rootId, path, is_polled AS isPolled, is_offline AS isOffline,
  added_at_ms AS addedAtMs
FROM root ORDER BY root_key;

-- root.ts: rootById
SELECT root_key AS rootKey, root_id AS rootId, path, is_polled AS isPolled, is_offline AS isOffline,
  added_at_ms AS addedAtMs
FROM root WHERE root_id = ?;

-- root.ts: insertRoot
INSERT INTO root (root_id, path, is_polled, added_at_ms)
VALUES (?, ?, ?, ?);

-- root.ts: setRootOffline
UPDATE root SET is_offline = ? WHERE root_key = ?;

-- root.ts: setRootPath
UPDATE root SET path = ? WHERE root_key = ?;

-- root.ts: setRootPolled
UPDATE root SET is_polled = ? WHERE root_key = ?;

-- root.ts: deleteRoot
DELETE FROM root WHERE root_key = ?;

-- root.ts: videoCountsByRoot
SELECT root_key AS rootKey, count(DISTINCT video_key) AS videoCount FROM file GROUP BY root_key;

-- search-memory.ts: savedSearches
SELECT saved_search_id AS savedSearchId, name, text, saved_at_ms AS savedAtMs
FROM saved_search ORDER BY saved_at_ms DESC, saved_search_id;

-- search-memory.ts: recentSearches
SELECT text, asked_at_ms AS askedAtMs FROM recent_search
ORDER BY asked_at_ms DESC, text LIMIT ?;

-- search-memory.ts: rememberSearch
INSERT INTO recent_search (text, asked_at_ms) VALUES (?, ?)
ON CONFLICT (text) DO UPDATE SET asked_at_ms = excluded.asked_at_ms;

-- search-memory.ts: rememberSearch
DELETE FROM recent_search WHERE text IN (
  SELECT text FROM recent_search ORDER BY asked_at_ms DESC, text LIMIT -1 OFFSET ?);

-- search-memory.ts: forgetRecentSearches
DELETE FROM recent_search;

-- search-memory.ts: saveSearch
INSERT INTO saved_search (saved_search_id, name, text, saved_at_ms)
VALUES (?, ?, ?, ?)
ON CONFLICT (saved_search_id) DO UPDATE SET
  name = excluded.name, text = excluded.text, saved_at_ms = excluded.saved_at_ms;

-- search-memory.ts: removeSavedSearch
DELETE FROM saved_search WHERE saved_search_id = ?;

-- selection.ts: selectionItems
SELECT i.item_id AS itemId, v.video_id AS videoId, i.start_seconds AS startSeconds, i.end_seconds AS endSeconds,
  i.name, i.note, i.query, v.title,
  (SELECT count(*) FROM file f JOIN root r ON r.root_key = f.root_key
    WHERE f.video_key = v.video_key AND f.is_offline = 0 AND r.is_offline = 0) AS onlineCopyCount
FROM selection_item i JOIN video v ON v.video_key = i.video_key
ORDER BY i.position, i.item_id;

-- selection.ts: replaceSelection
DELETE FROM selection_item;

-- selection.ts: replaceSelection
INSERT OR IGNORE INTO selection_item
  (item_id, video_key, position, start_seconds, end_seconds, name, note, query)
SELECT ?, video_key, ?, ?, ?, ?, ?, ?
FROM video WHERE video_id = ?;

-- setting.ts: readSetting
SELECT value FROM setting WHERE key = ?;

-- setting.ts: writeSetting
INSERT INTO setting (key, value) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- setting.ts: readSettings
SELECT s.key, s.value FROM json_each(?) wanted CROSS JOIN setting s ON s.key = wanted.value;

-- setting.ts: removeSetting
DELETE FROM setting WHERE key = ?;

-- setting.ts: raiseDataVersion
INSERT INTO setting (key, value) VALUES (?, '1')
ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT);

-- taught-policy.ts: listTaughtPolicies
SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson, made_at_ms AS madeAtMs,
  changed_at_ms AS changedAtMs
FROM taught_policy ORDER BY policy_key DESC LIMIT ?;

-- taught-policy.ts: taughtPolicy
SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson,
  made_at_ms AS madeAtMs, changed_at_ms AS changedAtMs
FROM taught_policy WHERE policy_id = ?;

-- taught-policy.ts: taughtPolicyInUse
SELECT policy_id AS policyId, state, report_json AS reportJson, weights_json AS weightsJson,
  made_at_ms AS madeAtMs, changed_at_ms AS changedAtMs
FROM taught_policy WHERE state = 'in-use';

-- taught-policy.ts: taughtPolicyCount
SELECT MAX(policy_key) AS last FROM taught_policy;

-- taught-policy.ts: insertTaughtPolicy
INSERT INTO taught_policy (policy_id, state, report_json, weights_json, made_at_ms, changed_at_ms)
VALUES (?, ?, ?, ?, ?,
  ?);

-- taught-policy.ts: setTaughtPolicyState
UPDATE taught_policy SET state = ?, changed_at_ms = ? WHERE policy_id = ?;

-- track.ts: tracksOfVideo
SELECT track_id AS trackId, label, origin, fate, tracker_id AS trackerId, start_seconds AS startSeconds,
  end_seconds AS endSeconds, revision, changed_at_ms AS changedAtMs, source_generation_key AS sourceGenerationKey,
  source_track_number AS sourceTrackNumber, source_keys AS sourceKeys, keys AS keysBlob
FROM track WHERE video_key = ? ORDER BY start_seconds;

-- track.ts: changedTracks
SELECT v.video_id AS videoId, t.track_id AS trackId, t.label, t.origin, t.fate, t.tracker_id AS trackerId,
  t.start_seconds AS startSeconds, t.end_seconds AS endSeconds, t.revision, t.changed_at_ms AS changedAtMs,
  t.source_generation_key AS sourceGenerationKey, t.source_track_number AS sourceTrackNumber,
  t.source_keys AS sourceKeys, t.keys AS keysBlob
FROM track t JOIN video v ON v.video_key = t.video_key
ORDER BY t.changed_at_ms DESC, t.track_key DESC LIMIT ?;

-- track.ts: putTrack
INSERT INTO track (track_id, video_key, label, origin, fate, tracker_id, start_seconds, end_seconds, revision,
  changed_at_ms, source_generation_key, source_track_number, source_keys, keys)
VALUES (?, ?, ?, ?, ?, ?,
  ?, ?, ?, ?, ?,
  ?, ?, ?);

-- track.ts: deleteTrack
DELETE FROM track WHERE track_id = ?;

-- track.ts: setTrackSource
UPDATE track SET source_generation_key = ?, source_track_number = ?
WHERE track_id = ?;

-- track.ts: trackRevision
SELECT revision FROM track_revision WHERE video_key = ?;

-- track.ts: raiseTrackRevision
INSERT INTO track_revision (video_key, revision) VALUES (?, 1)
ON CONFLICT (video_key) DO UPDATE SET revision = revision + 1;

-- video-list.ts: countVideosByState
SELECT state, count(*) AS videoCount FROM video GROUP BY state;

-- video-list.ts: countOfflineVideos
SELECT count(*) AS videoCount FROM video WHERE is_offline = 1;

-- video-list.ts: titlesWith
SELECT title FROM video WHERE instr(title_folded, ?) > 0 LIMIT ?;

-- video-list.ts: libraryRevision
SELECT revision FROM library_revision WHERE one = 1;

-- video-list.ts: allPlacedFiles
SELECT root_key, relative_path, video_key, is_offline FROM file;

-- video.ts: insertVideo
INSERT INTO video (video_id, fingerprint, size_bytes, title, title_folded, title_order, added_at_ms)
VALUES (?, ?, ?, ?, ?, ?,
  ?);

-- video.ts: videoById
SELECT video_key AS videoKey, video_id AS videoId, fingerprint, size_bytes AS sizeBytes, title,
  added_at_ms AS addedAtMs, duration_seconds AS durationSeconds, probe_json AS probeJson,
  failure_code AS failureCode, failure_message AS failureMessage, failure_details_json AS failureDetailsJson,
  active_generation_key AS activeGenerationKey
FROM video WHERE video_id = ?;

-- video.ts: videoByKey
SELECT video_key AS videoKey, video_id AS videoId, fingerprint, size_bytes AS sizeBytes, title,
  added_at_ms AS addedAtMs, duration_seconds AS durationSeconds, probe_json AS probeJson,
  failure_code AS failureCode, failure_message AS failureMessage, failure_details_json AS failureDetailsJson,
  active_generation_key AS activeGenerationKey
FROM video WHERE video_key = ?;

-- video.ts: videoKeyByFingerprint
SELECT video_key AS videoKey FROM video WHERE fingerprint = ?;

-- video.ts: videosInFolder
SELECT DISTINCT v.video_key AS videoKey, v.video_id AS videoId
FROM file f CROSS JOIN video v ON v.video_key = f.video_key
WHERE f.root_key = ? AND f.relative_path >= ? AND f.relative_path < ? || char(1114111)
  AND instr(substr(f.relative_path, length(?) + 1), '/') = 0;

-- video.ts: countVideos
SELECT count(*) AS videoCount FROM video;

-- video.ts: listVideos
SELECT video_key AS videoKey FROM video WHERE video_key BETWEEN ? AND ?
ORDER BY video_key LIMIT ? OFFSET ?;

-- video.ts: videosByKeys
SELECT v.video_key AS videoKey, v.video_id AS videoId, v.fingerprint, v.size_bytes AS sizeBytes, v.title,
  v.added_at_ms AS addedAtMs, v.duration_seconds AS durationSeconds,
  v.probe_json ->> '$.startTimecode' AS startTimecode, v.probe_json ->> '$.video.displayedWidth' AS displayedWidth,
  v.probe_json ->> '$.video.displayedHeight' AS displayedHeight, v.probe_json ->> '$.video.codec' AS codec,
  coalesce(v.probe_json ->> '$.video.averageRate.num', v.probe_json ->> '$.video.nominalRate.num') AS rateNum,
  coalesce(v.probe_json ->> '$.video.averageRate.den', v.probe_json ->> '$.video.nominalRate.den') AS rateDen,
  v.probe_json ->> '$.video.isVariableRate' AS isVariableRate,
  v.failure_code AS failureCode, v.failure_message AS failureMessage,
  v.failure_details_json AS failureDetailsJson, v.active_generation_key AS activeGenerationKey,
  v.state, v.modified_at_ms AS modifiedAtMs,
  (SELECT count(*) FROM file f WHERE f.video_key = v.video_key) AS copyCount,
  (SELECT count(*) FROM file f JOIN root r ON r.root_key = f.root_key
    WHERE f.video_key = v.video_key AND f.is_offline = 0 AND r.is_offline = 0) AS onlineCopyCount,
  k.state AS keyFramesState, u.state AS fullState,
  iif(k.state = 'failed', k.error_code, iif(u.state = 'failed', u.error_code, NULL)) AS jobErrorCode,
  iif(k.state = 'failed', k.error_message, u.error_message) AS jobErrorMessage,
  iif(k.state = 'failed', k.error_details_json, u.error_details_json) AS jobErrorDetailsJson
FROM json_each(?) wanted CROSS JOIN video v ON v.video_key = wanted.value
  LEFT JOIN job k ON k.video_key = v.video_key AND k.kind = 'key-frames'
  LEFT JOIN job u ON u.video_key = v.video_key AND u.kind = 'full'
ORDER BY wanted.key;

-- video.ts: setVideoTitle
UPDATE video SET title = ?, title_folded = ?, title_order = ?
WHERE video_key = ?;

-- video.ts: saveProbe
UPDATE video SET probe_json = ?, duration_seconds = ?
WHERE video_key = ?;

-- video.ts: saveFailure
UPDATE video SET failure_code = ?, failure_message = ?,
  failure_details_json = ?
WHERE video_key = ?;
