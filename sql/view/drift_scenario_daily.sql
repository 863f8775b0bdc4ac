-- Counters of scenario_daily against scenario_activity; difference is '' where they agree.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW drift_scenario_daily AS
SELECT scenario_key, day, CONCAT_WS(', ',
  IF(starts = 0, NULL, CONCAT('starts off by ', starts)),
  IF(completions = 0, NULL, CONCAT('completions off by ', completions)),
  IF(saves = 0, NULL, CONCAT('saves off by ', saves)),
  IF(views = 0, NULL, CONCAT('views off by ', views))) AS difference
FROM (
  SELECT scenario_key, day, SUM(starts) AS starts, SUM(completions) AS completions, SUM(saves) AS saves,
    SUM(views) AS views
  FROM (
    SELECT scenario_key, day, CAST(starts AS SIGNED) AS starts, CAST(completions AS SIGNED) AS completions,
      CAST(saves AS SIGNED) AS saves, CAST(views AS SIGNED) AS views
    FROM scenario_daily
    UNION ALL
    SELECT scenario_key, day, -SUM(kind = 'start'), -SUM(kind = 'completion'), -SUM(kind = 'save'), -SUM(kind = 'view')
    FROM scenario_activity GROUP BY scenario_key, day
  ) AS facts GROUP BY scenario_key, day
) AS sums;
