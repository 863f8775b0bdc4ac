-- What the library holds, by language and category, and how it is used.
SELECT language, category, COUNT(*) AS scenarios, SUM(withdrawn <> 0) AS withdrawn, SUM(phases) AS phases,
  SUM(words) AS words, SUM(starts) AS starts, SUM(completions) AS completions
FROM report_scenarios GROUP BY language, category ORDER BY language, category;
