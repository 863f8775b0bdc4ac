-- Progress, all of it counted from facts. An answer counts when it is not undone and no seed; it is correct from Hard
-- up; its time counts with at most a minute. True retention looks at the first answer of each card on each local day,
-- when the card was in review: young for less than 21 days between two reviews, else mature. The same definitions
-- stand in sql/view/report_reviews.sql, report_retention.sql, report_daily.sql and report_cards.sql.

-- progress_reviews(progress_scope) progress_reviews[]
SELECT a.local_day, COUNT(*) AS reviews, COUNT(IF(a.rating > 1, 1, NULL)) AS correct,
  COUNT(IF(a.state_before = 'new', 1, NULL)) AS new_cards,
  CAST(SUM(LEAST(a.duration_ms, 60000)) AS SIGNED) AS duration_ms,
  COUNT(IF(a.tested = 1 AND a.scheduled_days_before < 21 AND a.rating > 1, 1, NULL)) AS young_passed,
  COUNT(IF(a.tested = 1 AND a.scheduled_days_before < 21, 1, NULL)) AS young_total,
  COUNT(IF(a.tested = 1 AND a.scheduled_days_before >= 21 AND a.rating > 1, 1, NULL)) AS mature_passed,
  COUNT(IF(a.tested = 1 AND a.scheduled_days_before >= 21, 1, NULL)) AS mature_total
FROM (
  SELECT l.local_day, l.rating, l.state_before, l.duration_ms, l.scheduled_days_before,
    l.state_before = 'review' AND ROW_NUMBER() OVER (PARTITION BY l.card_key, l.local_day
      ORDER BY l.answered_at, l.review_id) = 1 AS tested
  FROM review_log l LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
  WHERE l.user_key = :user_key AND (:language IS NULL OR l.language = :language) AND l.review_kind <> 'seed'
    AND u.review_id IS NULL) a
GROUP BY a.local_day ORDER BY a.local_day;

-- What the learner said, by quarters of an hour: every local day begins at one.
-- progress_turns(progress_scope) progress_turns[]
SELECT MIN(t.at) AS at, COUNT(*) AS turns
FROM scenario_runs r JOIN scenario_run_turns t ON t.run_key = r.id
WHERE r.user_key = :user_key AND (:language IS NULL OR r.language = :language) AND t.who = 'learner' AND t.kind = 'say'
GROUP BY UNIX_TIMESTAMP(t.at) DIV 900;

-- A word is known when its recognition card is in review with a stability of at least a week.
-- progress_words(progress_scope) progress_words
SELECT COUNT(IF(c.suspended = 0 AND c.state = 'new', 1, NULL)) AS new,
  COUNT(IF(c.suspended = 0 AND c.state IN ('learning', 'relearning'), 1, NULL)) AS learning,
  COUNT(IF(c.suspended = 0 AND c.state = 'review', 1, NULL)) AS review,
  COUNT(IF(c.suspended = 1, 1, NULL)) AS suspended,
  COUNT(IF(i.kind = 'word' AND c.card_type = 'recognition' AND c.state = 'review' AND c.stability >= :known_days, 1,
    NULL)) AS words_known,
  COUNT(IF(i.kind = 'word' AND (c.id IS NULL OR c.card_type = 'recognition'), 1, NULL)) AS words_total
FROM vocabulary_items i LEFT JOIN review_cards c ON c.item_key = i.id
WHERE i.user_key = :user_key AND (:language IS NULL OR i.language = :language);

-- Cards due on each day to come; those due before count today.
-- progress_due(progress_scope) progress_due[]
SELECT CAST(GREATEST(c.due_day, :today) AS DATE) AS day, COUNT(*) AS cards
FROM review_cards c
WHERE c.user_key = :user_key AND (:language IS NULL OR c.language = :language)
  AND c.state IN ('learning', 'review', 'relearning') AND c.suspended = 0 AND c.due_day < :due_end
GROUP BY day ORDER BY day;

-- progress_runs(progress_scope) progress_runs
SELECT COUNT(*) AS started, COUNT(IF(r.status = 'completed', 1, NULL)) AS completed,
  CAST(COALESCE(SUM(r.seconds), 0) AS SIGNED) AS seconds, COUNT(IF(h.local_day = :today, 1, NULL)) AS completed_today
FROM scenario_runs r LEFT JOIN scenario_progress_history h ON h.run_key = r.id
WHERE r.user_key = :user_key AND (:language IS NULL OR r.language = :language);

-- progress_recent(progress_scope) progress_run[]
SELECT r.id AS run_id, s.scenario_id, s.title, r.status, r.score, r.ended_at
FROM scenario_runs r JOIN scenarios s ON s.id = r.scenario_key
WHERE r.user_key = :user_key AND (:language IS NULL OR r.language = :language)
ORDER BY r.last_event_at DESC, r.id DESC LIMIT 5;
