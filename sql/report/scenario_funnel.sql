-- How far runs get in each scenario: started, completed, abandoned, by day of start.
-- days: 90
SELECT scenario_id, language, COUNT(*) AS runs, COUNT(DISTINCT learner) AS learners, SUM(status = 'open') AS open,
  SUM(status = 'completed' AND partial = 0) AS completed, SUM(status = 'completed' AND partial = 1) AS partial,
  SUM(status = 'abandoned') AS abandoned,
  ROUND(100 * SUM(status = 'completed' AND partial = 0) / NULLIF(SUM(status <> 'open'), 0), 1) AS completed_percent,
  ROUND(AVG(phase / phase_count), 2) AS mean_reach, ROUND(AVG(score), 1) AS mean_score,
  ROUND(AVG(IF(status = 'completed', seconds, NULL)) / 60, 1) AS mean_minutes
FROM report_runs WHERE started_at >= :from AND started_at < :to + INTERVAL 1 DAY
GROUP BY scenario_id, language ORDER BY runs DESC, scenario_id;
