-- One row per scenario that is or was listed; counters since its beginning. Private ones are left out.
--   scenario_id, situation_id, title, category, difficulty, cefr_level, language, estimated_duration (minutes)
--   version          of the content
--   is_system_scenario, withdrawn (0: listed)
--   phases, words    of the current version
--   starts, completions (full ones), seconds_sum, learners, saved_count, views

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_scenarios AS
SELECT s.scenario_id, s.situation_id, s.title, s.category, s.difficulty, s.cefr_level, s.language,
  s.estimated_duration, s.version, s.is_system_scenario, s.withdrawn, p.phases, w.words, m.starts, m.completions,
  m.seconds_sum, m.learners, m.saved_count, m.views
FROM scenarios s
JOIN scenario_metadata m ON m.scenario_key = s.id
JOIN (SELECT scenario_key, COUNT(*) AS phases FROM scenario_phases GROUP BY scenario_key) p ON p.scenario_key = s.id
JOIN (SELECT scenario_key, COUNT(DISTINCT term_key) AS words FROM scenario_words GROUP BY scenario_key) w
  ON w.scenario_key = s.id
WHERE (s.is_system_scenario = 1 OR s.is_public = 1) AND s.deleted_at IS NULL;
