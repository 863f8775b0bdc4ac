-- Scenarios: current row, immutable versions (the truth of content), projections, aggregates.
-- oldest release served: 0.1.0

CREATE TABLE scenarios (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  scenario_id VARCHAR(100) NOT NULL,
  situation_id VARCHAR(100) NOT NULL COMMENT 'links the language versions of one situation',
  title VARCHAR(100) NOT NULL,
  description VARCHAR(500) NOT NULL,
  category ENUM('restaurant', 'travel', 'shopping', 'business', 'social', 'healthcare', 'emergency', 'daily_life',
    'hobbies', 'education') NOT NULL,
  difficulty ENUM('beginner', 'intermediate', 'advanced') NOT NULL,
  cefr_level ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2') NULL,
  language VARCHAR(10) NOT NULL,
  estimated_duration INT NOT NULL COMMENT 'minutes',
  user_role VARCHAR(50) NULL,
  partner_role VARCHAR(50) NULL,
  setting VARCHAR(500) NULL,
  created_by BIGINT UNSIGNED NULL,
  is_system_scenario TINYINT NOT NULL,
  is_public TINYINT NOT NULL,
  withdrawn TINYINT NOT NULL COMMENT '1 by hand, 2 its file disappeared',
  revision INT UNSIGNED NOT NULL COMMENT 'moves with any change; the ETag',
  version INT UNSIGNED NOT NULL COMMENT 'of the content',
  forked_from BIGINT UNSIGNED NULL,
  forked_version INT UNSIGNED NULL,
  created_at DATETIME(3) NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  deleted_at DATETIME(3) NULL,
  document MEDIUMTEXT NOT NULL COMMENT 'what GET /scenarios/{id} answers, rendered when written',
  UNIQUE KEY scenarios_scenario_id (scenario_id),
  KEY scenarios_situation (situation_id, language),
  KEY scenarios_owner (created_by, id),
  FOREIGN KEY (created_by) REFERENCES users (id),
  FOREIGN KEY (forked_from) REFERENCES scenarios (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_versions (
  scenario_key BIGINT UNSIGNED NOT NULL,
  version INT UNSIGNED NOT NULL,
  content MEDIUMTEXT NOT NULL COMMENT 'the whole document with partner lines and evidence',
  content_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of content',
  created_by BIGINT UNSIGNED NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (scenario_key, version),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id),
  FOREIGN KEY (created_by) REFERENCES users (id),
  CHECK (JSON_VALID(content))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_phases (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  scenario_key BIGINT UNSIGNED NOT NULL,
  phase_number INT NOT NULL COMMENT 'from 1',
  phase_id VARCHAR(100) NOT NULL,
  name VARCHAR(100) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  expected_duration_minutes INT NOT NULL,
  UNIQUE KEY scenario_phases_number (scenario_key, phase_number),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_words (
  scenario_key BIGINT UNSIGNED NOT NULL,
  phase_number INT NOT NULL,
  position INT NOT NULL COMMENT 'from 0',
  language VARCHAR(10) NOT NULL,
  term VARCHAR(200) NOT NULL,
  term_key VARCHAR(255) NOT NULL COMMENT 'NFC, full case folding',
  PRIMARY KEY (scenario_key, phase_number, position),
  KEY scenario_words_term (language, term_key, scenario_key),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_terms (
  term VARCHAR(60) NOT NULL COMMENT 'folded, without accents',
  language VARCHAR(10) NOT NULL,
  `rank` INT NOT NULL COMMENT '1 title, 2 tag, 3 vocabulary, 4 description',
  scenario_key BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (term, language, `rank`, scenario_key),
  KEY scenario_terms_scenario (scenario_key, term),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_listing (
  scenario_key BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  scenario_id VARCHAR(100) NOT NULL,
  situation_id VARCHAR(100) NOT NULL,
  title VARCHAR(100) NOT NULL,
  description VARCHAR(500) NOT NULL,
  translations MEDIUMTEXT NOT NULL COMMENT 'JSON {language: {title, description}}',
  category ENUM('restaurant', 'travel', 'shopping', 'business', 'social', 'healthcare', 'emergency', 'daily_life',
    'hobbies', 'education') NOT NULL,
  difficulty ENUM('beginner', 'intermediate', 'advanced') NOT NULL,
  cefr_level ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2') NULL,
  language VARCHAR(10) NOT NULL,
  estimated_duration INT NOT NULL,
  phase_count INT NOT NULL,
  is_system_scenario TINYINT NOT NULL,
  KEY scenario_listing_language (language, scenario_key),
  KEY scenario_listing_category (language, category, scenario_key),
  KEY scenario_listing_difficulty (language, category, difficulty, scenario_key),
  KEY scenario_listing_situation (situation_id, language),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_metadata (
  scenario_key BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  starts BIGINT UNSIGNED NOT NULL DEFAULT 0,
  completions BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'full ones: last phase and at least half of the phases complete',
  seconds_sum BIGINT UNSIGNED NOT NULL DEFAULT 0,
  learners BIGINT UNSIGNED NOT NULL DEFAULT 0,
  saved_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_sum BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_1 BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_2 BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_3 BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_4 BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rating_5 BIGINT UNSIGNED NOT NULL DEFAULT 0,
  collection_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  tag_count BIGINT UNSIGNED NOT NULL DEFAULT 0,
  views BIGINT UNSIGNED NOT NULL DEFAULT 0,
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_activity (
  scenario_key BIGINT UNSIGNED NOT NULL,
  day DATE NOT NULL COMMENT 'UTC',
  kind ENUM('start', 'completion', 'save', 'view') NOT NULL,
  user_key BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (scenario_key, day, kind, user_key),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE scenario_daily (
  scenario_key BIGINT UNSIGNED NOT NULL,
  day DATE NOT NULL COMMENT 'UTC',
  starts INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'learners, each once a day',
  completions INT UNSIGNED NOT NULL DEFAULT 0,
  saves INT UNSIGNED NOT NULL DEFAULT 0,
  views INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (scenario_key, day),
  KEY scenario_daily_day (day),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE user_scenario_progress (
  user_key BIGINT UNSIGNED NOT NULL,
  scenario_key BIGINT UNSIGNED NOT NULL,
  times_attempted INT UNSIGNED NOT NULL DEFAULT 0,
  times_completed INT UNSIGNED NOT NULL DEFAULT 0,
  seconds BIGINT UNSIGNED NOT NULL DEFAULT 0,
  best_score INT NULL COMMENT '0-100',
  last_attempt_at DATETIME(3) NULL,
  last_completed_at DATETIME(3) NULL,
  is_saved TINYINT NOT NULL DEFAULT 0,
  saved_at DATETIME(3) NULL,
  folder VARCHAR(100) NULL,
  user_notes VARCHAR(500) NULL,
  PRIMARY KEY (user_key, scenario_key),
  KEY user_scenario_progress_scenario (scenario_key),
  FOREIGN KEY (user_key) REFERENCES users (id),
  FOREIGN KEY (scenario_key) REFERENCES scenarios (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
