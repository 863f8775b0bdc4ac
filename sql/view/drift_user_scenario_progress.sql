-- user_scenario_progress against the runs it sums up; difference is '' where they agree.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW drift_user_scenario_progress AS
SELECT k.user_key, k.scenario_key, CONCAT_WS(', ',
  IF(p.user_key IS NULL, 'no row', NULL),
  IF(COALESCE(p.times_attempted, 0) = COALESCE(f.times_attempted, 0), NULL, 'times_attempted'),
  IF(COALESCE(p.times_completed, 0) = COALESCE(f.times_completed, 0), NULL, 'times_completed'),
  IF(COALESCE(p.seconds, 0) = COALESCE(f.seconds, 0), NULL, 'seconds'),
  IF(p.best_score <=> f.best_score, NULL, 'best_score'),
  IF(p.last_attempt_at <=> f.last_attempt_at, NULL, 'last_attempt_at'),
  IF(p.last_completed_at <=> f.last_completed_at, NULL, 'last_completed_at')) AS difference
FROM (
  SELECT user_key, scenario_key FROM user_scenario_progress
  UNION SELECT user_key, scenario_key FROM scenario_runs
) AS k
LEFT JOIN user_scenario_progress p ON p.user_key = k.user_key AND p.scenario_key = k.scenario_key
LEFT JOIN (
  SELECT user_key, scenario_key, COUNT(*) AS times_attempted,
    SUM(status = 'completed' AND partial = 0) AS times_completed,
    SUM(IF(status = 'completed', seconds, 0)) AS seconds, MAX(score) AS best_score,
    MAX(started_at) AS last_attempt_at, MAX(IF(status = 'completed', ended_at, NULL)) AS last_completed_at
  FROM scenario_runs GROUP BY user_key, scenario_key
) AS f ON f.user_key = k.user_key AND f.scenario_key = k.scenario_key;
