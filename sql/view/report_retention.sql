-- The answers that true retention is made of: of each card on each local day the first one that counts, when the
-- card was in review. True retention is the mean of passed. Columns as in report_reviews.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_retention AS
SELECT l.user_key AS learner, l.card_key AS card, l.language, IF(l.rating > 1, 1, 0) AS passed, l.answered_at,
  l.local_day, IF(l.scheduled_days_before < 21, 'young', 'mature') AS maturity, l.retrievability
FROM review_log l
LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
WHERE l.review_kind <> 'seed' AND u.review_id IS NULL AND l.state_before = 'review' AND NOT EXISTS (
  SELECT 1 FROM review_log e
  LEFT JOIN review_undos v ON v.user_key = e.user_key AND v.review_id = e.review_id
  WHERE e.card_key = l.card_key AND e.local_day = l.local_day AND e.review_kind <> 'seed' AND v.review_id IS NULL
    AND e.answered_at <= l.answered_at AND (e.answered_at < l.answered_at OR e.review_id < l.review_id));
