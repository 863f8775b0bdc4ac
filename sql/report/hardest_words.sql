-- The words of scenarios that are forgotten most, among those answered at least three times.
-- days: 90
SELECT w.language, w.term, w.kind, COUNT(DISTINCT w.learner) AS learners, SUM(r.answers) AS answers,
  SUM(r.failed) AS failed, ROUND(SUM(r.failed) / SUM(r.answers), 3) AS share_failed,
  ROUND(SUM(c.difficulty * r.answers) / SUM(r.answers), 2) AS mean_difficulty
FROM (
  SELECT learner, card, COUNT(*) AS answers, SUM(passed = 0) AS failed
  FROM report_reviews WHERE local_day BETWEEN :from AND :to GROUP BY learner, card) AS r
JOIN report_cards c ON c.card = r.card
JOIN report_words w ON w.item = c.item
GROUP BY w.language, w.term, w.kind HAVING answers >= 3
ORDER BY (failed + 1) / (answers + 4) DESC, failed DESC, w.language, w.term LIMIT 50;
