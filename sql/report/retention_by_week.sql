-- True retention by week (from Monday): share of passed first answers of cards in review, beside the prediction.
-- days: 84
SELECT local_day - INTERVAL WEEKDAY(local_day) DAY AS week, SUM(maturity = 'young' AND passed) AS young_passed,
  SUM(maturity = 'young') AS young, SUM(maturity = 'mature' AND passed) AS mature_passed,
  SUM(maturity = 'mature') AS mature, ROUND(AVG(passed), 4) AS true_retention, ROUND(AVG(retrievability), 4) AS predicted
FROM report_retention WHERE local_day BETWEEN :from AND :to
GROUP BY week ORDER BY week;
