-- Checks of the doctor: how many rows were looked at, how many break the rule, one of those.

-- doctor_scenario_metadata() doctor_row
SELECT COUNT(*) AS looked, COUNT(NULLIF(difference, '')) AS violations,
  MIN(IF(difference = '', NULL, CONCAT('scenario ', scenario_key, ': ', difference))) AS example
FROM drift_scenario_metadata;

-- doctor_scenario_daily() doctor_row
SELECT COUNT(*) AS looked, COUNT(NULLIF(difference, '')) AS violations,
  MIN(IF(difference = '', NULL, CONCAT('scenario ', scenario_key, ' on ', day, ': ', difference))) AS example
FROM drift_scenario_daily;

-- doctor_user_scenario_progress() doctor_row
SELECT COUNT(*) AS looked, COUNT(NULLIF(difference, '')) AS violations,
  MIN(IF(difference = '', NULL, CONCAT('user ', user_key, ', scenario ', scenario_key, ': ', difference))) AS example
FROM drift_user_scenario_progress;

-- doctor_activity() doctor_row
SELECT COUNT(*) AS looked, COUNT(IF(a.user_key IS NULL, 1, NULL)) AS violations,
  MIN(IF(a.user_key IS NULL, CONCAT('scenario ', f.scenario_key, ' on ', f.day, ': no ', f.kind, ' of user ', f.user_key),
    NULL)) AS example
FROM (
  SELECT DISTINCT r.scenario_key, DATE(r.started_at) AS day, 'start' AS kind, r.user_key
  FROM scenario_runs r JOIN scenarios s ON s.id = r.scenario_key AND NOT (s.created_by <=> r.user_key)
  UNION
  SELECT DISTINCT h.scenario_key, DATE(h.completed_at), 'completion', h.user_key
  FROM scenario_progress_history h JOIN scenarios s ON s.id = h.scenario_key AND NOT (s.created_by <=> h.user_key)
  WHERE h.partial = 0) AS f
LEFT JOIN scenario_activity a
  ON a.scenario_key = f.scenario_key AND a.day = f.day AND a.kind = f.kind AND a.user_key = f.user_key;

-- doctor_runs() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations,
  MIN(CONCAT('run ', run, ': ', difference)) AS example
FROM (
  SELECT id AS run, CASE
    WHEN phase NOT BETWEEN 1 AND phase_count THEN 'no such phase'
    WHEN last_event_at < started_at OR ended_at < started_at THEN 'it ends before it begins'
    WHEN status = 'open' AND (ended_at IS NOT NULL OR score IS NOT NULL OR result IS NOT NULL) THEN 'open, but ended'
    WHEN status <> 'open' AND ended_at IS NULL THEN 'ended, but not when'
    WHEN status = 'completed' AND (score IS NULL OR partial IS NULL OR NOT COALESCE(JSON_VALID(result), 0))
      THEN 'completed without a result'
    WHEN status = 'abandoned' AND (score IS NOT NULL OR result IS NOT NULL) THEN 'abandoned with a result'
    END AS difference
  FROM scenario_runs) AS runs;

-- doctor_open_runs() doctor_row
SELECT COUNT(*) AS looked, COUNT(IF(n > 1, 1, NULL)) AS violations,
  MIN(IF(n > 1, CONCAT('user ', user_key, ', scenario ', scenario_key, ': ', n, ' open runs'), NULL)) AS example
FROM (SELECT user_key, scenario_key, COUNT(*) AS n FROM scenario_runs WHERE status = 'open'
  GROUP BY user_key, scenario_key) AS open_runs;

-- doctor_turns() doctor_row
SELECT COUNT(*) AS looked, COUNT(IF(dense, NULL, 1)) AS violations,
  MIN(IF(dense, NULL, CONCAT('run ', run, ': ', turns, ' turns, rows ', COALESCE(first, 0), ' to ', COALESCE(last, 0))))
    AS example
FROM (
  SELECT r.id AS run, r.turns, t.first, t.last,
    r.turns = COALESCE(t.n, 0) AND (r.turns = 0 OR (t.first = 1 AND t.last = r.turns)) AS dense
  FROM scenario_runs r
  LEFT JOIN (SELECT run_key, COUNT(*) AS n, MIN(number) AS first, MAX(number) AS last FROM scenario_run_turns
    GROUP BY run_key) AS t ON t.run_key = r.id) AS runs;

-- doctor_history() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('run ', run, ': ', difference)) AS example
FROM (
  SELECT r.id AS run, CASE
    WHEN h.run_key IS NULL THEN 'completed, without history'
    WHEN h.user_key <> r.user_key OR h.scenario_key <> r.scenario_key OR h.version <> r.version
      OR h.started_at <> r.started_at OR h.completed_at <> r.ended_at OR h.seconds <> r.seconds
      OR h.completion_score <> r.score OR h.partial <> r.partial OR h.phases_total <> r.phase_count
      THEN 'the history says otherwise'
    WHEN s.id IS NULL THEN 'completed, without a learning session'
    WHEN s.duration_seconds <> r.seconds OR s.items_studied <> COALESCE(i.studied, 0)
      OR s.items_correct <> COALESCE(i.correct, 0)
      OR ABS(COALESCE(s.accuracy_rate, 0) - COALESCE(s.items_correct / NULLIF(s.items_studied, 0), 0)) > 0.0001
      THEN 'the learning session says otherwise'
    WHEN e.user_key IS NULL THEN 'completed, without its event'
    END AS difference
  FROM scenario_runs r
  LEFT JOIN scenario_progress_history h ON h.run_key = r.id
  LEFT JOIN learning_sessions s ON s.user_key = r.user_key AND s.session_type = 'scenario'
    AND s.source_id = CAST(r.id AS CHAR)
  LEFT JOIN (SELECT run_key, COUNT(*) AS studied, SUM(level IN ('supported', 'own')) AS correct
    FROM scenario_run_items GROUP BY run_key) AS i ON i.run_key = r.id
  LEFT JOIN learning_events e ON e.user_key = r.user_key AND e.ref = CAST(r.id AS CHAR)
    AND e.event = IF(r.partial, 'run_partial', 'run_completed')
  WHERE r.status = 'completed'
  UNION ALL
  SELECT h.run_key, 'history of a run that is not completed'
  FROM scenario_progress_history h JOIN scenario_runs r ON r.id = h.run_key WHERE r.status <> 'completed') AS runs;

-- doctor_vocabulary() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('item ', item, ': ', difference)) AS example
FROM (
  SELECT i.id AS item, CASE
    WHEN NOT EXISTS (SELECT 1 FROM review_cards c WHERE c.item_key = i.id) THEN 'no card'
    WHEN EXISTS (SELECT 1 FROM review_cards c WHERE c.item_key = i.id
      AND (c.user_key <> i.user_key OR c.language <> i.language)) THEN 'a card of somebody else or another language'
    WHEN NOT EXISTS (SELECT 1 FROM vocabulary_sources s WHERE s.item_key = i.id) THEN 'no source'
    WHEN EXISTS (SELECT 1 FROM vocabulary_sources s LEFT JOIN scenarios c ON c.id = s.source_key
      WHERE s.item_key = i.id AND s.source_type = 'scenario' AND c.id IS NULL) THEN 'a source that is not there'
    WHEN EXISTS (SELECT 1 FROM vocabulary_sources s JOIN scenario_runs r ON r.id = s.run_key
      WHERE s.item_key = i.id AND r.user_key <> i.user_key) THEN 'a source in somebody else''s run'
    END AS difference
  FROM vocabulary_items i) AS items;

-- doctor_reviews() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('review ', review, ': ', difference)) AS example
FROM (
  SELECT HEX(l.review_id) AS review, CASE
    WHEN l.user_key <> c.user_key THEN 'of somebody else''s card'
    WHEN l.language <> c.language THEN 'of another language than its card'
    WHEN l.review_kind = 'seed' AND l.run_key IS NULL THEN 'a first state without its run'
    WHEN l.review_kind <> 'seed' AND l.run_key IS NOT NULL THEN 'an answer with a run'
    WHEN l.due_after < l.answered_at THEN 'due before it was answered'
    END AS difference
  FROM review_log l STRAIGHT_JOIN review_cards c ON c.id = l.card_key) AS reviews;

-- doctor_versions() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('scenario ', scenario, ': ', difference)) AS example
FROM (
  SELECT s.id AS scenario, CASE
    WHEN v.version IS NULL THEN 'its version is not there'
    WHEN v.content_hash <> UNHEX(SHA2(v.content, 256)) THEN 'the version is not what was hashed'
    WHEN JSON_VALUE(s.document, '$.version') <> s.version THEN 'the document is of another version'
    WHEN JSON_LENGTH(v.content, '$.phases') <> (SELECT COUNT(*) FROM scenario_phases p WHERE p.scenario_key = s.id)
      THEN 'other phases than the version'
    WHEN (SELECT COUNT(*) FROM JSON_TABLE(v.content, '$.phases[*].key_vocabulary[*]' COLUMNS (n FOR ORDINALITY)) AS w)
      <> (SELECT COUNT(*) FROM scenario_words w WHERE w.scenario_key = s.id) THEN 'other words than the version'
    WHEN NOT EXISTS (SELECT 1 FROM scenario_terms t WHERE t.scenario_key = s.id) THEN 'no search terms'
    END AS difference
  FROM scenarios s LEFT JOIN scenario_versions v ON v.scenario_key = s.id AND v.version = s.version) AS current_versions;

-- doctor_listing() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('scenario ', scenario, ': ', difference)) AS example
FROM (
  SELECT s.id AS scenario, CASE
    WHEN (l.scenario_key IS NOT NULL) <> (s.deleted_at IS NULL AND s.withdrawn = 0
      AND (s.is_system_scenario = 1 OR s.is_public = 1)) THEN IF(l.scenario_key IS NULL, 'not listed', 'listed')
    WHEN l.scenario_key IS NOT NULL AND (l.scenario_id <> s.scenario_id OR l.situation_id <> s.situation_id
      OR l.title <> s.title OR l.description <> s.description OR l.category <> s.category OR l.difficulty <> s.difficulty
      OR NOT (l.cefr_level <=> s.cefr_level) OR l.language <> s.language OR l.estimated_duration <> s.estimated_duration
      OR l.is_system_scenario <> s.is_system_scenario OR l.phase_count <>
        (SELECT COUNT(*) FROM scenario_phases p WHERE p.scenario_key = s.id)) THEN 'listed otherwise than it is'
    END AS difference
  FROM scenarios s LEFT JOIN scenario_listing l ON l.scenario_key = s.id) AS listings;

-- doctor_users() doctor_row
SELECT COUNT(*) AS looked, COUNT(difference) AS violations, MIN(CONCAT('user ', user, ': ', difference)) AS example
FROM (
  SELECT u.id AS user, CASE
    WHEN c.user_key IS NULL THEN 'no counters'
    WHEN (SELECT COUNT(*) FROM user_languages l WHERE l.user_key = u.id AND l.is_primary = 1) > 1
      THEN 'more than one primary language'
    END AS difference
  FROM users u LEFT JOIN user_counters c ON c.user_key = u.id) AS people;
