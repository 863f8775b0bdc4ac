-- The run ledger and what a completed run leaves behind.
-- oldest release served: 0.1.0

CREATE TABLE scenario_runs (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_key BIGINT UNSIGNED NOT NULL,
  scenario_key BIGINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  language VARCHAR(10) NOT NULL,
  native_language VARCHAR(10) NOT NULL COMMENT 'of the learner when the run began: the engine reads it',
  variant INT NOT NULL,
  choice VARCHAR(50) NULL,
  status ENUM('open', 'completed', 'abandoned') NOT NULL,
  phase INT NOT NULL COMMENT 'from 1',
  phase_count INT NOT NULL,
  turns INT NOT NULL DEFAULT 0 COMMENT 'rows in scenario_run_turns',
  started_at DATETIME(3) NOT NULL,
  last_event_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NULL,
  seconds INT NOT NULL DEFAULT 0 COMMENT 'server clock, each gap counts at most 5 minutes',
  score INT NULL COMMENT '0-100',
  partial TINYINT NULL,
  result MEDIUMTEXT NULL COMMENT 'the answer given on completion',
  open_key BIGINT UNSIGNED AS (IF(status = 'open', scenario_key, NULL)) VIRTUAL,
  UNIQUE KEY scenario_runs_open (user_key, open_key),
  KEY scenario_runs_user (user_key, status, id),
  KEY scenario_runs_scenario (scenario_key),
  KEY scenario_runs_idle (status, last_event_at),
  FOREIGN KEY (user_key) REFERENCES users (id),
  FOREIGN KEY (scenario_key, version) REFERENCES scenario_versions (scenario_key, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_run_turns (
  run_key BIGINT UNSIGNED NOT NULL,
  number INT NOT NULL COMMENT 'from 1, no gaps',
  who ENUM('learner', 'partner') NOT NULL,
  kind VARCHAR(20) NOT NULL COMMENT 'learner: say, hint, list, next, skip; partner: the move',
  phase INT NOT NULL COMMENT 'from 1',
  text VARCHAR(1000) NULL,
  translation VARCHAR(1000) NULL,
  line INT NULL COMMENT 'partner: line of the script asked now, from 1',
  branch INT NULL COMMENT 'partner: which reply, again line or variant',
  matches MEDIUMTEXT NULL COMMENT 'learner: JSON list of what the sentence contains',
  remark TEXT NULL COMMENT 'learner: JSON of the one remark',
  at DATETIME(3) NOT NULL,
  PRIMARY KEY (run_key, number),
  FOREIGN KEY (run_key) REFERENCES scenario_runs (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_run_items (
  run_key BIGINT UNSIGNED NOT NULL,
  phase INT NOT NULL COMMENT 'from 1',
  kind ENUM('word', 'phrase') NOT NULL,
  item INT NOT NULL COMMENT 'position in the phase, from 0',
  text VARCHAR(200) NOT NULL,
  level ENUM('missed', 'almost', 'recited', 'hinted', 'supported', 'own') NOT NULL,
  turn INT NULL COMMENT 'which of the learner''s sentences, from 1',
  PRIMARY KEY (run_key, phase, kind, item),
  FOREIGN KEY (run_key) REFERENCES scenario_runs (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_progress_history (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_key BIGINT UNSIGNED NOT NULL,
  scenario_key BIGINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  run_key BIGINT UNSIGNED NOT NULL,
  started_at DATETIME(3) NOT NULL,
  completed_at DATETIME(3) NOT NULL,
  seconds INT NOT NULL,
  phases_completed INT NOT NULL,
  phases_total INT NOT NULL,
  vocabulary_mastered INT NOT NULL COMMENT 'words used by oneself',
  objectives_completed INT NOT NULL,
  success_rate DOUBLE NOT NULL COMMENT '0-1',
  completion_score INT NOT NULL COMMENT '0-100',
  partial TINYINT NOT NULL,
  local_day DATE NOT NULL,
  UNIQUE KEY scenario_progress_history_run (run_key),
  KEY scenario_progress_history_user (user_key, completed_at),
  KEY scenario_progress_history_scenario (scenario_key),
  FOREIGN KEY (user_key) REFERENCES users (id),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id),
  FOREIGN KEY (run_key) REFERENCES scenario_runs (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE learning_sessions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_key BIGINT UNSIGNED NOT NULL,
  session_type ENUM('scenario', 'content_study', 'vocabulary_review', 'conversation') NOT NULL,
  source_id VARCHAR(100) NOT NULL COMMENT 'scenario: run_id',
  language VARCHAR(10) NOT NULL,
  started_at DATETIME(3) NOT NULL,
  ended_at DATETIME(3) NOT NULL,
  duration_seconds INT NOT NULL,
  items_studied INT NOT NULL,
  items_correct INT NOT NULL,
  items_incorrect INT NOT NULL,
  accuracy_rate DOUBLE NULL COMMENT 'items_correct / items_studied, NULL without items',
  UNIQUE KEY learning_sessions_source (user_key, session_type, source_id),
  KEY learning_sessions_started (user_key, started_at),
  FOREIGN KEY (user_key) REFERENCES users (id),
  CHECK (items_studied = items_correct + items_incorrect)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE learning_events (
  user_key BIGINT UNSIGNED NOT NULL,
  event VARCHAR(40) NOT NULL COMMENT 'run_completed, run_partial, scenario_first_completed, word_met, word_used',
  ref VARCHAR(64) NOT NULL COMMENT 'what it is about: run_id, item_id ...',
  local_day DATE NOT NULL,
  at DATETIME(3) NOT NULL,
  value INT NOT NULL DEFAULT 1,
  PRIMARY KEY (user_key, event, ref),
  KEY learning_events_day (user_key, local_day),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
