-- One row per learner, local day and language with anything done.
--   local_day, learner, language
--   reviews          answers that count; passed: of them
--   new_cards        answered for the first time
--   duration_ms      of the answers, each at most a minute
--   runs_completed   whole and partial; runs_partial: of them
--   run_seconds      of these runs

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_daily AS
SELECT local_day, learner, language, SUM(reviews) AS reviews, SUM(passed) AS passed, SUM(new_cards) AS new_cards,
  SUM(duration_ms) AS duration_ms, SUM(runs_completed) AS runs_completed, SUM(runs_partial) AS runs_partial,
  SUM(run_seconds) AS run_seconds
FROM (
  SELECT l.local_day, l.user_key AS learner, l.language, 1 AS reviews, IF(l.rating > 1, 1, 0) AS passed,
    IF(l.state_before = 'new', 1, 0) AS new_cards, LEAST(l.duration_ms, 60000) AS duration_ms, 0 AS runs_completed,
    0 AS runs_partial, 0 AS run_seconds
  FROM review_log l
  LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
  WHERE l.review_kind <> 'seed' AND u.review_id IS NULL
  UNION ALL
  SELECT h.local_day, h.user_key, r.language, 0, 0, 0, 0, 1, h.partial, h.seconds
  FROM scenario_progress_history h JOIN scenario_runs r ON r.id = h.run_key
) AS facts
GROUP BY local_day, learner, language;
