-- What happened on each local day: learners, reviews, runs.
SELECT local_day AS day, COUNT(DISTINCT learner) AS learners, SUM(reviews) AS reviews, SUM(passed) AS passed,
  SUM(new_cards) AS new_cards, SUM(duration_ms) DIV 1000 AS review_seconds, SUM(runs_completed) AS runs_completed,
  SUM(runs_partial) AS runs_partial, SUM(run_seconds) AS run_seconds
FROM report_daily WHERE local_day BETWEEN :from AND :to
GROUP BY local_day ORDER BY local_day;
