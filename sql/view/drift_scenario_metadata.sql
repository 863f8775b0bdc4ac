-- Counters of scenario_metadata against the facts they count; difference is '' where they agree.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW drift_scenario_metadata AS
SELECT scenario_key, CONCAT_WS(', ',
  IF(kept = 1, NULL, 'no row'),
  IF(starts = 0, NULL, CONCAT('starts off by ', starts)),
  IF(completions = 0, NULL, CONCAT('completions off by ', completions)),
  IF(seconds_sum = 0, NULL, CONCAT('seconds_sum off by ', seconds_sum)),
  IF(learners = 0, NULL, CONCAT('learners off by ', learners)),
  IF(saved_count = 0, NULL, CONCAT('saved_count off by ', saved_count)),
  IF(views = 0, NULL, CONCAT('views off by ', views))) AS difference
FROM (
  SELECT scenario_key, SUM(kept) AS kept, SUM(starts) AS starts, SUM(completions) AS completions,
    SUM(seconds_sum) AS seconds_sum, SUM(learners) AS learners, SUM(saved_count) AS saved_count, SUM(views) AS views
  FROM (
    SELECT scenario_key, 1 AS kept, CAST(starts AS SIGNED) AS starts, CAST(completions AS SIGNED) AS completions,
      CAST(seconds_sum AS SIGNED) AS seconds_sum, CAST(learners AS SIGNED) AS learners,
      CAST(saved_count AS SIGNED) AS saved_count, CAST(views AS SIGNED) AS views
    FROM scenario_metadata
    UNION ALL SELECT id, 0, 0, 0, 0, 0, 0, 0 FROM scenarios
    UNION ALL SELECT scenario_key, 0, -COUNT(*), 0, 0, 0, 0, 0 FROM scenario_runs GROUP BY scenario_key
    UNION ALL SELECT scenario_key, 0, 0, -COUNT(*), -SUM(seconds), 0, 0, 0 FROM scenario_progress_history
      WHERE partial = 0 GROUP BY scenario_key
    UNION ALL SELECT scenario_key, 0, 0, 0, 0, -SUM(times_attempted > 0), -SUM(is_saved <> 0), 0
      FROM user_scenario_progress GROUP BY scenario_key
    UNION ALL SELECT scenario_key, 0, 0, 0, 0, 0, 0, -COUNT(*) FROM scenario_activity
      WHERE kind = 'view' GROUP BY scenario_key
  ) AS facts GROUP BY scenario_key
) AS sums;
