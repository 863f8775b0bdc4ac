-- One row per run of a scenario.
--   run, learner, scenario_id, version, language
--   status           open, completed, abandoned
--   phase, phase_count   where it stands or ended
--   turns            of learner and partner
--   started_at, ended_at UTC; seconds counts each pause with at most 5 minutes
--   score            0-100, NULL unless completed
--   partial          1: ended before the last phase or with fewer than half of the phases complete
--   local_day        learner's day of completion
--   phases_completed, vocabulary_mastered (words used by oneself), objectives_completed, success_rate (0-1)

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_runs AS
SELECT r.id AS run, r.user_key AS learner, s.scenario_id, r.version, r.language, r.status, r.phase, r.phase_count,
  r.turns, r.started_at, r.ended_at, r.seconds, r.score, r.partial, h.local_day, h.phases_completed,
  h.vocabulary_mastered, h.objectives_completed, h.success_rate
FROM scenario_runs r
JOIN scenarios s ON s.id = r.scenario_key
LEFT JOIN scenario_progress_history h ON h.run_key = r.id;
