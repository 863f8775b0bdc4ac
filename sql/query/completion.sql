-- completion_end(completion_end)
UPDATE scenario_runs SET status = 'completed', seconds = :seconds, last_event_at = :now, ended_at = :now, score = :score,
  partial = :partial
WHERE id = :run_id AND status = 'open';

-- completion_result(completion_end)
UPDATE scenario_runs SET result = :result WHERE id = :run_id;

-- completion_item(run_item)
INSERT INTO scenario_run_items (run_key, phase, kind, item, text, level, turn)
VALUES (:run_key, :phase, :kind, :item, :text, :level, :turn);

-- completion_history(completion_end)
INSERT INTO scenario_progress_history (user_key, scenario_key, version, run_key, started_at, completed_at, seconds,
  phases_completed, phases_total, vocabulary_mastered, objectives_completed, success_rate, completion_score, partial,
  local_day)
VALUES (:user_key, :scenario_key, :version, :run_id, :started_at, :now, :seconds, :phases_completed, :phases_total,
  :vocabulary_mastered, :objectives_completed, :success_rate, :score, :partial, :today);

-- completion_session(completion_end)
INSERT INTO learning_sessions (user_key, session_type, source_id, language, started_at, ended_at, duration_seconds,
  items_studied, items_correct, items_incorrect, accuracy_rate)
VALUES (:user_key, 'scenario', :source_id, :language, :started_at, :now, :seconds, :items_studied, :items_correct,
  :items_incorrect, :accuracy_rate);

-- completion_progress(completion_end)
UPDATE user_scenario_progress SET times_completed = times_completed + :full, seconds = seconds + :seconds,
  best_score = GREATEST(COALESCE(best_score, 0), :score), last_completed_at = :now
WHERE user_key = :user_key AND scenario_key = :scenario_key;

-- completion_metadata(completion_end)
UPDATE scenario_metadata SET completions = completions + 1, seconds_sum = seconds_sum + :seconds
WHERE scenario_key = :scenario_key;

-- Events happen once; a second time changes nothing.
-- event_add(learning_event)
INSERT INTO learning_events (user_key, event, ref, local_day, at, value)
VALUES (:user_key, :event, :ref, :today, :now, :value)
ON DUPLICATE KEY UPDATE value = value;

-- What to play next: unfinished, near in level, of the same kind first; then how many of its words are known here.
-- completion_next(completion_end) completion_next[]
SELECT n.scenario_id, n.title,
  IF(n.same_category, 'category', IF(n.same_difficulty, 'level', 'new')) AS reason,
  (SELECT COUNT(*) FROM scenario_words w JOIN vocabulary_items v
    ON v.user_key = :user_key AND v.language = w.language AND v.term_key = w.term_key
    WHERE w.scenario_key = n.scenario_key) AS shared_words
FROM (
  SELECT l.scenario_key, l.scenario_id, l.title, l.category = :category AS same_category,
    l.difficulty = :difficulty AS same_difficulty
  FROM scenario_listing l
  LEFT JOIN user_scenario_progress p ON p.user_key = :user_key AND p.scenario_key = l.scenario_key
  WHERE l.language = :language AND l.scenario_key <> :scenario_key AND COALESCE(p.times_completed, 0) = 0
  ORDER BY same_difficulty DESC, same_category DESC, l.scenario_key LIMIT 3) n;
