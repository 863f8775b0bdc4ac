-- Runs nobody goes on with.

-- maintain_runs(maintain_limit) maintain_run[]
SELECT r.id AS run_id, r.user_key, u.timezone, u.rollover_hour, r.last_event_at
FROM scenario_runs r JOIN users u ON u.id = r.user_key
WHERE r.status = 'open' AND r.last_event_at < :before ORDER BY r.last_event_at LIMIT 1000;

-- What has expired.

-- maintain_login_sessions(maintain_limit)
DELETE FROM login_sessions WHERE expires_at <= :before ORDER BY expires_at LIMIT 1000;

-- maintain_throttles(maintain_limit)
DELETE FROM throttles WHERE updated_at < :before ORDER BY updated_at LIMIT 1000;

-- maintain_idempotency_keys(maintain_limit)
DELETE FROM idempotency_keys WHERE created_at < :before ORDER BY created_at LIMIT 1000;

-- maintain_account_tokens(maintain_limit)
DELETE FROM account_tokens WHERE expires_at < :before ORDER BY token_hash LIMIT 1000;

-- Counters and what they count.

-- maintain_metadata_drift() maintain_drift[]
SELECT scenario_key, 0 AS user_key, CAST(NULL AS DATE) AS day, difference
FROM drift_scenario_metadata WHERE difference <> '' LIMIT 1000;

-- maintain_metadata_add(maintain_drift)
INSERT INTO scenario_metadata (scenario_key) VALUES (:scenario_key)
ON DUPLICATE KEY UPDATE scenario_key = VALUES(scenario_key);

-- maintain_metadata_repair(maintain_drift)
UPDATE scenario_metadata m SET
  starts = (SELECT COUNT(*) FROM scenario_runs r WHERE r.scenario_key = m.scenario_key),
  completions = (SELECT COUNT(*) FROM scenario_progress_history h
    WHERE h.scenario_key = m.scenario_key AND h.partial = 0),
  seconds_sum = (SELECT COALESCE(SUM(h.seconds), 0) FROM scenario_progress_history h
    WHERE h.scenario_key = m.scenario_key AND h.partial = 0),
  learners = (SELECT COUNT(*) FROM user_scenario_progress p
    WHERE p.scenario_key = m.scenario_key AND p.times_attempted > 0),
  saved_count = (SELECT COUNT(*) FROM user_scenario_progress p
    WHERE p.scenario_key = m.scenario_key AND p.is_saved <> 0),
  views = (SELECT COUNT(*) FROM scenario_activity a WHERE a.scenario_key = m.scenario_key AND a.kind = 'view')
WHERE m.scenario_key = :scenario_key;

-- maintain_daily_drift() maintain_drift[]
SELECT scenario_key, 0 AS user_key, day, difference FROM drift_scenario_daily WHERE difference <> '' LIMIT 1000;

-- maintain_daily_add(maintain_drift)
INSERT INTO scenario_daily (scenario_key, day) VALUES (:scenario_key, :day)
ON DUPLICATE KEY UPDATE scenario_key = VALUES(scenario_key);

-- maintain_daily_repair(maintain_drift)
UPDATE scenario_daily d SET
  starts = (SELECT COUNT(*) FROM scenario_activity a
    WHERE a.scenario_key = d.scenario_key AND a.day = d.day AND a.kind = 'start'),
  completions = (SELECT COUNT(*) FROM scenario_activity a
    WHERE a.scenario_key = d.scenario_key AND a.day = d.day AND a.kind = 'completion'),
  saves = (SELECT COUNT(*) FROM scenario_activity a
    WHERE a.scenario_key = d.scenario_key AND a.day = d.day AND a.kind = 'save'),
  views = (SELECT COUNT(*) FROM scenario_activity a
    WHERE a.scenario_key = d.scenario_key AND a.day = d.day AND a.kind = 'view')
WHERE d.scenario_key = :scenario_key AND d.day = :day;

-- maintain_progress_drift() maintain_drift[]
SELECT scenario_key, user_key, CAST(NULL AS DATE) AS day, difference
FROM drift_user_scenario_progress WHERE difference <> '' LIMIT 1000;

-- maintain_progress_add(maintain_drift)
INSERT INTO user_scenario_progress (user_key, scenario_key) VALUES (:user_key, :scenario_key)
ON DUPLICATE KEY UPDATE scenario_key = VALUES(scenario_key);

-- maintain_progress_repair(maintain_drift)
UPDATE user_scenario_progress p JOIN (
  SELECT COUNT(*) AS times_attempted, COALESCE(SUM(status = 'completed' AND partial = 0), 0) AS times_completed,
    COALESCE(SUM(IF(status = 'completed', seconds, 0)), 0) AS seconds, MAX(score) AS best_score,
    MAX(started_at) AS last_attempt_at, MAX(IF(status = 'completed', ended_at, NULL)) AS last_completed_at
  FROM scenario_runs WHERE user_key = :user_key AND scenario_key = :scenario_key) AS f
SET p.times_attempted = f.times_attempted, p.times_completed = f.times_completed, p.seconds = f.seconds,
  p.best_score = f.best_score, p.last_attempt_at = f.last_attempt_at, p.last_completed_at = f.last_completed_at
WHERE p.user_key = :user_key AND p.scenario_key = :scenario_key;
