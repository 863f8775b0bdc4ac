-- The words of scenarios that are forgotten most, among those answered at least three times.
-- days: 90
SELECT w.language, w.term, w.kind, COUNT(DISTINCT r.learner) AS learners, COUNT(*) AS answers,
  SUM(r.passed = 0) AS failed, ROUND(AVG(r.passed = 0), 3) AS share_failed, ROUND(AVG(c.difficulty), 2) AS mean_difficulty
FROM report_reviews r JOIN report_cards c ON c.card = r.card JOIN report_words w ON w.item = c.item
WHERE r.local_day BETWEEN :from AND :to
GROUP BY w.language, w.term, w.kind HAVING COUNT(*) >= 3
ORDER BY (SUM(r.passed = 0) + 1) / (COUNT(*) + 4) DESC, failed DESC, w.language, w.term LIMIT 50;
