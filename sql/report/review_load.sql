-- Cards that fall due on each of the next 30 days; those due before count on the first.
SELECT GREATEST(due_day, :today) AS day, COUNT(*) AS cards, SUM(maturity = 'young') AS young,
  SUM(maturity = 'mature') AS mature, SUM(state IN ('learning', 'relearning')) AS learning,
  COUNT(DISTINCT learner) AS learners
FROM report_cards WHERE state <> 'new' AND suspended = 0 AND due_day < :today + INTERVAL 30 DAY
GROUP BY day ORDER BY day;
