-- user_scenario_progress against the runs it sums up; difference is '' where they agree.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW drift_user_scenario_progress AS
SELECT p.user_key, p.scenario_key, CONCAT_WS(', ',
  IF(p.times_attempted = COALESCE(f.times_attempted, 0), NULL, 'times_attempted'),
  IF(p.times_completed = COALESCE(f.times_completed, 0), NULL, 'times_completed'),
  IF(p.seconds = COALESCE(f.seconds, 0), NULL, 'seconds'),
  IF(p.best_score <=> f.best_score, NULL, 'best_score'),
  IF(p.last_attempt_at <=> f.last_attempt_at, NULL, 'last_attempt_at'),
  IF(p.last_completed_at <=> f.last_completed_at, NULL, 'last_completed_at')) AS difference
FROM user_scenario_progress p
LEFT JOIN facts_user_scenario_progress f ON f.user_key = p.user_key AND f.scenario_key = p.scenario_key
UNION ALL
SELECT f.user_key, f.scenario_key, 'no row'
FROM facts_user_scenario_progress f
LEFT JOIN user_scenario_progress p ON p.user_key = f.user_key AND p.scenario_key = f.scenario_key
WHERE p.user_key IS NULL;
