-- Lists read scenario_listing only; what is in it may be seen by everybody.
-- listing_all(scenario_filter) listing[]
SELECT l.scenario_key, l.scenario_id, l.situation_id, l.title, l.description, l.translations, l.category, l.difficulty,
  l.cefr_level, l.language, l.estimated_duration, l.phase_count, l.is_system_scenario,
  CAST(COALESCE(p.times_attempted, 0) AS SIGNED) AS times_attempted, CAST(COALESCE(p.times_completed, 0) AS SIGNED) AS times_completed, p.best_score,
  r.id AS open_run_id,
  (SELECT COUNT(*) FROM (SELECT 1 FROM scenario_listing c
    WHERE (:language IS NULL OR c.language = :language) AND (:category IS NULL OR c.category = :category)
      AND (:difficulty IS NULL OR c.difficulty = :difficulty) LIMIT 1001) AS counted) AS total
FROM scenario_listing l
LEFT JOIN user_scenario_progress p ON p.user_key = :user_key AND p.scenario_key = l.scenario_key
LEFT JOIN scenario_runs r ON r.user_key = :user_key AND r.open_key = l.scenario_key
WHERE (:language IS NULL OR l.language = :language) AND (:category IS NULL OR l.category = :category)
  AND (:difficulty IS NULL OR l.difficulty = :difficulty) AND (:cursor IS NULL OR l.scenario_key > :cursor)
ORDER BY l.scenario_key LIMIT :page;

-- The rows that fit are numbered before the page is cut out, so that every page says the same total.
-- listing_search(scenario_filter) listing[]
SELECT l.scenario_key, l.scenario_id, l.situation_id, l.title, l.description, l.translations, l.category, l.difficulty,
  l.cefr_level, l.language, l.estimated_duration, l.phase_count, l.is_system_scenario,
  CAST(COALESCE(p.times_attempted, 0) AS SIGNED) AS times_attempted, CAST(COALESCE(p.times_completed, 0) AS SIGNED) AS times_completed, p.best_score,
  r.id AS open_run_id, f.total
FROM (SELECT c.scenario_key, COUNT(*) OVER () + 0 AS total FROM scenario_listing c
  WHERE (:language IS NULL OR c.language = :language) AND (:category IS NULL OR c.category = :category)
    AND (:difficulty IS NULL OR c.difficulty = :difficulty)
    AND c.scenario_key IN (SELECT scenario_key FROM scenario_terms WHERE term >= :low_1 AND term < :high_1)
    AND (:low_2 IS NULL
      OR c.scenario_key IN (SELECT scenario_key FROM scenario_terms WHERE term >= :low_2 AND term < :high_2))
    AND (:low_3 IS NULL
      OR c.scenario_key IN (SELECT scenario_key FROM scenario_terms WHERE term >= :low_3 AND term < :high_3))
    AND (:low_4 IS NULL
      OR c.scenario_key IN (SELECT scenario_key FROM scenario_terms WHERE term >= :low_4 AND term < :high_4))) f
JOIN scenario_listing l ON l.scenario_key = f.scenario_key
LEFT JOIN user_scenario_progress p ON p.user_key = :user_key AND p.scenario_key = l.scenario_key
LEFT JOIN scenario_runs r ON r.user_key = :user_key AND r.open_key = l.scenario_key
WHERE (:cursor IS NULL OR l.scenario_key > :cursor)
ORDER BY l.scenario_key LIMIT :page;

-- listed_languages() listed_language[]
SELECT DISTINCT language FROM scenario_listing ORDER BY language;

-- scenario_document(scenario_ref) document_row
SELECT id AS scenario_key, document, version, revision, created_by FROM scenarios
WHERE scenario_id = :scenario_id AND deleted_at IS NULL
  AND (created_by = :user_key OR (withdrawn = 0 AND (is_system_scenario = 1 OR (is_public = 1 AND :user_key IS NOT NULL))));

-- scenario_readable(scenario_ref) access
SELECT id AS `key`, created_by IS NULL OR created_by <> :user_key AS may_change, 0 AS revision FROM scenarios
WHERE scenario_id = :scenario_id AND deleted_at IS NULL
  AND (created_by = :user_key OR (withdrawn = 0 AND (is_system_scenario = 1 OR is_public = 1)))
LOCK IN SHARE MODE;

-- scenario_stats(scenario_ref) scenario_stats
SELECT m.starts, m.completions, m.learners, CAST(m.seconds_sum / NULLIF(m.completions, 0) AS DOUBLE) AS average_seconds,
  m.saved_count, m.rating_count, CAST(m.rating_sum / NULLIF(m.rating_count, 0) AS DOUBLE) AS rating_average, m.views
FROM scenarios s JOIN scenario_metadata m ON m.scenario_key = s.id
WHERE s.scenario_id = :scenario_id AND s.deleted_at IS NULL
  AND (s.created_by = :user_key
    OR (s.withdrawn = 0 AND (s.is_system_scenario = 1 OR (s.is_public = 1 AND :user_key IS NOT NULL))));

-- scenario_mine(scenario_ref) scenario_mine
SELECT CAST(COALESCE(p.times_attempted, 0) AS SIGNED) AS times_attempted, CAST(COALESCE(p.times_completed, 0) AS SIGNED) AS times_completed,
  CAST(COALESCE(p.seconds, 0) AS SIGNED) AS seconds, p.best_score, p.last_attempt_at, p.last_completed_at,
  CAST(COALESCE(p.is_saved, 0) AS SIGNED) AS is_saved, r.id AS open_run_id
FROM scenarios s
LEFT JOIN user_scenario_progress p ON p.user_key = :user_key AND p.scenario_key = s.id
LEFT JOIN scenario_runs r ON r.user_key = :user_key AND r.open_key = s.id
WHERE s.scenario_id = :scenario_id AND s.deleted_at IS NULL
  AND (s.created_by = :user_key OR (s.withdrawn = 0 AND (s.is_system_scenario = 1 OR s.is_public = 1)));

-- One learner's deed of a UTC day; its INSERT decides whether anything is counted.
-- activity_add(activity)
INSERT INTO scenario_activity (scenario_key, day, kind, user_key) VALUES (:scenario_key, DATE(:now), :kind, :user_key);

-- metadata_viewed(activity)
UPDATE scenario_metadata SET views = views + 1 WHERE scenario_key = :scenario_key;

-- daily_count(activity)
INSERT INTO scenario_daily (scenario_key, day, starts, completions, saves, views)
VALUES (:scenario_key, DATE(:now), :kind = 'start', :kind = 'completion', :kind = 'save', :kind = 'view')
ON DUPLICATE KEY UPDATE starts = starts + (:kind = 'start'), completions = completions + (:kind = 'completion'),
  saves = saves + (:kind = 'save'), views = views + (:kind = 'view');
