-- One row per answer that counts: undone ones and the first states earned in runs (seeds) are left out.
--   review           UUID in hexadecimal digits
--   learner, card (see report_cards), language
--   review_kind      learn, review, relearn
--   rating           1 Again 2 Hard 3 Good 4 Easy; passed: 0 for Again, else 1
--   answered_at      UTC; local_day: the learner's
--   duration_ms      at most 60000
--   state_before, scheduled_days_before, elapsed_days
--   maturity         young: scheduled for less than 21 days; mature; NULL for cards not in review
--   retrievability   predicted for this answer, 0-1

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_reviews AS
SELECT LOWER(HEX(l.review_id)) AS review, l.user_key AS learner, l.card_key AS card, l.language,
  l.review_kind, l.rating, IF(l.rating > 1, 1, 0) AS passed, l.answered_at, l.local_day,
  LEAST(l.duration_ms, 60000) AS duration_ms, l.state_before, l.scheduled_days_before, l.elapsed_days,
  IF(l.state_before = 'review', IF(l.scheduled_days_before < 21, 'young', 'mature'), NULL) AS maturity,
  l.retrievability
FROM review_log l
LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
WHERE l.review_kind <> 'seed' AND u.review_id IS NULL;
