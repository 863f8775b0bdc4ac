-- Learners by week (from Monday): active ones (reviewed or completed a run), those active for the first time.
-- days: 84
SELECT d.local_day - INTERVAL WEEKDAY(d.local_day) DAY AS week, COUNT(DISTINCT d.learner) AS active,
  COUNT(DISTINCT IF(f.first_day >= d.local_day - INTERVAL WEEKDAY(d.local_day) DAY, d.learner, NULL)) AS first_time,
  COUNT(DISTINCT d.learner, d.local_day) AS learner_days, SUM(d.reviews) AS reviews,
  SUM(d.runs_completed) AS runs_completed
FROM report_daily d
JOIN (SELECT learner, MIN(local_day) AS first_day FROM report_daily GROUP BY learner) f ON f.learner = d.learner
WHERE d.local_day BETWEEN :from AND :to
GROUP BY week ORDER BY week;
