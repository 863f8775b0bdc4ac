-- Answers. The cards of the item are locked first: the one answered and those that may be buried or made.

-- review_lock(review_ref) review_card[]
SELECT s.id AS card_key, s.item_key, s.user_key, s.card_type, s.language, s.state, s.step, s.reps, s.lapses,
  s.stability, s.difficulty, s.last_review_at, s.last_review_day, s.due_at, s.due_day, s.scheduled_days, s.suspended,
  s.buried_until, s.leech, s.position, s.created_at,
  (SELECT l.desired_retention FROM user_languages l WHERE l.user_key = s.user_key AND l.language = s.language
    LOCK IN SHARE MODE) AS desired_retention,
  EXISTS (SELECT 1 FROM review_undos u WHERE u.user_key = :user_key AND u.review_id = :review_id
    LOCK IN SHARE MODE) AS undone
FROM review_cards c JOIN review_cards s ON s.item_key = c.item_key
WHERE c.id = :card_key AND c.user_key = :user_key FOR UPDATE;

-- review_add(review_row)
INSERT INTO review_log (user_key, review_id, card_key, language, review_kind, rating, answered_at, sent_answered_at,
  received_at, tz_offset, rollover_hour, local_day, elapsed_days, duration_ms, state_before, step_before,
  stability_before, difficulty_before, retrievability, scheduled_days_before, model, parameter_set_id,
  desired_retention, interval_seconds, fuzz_days, due_after, due_day_after, run_key)
VALUES (:user_key, :review_id, :card_key, :language, :review_kind, :rating, :answered_at, :sent_answered_at, :now,
  :tz_offset, :rollover_hour, :local_day, :elapsed_days, :duration_ms, :state_before, :step_before,
  :stability_before, :difficulty_before, :retrievability, :scheduled_days_before, 'fsrs6', 0, :desired_retention,
  :interval_seconds, :fuzz_days, :due_after, :due_day_after, :run_key);

-- review_find(review_ref) review_entry
SELECT review_id, card_key, review_kind, rating, answered_at, sent_answered_at, tz_offset, rollover_hour, local_day,
  duration_ms, desired_retention, due_after, due_day_after
FROM review_log WHERE user_key = :user_key AND review_id = :review_id LOCK IN SHARE MODE;

-- The answers of a card that count, in the order in which they were given; a seed comes before an answer of the same
-- instant, as in schedule_replay().
-- review_history(review_ref) review_entry[]
SELECT l.review_id, l.card_key, l.review_kind, l.rating, l.answered_at, l.sent_answered_at, l.tz_offset,
  l.rollover_hour, l.local_day, l.duration_ms, l.desired_retention, l.due_after, l.due_day_after
FROM review_log l LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
WHERE l.card_key = :card_key AND u.review_id IS NULL
ORDER BY l.answered_at, l.review_kind = 'seed' DESC, l.review_id LOCK IN SHARE MODE;

-- review_undo_add(review_ref)
INSERT INTO review_undos (user_key, review_id, undone_at) VALUES (:user_key, :review_id, :now);

-- review_card_change(review_card)
UPDATE review_cards SET state = :state, step = :step, reps = :reps, lapses = :lapses, stability = :stability,
  difficulty = :difficulty, last_review_at = :last_review_at, last_review_day = :last_review_day, due_at = :due_at,
  due_day = :due_day, scheduled_days = :scheduled_days, leech = :leech
WHERE id = :card_key;

-- review_card_bury(review_card)
UPDATE review_cards SET buried_until = :buried_until WHERE id = :card_key;

-- A word is asked the other way round, a phrase with a gap.
-- review_further(review_unlock) review_further
SELECT IF(kind = 'word', 'production', 'cloze') AS card_type FROM vocabulary_items WHERE id = :item_key
LOCK IN SHARE MODE;

-- review_unlock(review_unlock)
INSERT INTO review_cards (item_key, user_key, card_type, language, state, step, reps, lapses, due_at, due_day,
  scheduled_days, buried_until, position, model, parameter_set_id, created_at)
VALUES (:item_key, :user_key, :card_type, :language, 'new', 0, 0, 0, :due_at, :due_day, 0, :buried_until, :position,
  'fsrs6', 0, :now);

-- What is due today in each language, and what was done of its limits: they are counted from the log. Each language
-- has at most one row of each kind.
-- review_day(review_scope) review_day[]
SELECT f.language, MAX(f.new_per_day) AS new_per_day, MAX(f.reviews_per_day) AS reviews_per_day,
  MAX(f.desired_retention) AS desired_retention, MAX(f.new_done) AS new_done, MAX(f.reviews_done) AS reviews_done,
  MAX(f.new_waiting) AS new_waiting, MAX(f.learning_due) AS learning_due, MAX(f.reviews_due) AS reviews_due,
  MAX(f.buried_until) AS buried_until
FROM (
  SELECT l.language, l.new_per_day, l.reviews_per_day, l.desired_retention, 0 AS new_done, 0 AS reviews_done,
    0 AS new_waiting, 0 AS learning_due, 0 AS reviews_due, NULL AS buried_until
  FROM user_languages l WHERE l.user_key = :user_key AND (:language IS NULL OR l.language = :language)
  UNION ALL
  SELECT g.language, NULL, NULL, NULL, COUNT(IF(g.state_before = 'new', 1, NULL)),
    COUNT(IF(g.state_before = 'review', 1, NULL)), 0, 0, 0, NULL
  FROM review_log g LEFT JOIN review_undos u ON u.user_key = g.user_key AND u.review_id = g.review_id
  WHERE g.user_key = :user_key AND g.local_day = :today AND (:language IS NULL OR g.language = :language)
    AND g.review_kind <> 'seed' AND u.review_id IS NULL
  GROUP BY g.language
  UNION ALL
  SELECT c.language, NULL, NULL, NULL, 0, 0,
    COUNT(IF(c.state = 'new' AND (c.buried_until IS NULL OR c.buried_until <= :today), 1, NULL)),
    COUNT(IF(c.state IN ('learning', 'relearning') AND (c.buried_until IS NULL OR c.buried_until <= :today)
      AND c.due_at < :day_end, 1, NULL)),
    COUNT(IF(c.state = 'review' AND (c.buried_until IS NULL OR c.buried_until <= :today)
      AND c.due_day <= :today, 1, NULL)),
    MIN(IF(c.buried_until > :today, c.buried_until, NULL))
  FROM review_cards c
  WHERE c.user_key = :user_key AND (:language IS NULL OR c.language = :language) AND c.suspended = 0
    AND (c.state IN ('new', 'learning', 'relearning') OR (c.state = 'review' AND c.due_at < :due_before))
  GROUP BY c.language) f
GROUP BY f.language;

-- The cards of one language the queue chooses from: those in learning, the longest due reviews, the first new ones,
-- and the first review of a later day.
-- review_candidates(review_pick) review_card[]
SELECT c.id AS card_key, c.item_key, c.user_key, c.card_type, c.language, c.state, c.step, c.reps, c.lapses,
  c.stability, c.difficulty, c.last_review_at, c.last_review_day, c.due_at, c.due_day, c.scheduled_days, c.suspended,
  c.buried_until, c.leech, c.position, c.created_at
FROM (
  (SELECT id FROM review_cards WHERE user_key = :user_key AND language = :language
    AND state IN ('learning', 'relearning') AND suspended = 0 AND (buried_until IS NULL OR buried_until <= :today))
  UNION ALL
  (SELECT id FROM review_cards WHERE user_key = :user_key AND language = :language AND state = 'review'
    AND due_at < :due_before AND due_day <= :today AND suspended = 0
    AND (buried_until IS NULL OR buried_until <= :today) ORDER BY due_at LIMIT :reviews)
  UNION ALL
  (SELECT id FROM review_cards WHERE user_key = :user_key AND language = :language AND state = 'new'
    AND suspended = 0 AND (buried_until IS NULL OR buried_until <= :today) ORDER BY due_at LIMIT :news)
  UNION ALL
  (SELECT id FROM review_cards WHERE user_key = :user_key AND language = :language AND state = 'review'
    AND due_at >= :due_after AND due_day > :today AND suspended = 0 ORDER BY due_at LIMIT 1)) p
JOIN review_cards c ON c.id = p.id;

-- What the cards chosen show: each item beside its sources, in the order in which it was met there.
-- review_details(review_detail_in) review_detail[]
SELECT STRAIGHT_JOIN i.id AS item_key, i.kind, i.term, i.reading, i.part_of_speech, i.translation,
  i.translation_language, v.translation AS source_translation, v.translation_language AS source_translation_language,
  s.scenario_id, s.title, v.sentence, v.learner_sentence
FROM JSON_TABLE(:items, '$[*]' COLUMNS (item_key BIGINT UNSIGNED PATH '$')) AS k
JOIN vocabulary_items i ON i.id = k.item_key
LEFT JOIN vocabulary_sources v ON v.item_key = i.id
LEFT JOIN scenarios s ON v.source_type = 'scenario' AND s.id = v.source_key
WHERE i.user_key = :user_key
ORDER BY i.id, v.id;

-- Cards put aside.

-- card_access(card_patch) access
SELECT id AS `key`, 1 AS may_change, 0 AS revision FROM review_cards
WHERE id = :card_id AND user_key = :user_key FOR UPDATE;

-- card_change(card_patch)
UPDATE review_cards SET
  suspended = IF(:has_suspended, :suspended, suspended),
  buried_until = IF(:has_buried_until, :buried_until, buried_until)
WHERE id = :card_id;

-- card_show(card_patch) card_flags
SELECT id AS card_id, suspended, buried_until, state, due_at FROM review_cards WHERE id = :card_id FOR UPDATE;

-- Cards to be compared with their logs.
-- review_cards_after(review_span) review_card[]
SELECT c.id AS card_key, c.item_key, c.user_key, c.card_type, c.language, c.state, c.step, c.reps, c.lapses,
  c.stability, c.difficulty, c.last_review_at, c.last_review_day, c.due_at, c.due_day, c.scheduled_days, c.suspended,
  c.buried_until, c.leech, c.position, c.created_at
FROM review_cards c WHERE c.id > COALESCE(:card_key, 0) ORDER BY c.id LIMIT :limit
LOCK IN SHARE MODE;
