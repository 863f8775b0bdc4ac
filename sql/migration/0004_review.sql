-- Vocabulary, cards and the append-only review log.
-- oldest release served: 0.1.0

CREATE TABLE vocabulary_items (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_key BIGINT UNSIGNED NOT NULL,
  language VARCHAR(10) NOT NULL,
  term_key VARCHAR(255) NOT NULL COMMENT 'NFC, full case folding',
  kind ENUM('word', 'phrase') NOT NULL,
  term VARCHAR(200) NOT NULL,
  translation VARCHAR(500) NULL,
  translation_language VARCHAR(10) NULL,
  reading VARCHAR(200) NULL,
  part_of_speech VARCHAR(30) NULL,
  revision INT UNSIGNED NOT NULL DEFAULT 1,
  first_learned DATETIME(3) NOT NULL,
  UNIQUE KEY vocabulary_items_term (user_key, language, term_key),
  KEY vocabulary_items_user (user_key, id),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE vocabulary_sources (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  item_key BIGINT UNSIGNED NOT NULL,
  source_type ENUM('scenario', 'document', 'manual', 'conversation') NOT NULL,
  source_key BIGINT UNSIGNED NOT NULL COMMENT 'scenario: its key',
  version INT UNSIGNED NULL,
  run_key BIGINT UNSIGNED NULL,
  phase INT NULL,
  sentence VARCHAR(500) NULL COMMENT 'of the scenario',
  learner_sentence VARCHAR(500) NULL COMMENT 'what the learner said',
  translation VARCHAR(500) NULL,
  translation_language VARCHAR(10) NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY vocabulary_sources_source (item_key, source_type, source_key),
  FOREIGN KEY (item_key) REFERENCES vocabulary_items (id),
  FOREIGN KEY (run_key) REFERENCES scenario_runs (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE review_cards (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  item_key BIGINT UNSIGNED NOT NULL,
  user_key BIGINT UNSIGNED NOT NULL,
  card_type ENUM('recognition', 'production', 'cloze', 'listening') NOT NULL,
  language VARCHAR(10) NOT NULL,
  state ENUM('new', 'learning', 'review', 'relearning') NOT NULL,
  step INT NOT NULL,
  reps INT NOT NULL,
  lapses INT NOT NULL,
  stability DOUBLE NULL COMMENT 'days',
  difficulty DOUBLE NULL COMMENT '1-10',
  last_review_at DATETIME(3) NULL,
  last_review_day DATE NULL COMMENT 'local day',
  due_at DATETIME(3) NOT NULL COMMENT 'new: position as an instant; review: begin of due_day',
  due_day DATE NOT NULL COMMENT 'local day; decides for cards in review',
  scheduled_days INT NOT NULL,
  suspended TINYINT NOT NULL DEFAULT 0,
  buried_until DATE NULL COMMENT 'local day on which it comes back',
  leech TINYINT NOT NULL DEFAULT 0,
  position BIGINT NOT NULL COMMENT 'place in the line of new cards: ms since 1970',
  model ENUM('fsrs6') NOT NULL,
  parameter_set_id INT NOT NULL COMMENT '0: the published defaults',
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY review_cards_item (item_key, card_type),
  KEY review_cards_due (user_key, language, state, due_at, due_day, suspended, buried_until, item_key),
  FOREIGN KEY (item_key) REFERENCES vocabulary_items (id),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE review_log (
  user_key BIGINT UNSIGNED NOT NULL,
  review_id BINARY(16) NOT NULL COMMENT 'UUID of the client; seeds: made here',
  card_key BIGINT UNSIGNED NOT NULL,
  language VARCHAR(10) NOT NULL COMMENT 'of the card',
  review_kind ENUM('learn', 'review', 'relearn', 'seed') NOT NULL,
  rating TINYINT NOT NULL COMMENT '1 Again 2 Hard 3 Good 4 Easy',
  answered_at DATETIME(3) NOT NULL COMMENT 'clamped to [card created, received + 5 min]',
  sent_answered_at DATETIME(3) NOT NULL COMMENT 'as the client sent it',
  received_at DATETIME(3) NOT NULL,
  tz_offset INT NOT NULL COMMENT 'minutes',
  rollover_hour TINYINT NOT NULL COMMENT 'with tz_offset: where local_day comes from',
  local_day DATE NOT NULL,
  elapsed_days INT NOT NULL COMMENT 'local days since the review before, 0 for the first',
  duration_ms INT NOT NULL COMMENT 'as sent; statistics cap it at 60 s',
  state_before ENUM('new', 'learning', 'review', 'relearning') NOT NULL,
  step_before INT NOT NULL,
  stability_before DOUBLE NULL,
  difficulty_before DOUBLE NULL,
  retrievability DOUBLE NULL COMMENT 'predicted for this answer; NULL without a memory state',
  scheduled_days_before INT NOT NULL,
  model ENUM('fsrs6') NOT NULL,
  parameter_set_id INT NOT NULL,
  desired_retention DOUBLE NULL COMMENT 'NULL for seeds, whose due day is given',
  interval_seconds BIGINT NOT NULL COMMENT 'until due_after',
  fuzz_days INT NOT NULL COMMENT 'days of it that fuzz added, negative if it took some',
  due_after DATETIME(3) NOT NULL,
  due_day_after DATE NOT NULL COMMENT 'local day',
  run_key BIGINT UNSIGNED NULL COMMENT 'seed: the run it comes from',
  PRIMARY KEY (user_key, review_id),
  KEY review_log_card (card_key, answered_at),
  KEY review_log_day (user_key, local_day, language, review_kind, state_before),
  FOREIGN KEY (user_key) REFERENCES users (id),
  FOREIGN KEY (card_key) REFERENCES review_cards (id),
  FOREIGN KEY (run_key) REFERENCES scenario_runs (id),
  CHECK (rating BETWEEN 1 AND 4)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE review_undos (
  user_key BIGINT UNSIGNED NOT NULL,
  review_id BINARY(16) NOT NULL,
  undone_at DATETIME(3) NOT NULL,
  PRIMARY KEY (user_key, review_id),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin COMMENT = 'tombstones: a review named here does not count';
