-- The answers that true retention is made of: of each card on each local day the first one that counts, when the
-- card was in review. True retention is the mean of passed. Columns as in report_reviews.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_retention AS
SELECT learner, card, language, passed, answered_at, local_day, maturity, retrievability
FROM (
  SELECT l.user_key AS learner, l.card_key AS card, l.language, IF(l.rating > 1, 1, 0) AS passed, l.answered_at,
    l.local_day, IF(l.scheduled_days_before < 21, 'young', 'mature') AS maturity, l.retrievability, l.state_before,
    ROW_NUMBER() OVER (PARTITION BY l.card_key, l.local_day ORDER BY l.answered_at, l.review_id) AS place
  FROM review_log l
  LEFT JOIN review_undos u ON u.user_key = l.user_key AND u.review_id = l.review_id
  WHERE l.review_kind <> 'seed' AND u.review_id IS NULL
) AS answers
WHERE place = 1 AND state_before = 'review';
