-- The content that runs and the course cache play.
-- version_content(version_key) version_content
SELECT content FROM scenario_versions WHERE scenario_key = :scenario_key AND version = :version;

-- run_scenario(run_start_in) run_scenario
SELECT s.id AS scenario_key, s.version, s.language,
  (SELECT COUNT(*) FROM scenario_phases f WHERE f.scenario_key = s.id LOCK IN SHARE MODE) AS phase_count,
  CAST(COALESCE(p.times_attempted, 0) AS SIGNED) AS times_attempted
FROM scenarios s
LEFT JOIN user_scenario_progress p ON p.scenario_key = s.id AND p.user_key = :user_key
WHERE s.scenario_id = :scenario_id AND s.deleted_at IS NULL
  AND (s.created_by = :user_key OR (s.withdrawn = 0 AND (s.is_system_scenario = 1 OR s.is_public = 1)))
LOCK IN SHARE MODE;

-- The run is locked for changing, its scenario for reading only: learners of the same one do not wait for each other.
-- run_find_open(run_start_in) run_row
SELECT r.id AS run_id, r.user_key, r.scenario_key,
  (SELECT s.scenario_id FROM scenarios s WHERE s.id = r.scenario_key LOCK IN SHARE MODE) AS scenario_id,
  (SELECT s.title FROM scenarios s WHERE s.id = r.scenario_key LOCK IN SHARE MODE) AS title, r.language, r.native_language, r.version,
  r.status, r.variant, r.choice, r.phase, r.phase_count, r.turns, r.started_at, r.last_event_at, r.ended_at, r.seconds,
  r.score, r.result
FROM scenario_runs r
WHERE r.user_key = :user_key
  AND r.open_key = (SELECT s.id FROM scenarios s WHERE s.scenario_id = :scenario_id LOCK IN SHARE MODE)
FOR UPDATE;

-- run_lock(run_ref) run_row
SELECT r.id AS run_id, r.user_key, r.scenario_key,
  (SELECT s.scenario_id FROM scenarios s WHERE s.id = r.scenario_key LOCK IN SHARE MODE) AS scenario_id,
  (SELECT s.title FROM scenarios s WHERE s.id = r.scenario_key LOCK IN SHARE MODE) AS title, r.language, r.native_language, r.version,
  r.status, r.variant, r.choice, r.phase, r.phase_count, r.turns, r.started_at, r.last_event_at, r.ended_at, r.seconds,
  r.score, r.result
FROM scenario_runs r
WHERE r.id = :run_id AND r.user_key = :user_key FOR UPDATE;

-- run_add(new_run)
INSERT INTO scenario_runs (user_key, scenario_key, version, language, native_language, variant, choice, status, phase,
  phase_count, started_at, last_event_at)
VALUES (:user_key, :scenario_key, :version, :language, :native_language, :variant, :choice, 'open', 1, :phase_count,
  :now, :now);

-- run_change(run_change)
UPDATE scenario_runs SET phase = :phase, turns = :turns, seconds = :seconds, last_event_at = :now
WHERE id = :run_id AND status = 'open';

-- run_end(run_change)
UPDATE scenario_runs SET status = :status, seconds = :seconds, last_event_at = :now, ended_at = :now
WHERE id = :run_id AND status = 'open';

-- run_turn_add(run_turn)
INSERT INTO scenario_run_turns (run_key, number, who, kind, phase, text, translation, line, branch, matches, remark, at)
VALUES (:run_key, :number, :who, :kind, :phase, :text, :translation, :line, :branch, :matches, :remark, :at);

-- run_turns(run_ref) run_turn[]
SELECT number, who, kind, phase, text, translation, line, branch, matches, remark, at FROM scenario_run_turns
WHERE run_key = :run_id ORDER BY number;

-- run_events(run_ref) run_turn[]
SELECT number, who, kind, phase, text, translation, line, branch, matches, remark, at FROM scenario_run_turns
WHERE run_key = :run_id AND who = 'learner' ORDER BY number LOCK IN SHARE MODE;

-- run_list(run_filter) run_summary[]
SELECT r.id AS run_id, s.scenario_id, s.title, r.language, r.status, r.phase, r.phase_count, r.started_at, r.ended_at,
  r.seconds, r.score
FROM scenario_runs r JOIN scenarios s ON s.id = r.scenario_key
WHERE r.user_key = :user_key AND (:status IS NULL OR r.status = :status) AND (:cursor IS NULL OR r.id < :cursor)
ORDER BY r.id DESC LIMIT :page;

-- Attempts count when a run begins.
-- progress_attempted(new_run)
INSERT INTO user_scenario_progress (user_key, scenario_key, times_attempted, last_attempt_at)
VALUES (:user_key, :scenario_key, 1, :now)
ON DUPLICATE KEY UPDATE times_attempted = times_attempted + 1, last_attempt_at = :now;

-- metadata_started(new_run)
UPDATE scenario_metadata SET starts = starts + 1 WHERE scenario_key = :scenario_key;

-- metadata_learner(new_run)
UPDATE scenario_metadata SET learners = learners + 1 WHERE scenario_key = :scenario_key;

-- The welcome page: the scenario asked for, else the one nearest to what the visitor knows.
-- trial_scenario(trial_in) trial_scenario
SELECT s.id AS scenario_key, s.version, s.scenario_id, s.title
FROM scenario_listing l JOIN scenarios s ON s.id = l.scenario_key
WHERE l.language = :language AND l.is_system_scenario = 1 AND (:scenario_id IS NULL OR l.scenario_id = :scenario_id)
ORDER BY ABS(l.difficulty + 0 - IF(:level = 'a_lot', 2, 1)), l.estimated_duration, l.scenario_key LIMIT 1;
