-- One row per card.
--   card, item, learner, language, kind (word, phrase), card_type
--   state            new, learning, review, relearning
--   maturity         young, mature (scheduled for at least 21 days), NULL for cards not in review
--   reps, lapses, stability (days), difficulty (1-10), scheduled_days
--   due_at UTC, due_day (learner's day)
--   suspended, leech, created_at

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_cards AS
SELECT c.id AS card, c.item_key AS item, c.user_key AS learner, c.language, i.kind, c.card_type, c.state,
  IF(c.state = 'review', IF(c.scheduled_days < 21, 'young', 'mature'), NULL) AS maturity,
  c.reps, c.lapses, c.stability, c.difficulty, c.scheduled_days, c.due_at, c.due_day, c.suspended, c.leech, c.created_at
FROM review_cards c JOIN vocabulary_items i ON i.id = c.item_key;
