-- What user_scenario_progress must say of each learner and scenario with a run.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW facts_user_scenario_progress AS
SELECT r.user_key, r.scenario_key, COUNT(*) AS times_attempted, SUM(r.status = 'completed' AND r.partial = 0) AS
  times_completed, SUM(IF(r.status = 'completed', r.seconds, 0)) AS seconds, MAX(r.score) AS best_score,
  MAX(r.started_at) AS last_attempt_at, MAX(IF(r.status = 'completed', r.ended_at, NULL)) AS last_completed_at
FROM scenario_runs r GROUP BY r.user_key, r.scenario_key;
