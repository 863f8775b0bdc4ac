-- People, their login sessions, one-time links, throttles and idempotency keys.
-- oldest release served: 0.1.0

CREATE TABLE users (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username VARCHAR(30) NULL COMMENT 'a-z 0-9 _; NULL once the account is erased',
  email VARCHAR(254) NULL,
  email_key VARCHAR(254) NULL COMMENT 'case-folded email',
  display_name VARCHAR(100) NOT NULL,
  password VARCHAR(200) NOT NULL COMMENT 'argon2id PHC string',
  role ENUM('learner', 'teacher', 'admin') NOT NULL,
  is_active TINYINT NOT NULL,
  timezone VARCHAR(64) NOT NULL COMMENT 'IANA name',
  rollover_hour TINYINT NOT NULL COMMENT 'hour 0-23 at which the local day begins',
  ui_language VARCHAR(10) NOT NULL,
  native_language VARCHAR(10) NOT NULL,
  single_key_shortcuts TINYINT NOT NULL,
  revision INT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY users_username (username),
  UNIQUE KEY users_email (email_key),
  CHECK (rollover_hour BETWEEN 0 AND 23)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE user_counters (
  user_key BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  last_login_at DATETIME(3) NULL,
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE user_languages (
  user_key BIGINT UNSIGNED NOT NULL,
  language VARCHAR(10) NOT NULL,
  level ENUM('A1', 'A2', 'B1', 'B2', 'C1', 'C2') NOT NULL,
  is_primary TINYINT NOT NULL,
  desired_retention DOUBLE NOT NULL,
  new_per_day INT NOT NULL,
  reviews_per_day INT NOT NULL,
  PRIMARY KEY (user_key, language),
  FOREIGN KEY (user_key) REFERENCES users (id),
  CHECK (desired_retention BETWEEN 0.70 AND 0.99)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE account_tokens (
  token_hash BINARY(32) NOT NULL PRIMARY KEY COMMENT 'SHA-256 of the token in the link',
  kind ENUM('setup', 'invite', 'reset') NOT NULL,
  user_key BIGINT UNSIGNED NULL COMMENT 'reset: whose password',
  created_by BIGINT UNSIGNED NULL COMMENT 'NULL: made on the command line',
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  used_at DATETIME(3) NULL,
  used_by BIGINT UNSIGNED NULL,
  FOREIGN KEY (user_key) REFERENCES users (id),
  FOREIGN KEY (created_by) REFERENCES users (id),
  FOREIGN KEY (used_by) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE login_sessions (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of the cookie',
  user_key BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL COMMENT 'written at most every 5 minutes',
  expires_at DATETIME(3) NOT NULL COMMENT 'absolute end',
  user_agent VARCHAR(200) NOT NULL,
  address VARCHAR(45) NOT NULL COMMENT 'IPv4 /24 or IPv6 /48',
  UNIQUE KEY login_sessions_token (token_hash),
  KEY login_sessions_user (user_key, created_at),
  KEY login_sessions_expiry (expires_at),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE throttles (
  throttle_key BINARY(32) NOT NULL PRIMARY KEY COMMENT 'HMAC of kind and account or address',
  attempts INT UNSIGNED NOT NULL,
  allowed TINYINT NOT NULL COMMENT 'whether the last attempt may go on',
  blocked_until DATETIME(3) NULL,
  updated_at DATETIME(3) NOT NULL,
  KEY throttles_updated (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;

CREATE TABLE idempotency_keys (
  user_key BIGINT UNSIGNED NOT NULL,
  idempotency_key BINARY(16) NOT NULL,
  request_hash BINARY(32) NOT NULL COMMENT 'method, path, query and body',
  status SMALLINT NULL,
  body MEDIUMTEXT NULL,
  location VARCHAR(200) NULL,
  etag VARCHAR(80) NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (user_key, idempotency_key),
  KEY idempotency_keys_created (created_at),
  FOREIGN KEY (user_key) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
