-- Login sessions.

-- session_find(session_token) identity
SELECT u.id AS user_key, s.id AS session_key, u.role, u.timezone, u.rollover_hour, u.native_language, s.last_seen_at
FROM login_sessions s JOIN users u ON u.id = s.user_key
WHERE s.token_hash = :token_hash AND s.expires_at > :now AND s.last_seen_at > :idle_since AND u.is_active = 1;

-- session_touch(own)
UPDATE login_sessions SET last_seen_at = :now WHERE id = :session_key;

-- session_add(new_session)
INSERT INTO login_sessions (token_hash, user_key, created_at, last_seen_at, expires_at, user_agent, address)
VALUES (:token_hash, :user_key, :now, :now, :expires_at, :user_agent, :address);

-- Only those that session_find would take: 14 days are SESSION_IDLE_DAYS.
-- session_list(own) session_row[]
SELECT id AS session_id, created_at, last_seen_at, user_agent, address, id = :session_key AS current
FROM login_sessions WHERE user_key = :user_key AND expires_at > :now AND last_seen_at > :now - INTERVAL 14 DAY
ORDER BY created_at DESC, id DESC;

-- session_drop(session_drop)
DELETE FROM login_sessions WHERE id = :session_id AND user_key = :user_key;

-- session_drop_current(own)
DELETE FROM login_sessions WHERE id = :session_key;

-- session_drop_others(own)
DELETE FROM login_sessions WHERE user_key = :user_key AND id <> :session_key;

-- session_drop_all(own)
DELETE FROM login_sessions WHERE user_key = :user_key;

-- session_drop_surplus(own)
DELETE FROM login_sessions WHERE user_key = :user_key AND id NOT IN (
  SELECT id FROM (SELECT id FROM login_sessions WHERE user_key = :user_key ORDER BY created_at DESC, id DESC LIMIT 20)
  AS kept);

-- Accounts.

-- user_credentials(login_in) credentials
SELECT id AS user_key, password, is_active FROM users WHERE username = :username;

-- user_credentials_own(own) credentials
SELECT id AS user_key, password, is_active FROM users WHERE id = :user_key LOCK IN SHARE MODE;

-- user_add(new_user)
INSERT INTO users (username, email, email_key, display_name, password, role, is_active, timezone, rollover_hour,
  ui_language, native_language, single_key_shortcuts, revision, created_at)
VALUES (:username, :email, :email_key, :display_name, :password, :role, 1, :timezone, 4, :ui_language,
  :native_language, 1, 1, :now);

-- user_counters_add(new_user)
INSERT INTO user_counters (user_key) VALUES (:user_key);

-- user_logged_in(own)
UPDATE user_counters SET last_login_at = :now WHERE user_key = :user_key;

-- user_password_change(password_change)
UPDATE users SET password = :password, revision = revision + 1 WHERE id = :user_key;

-- user_list() user_row[]
SELECT u.id AS user_id, u.username, u.display_name, u.email, u.role, u.is_active, u.created_at, c.last_login_at
FROM users u JOIN user_counters c ON c.user_key = u.id ORDER BY u.id;

-- user_by_name(user_name) user_row
SELECT u.id AS user_id, u.username, u.display_name, u.email, u.role, u.is_active, u.created_at, c.last_login_at
FROM users u JOIN user_counters c ON c.user_key = u.id WHERE u.username = :username FOR UPDATE;

-- user_set_active(user_name)
UPDATE users SET is_active = :is_active, revision = revision + 1 WHERE username = :username AND is_active <> :is_active;

-- admin_count() count_row
SELECT COUNT(*) AS n FROM users WHERE role = 'admin' AND is_active = 1 LOCK IN SHARE MODE;

-- One's own account.

-- me_find(own) me
SELECT id AS user_id, username, display_name, email, role, timezone, rollover_hour, ui_language, native_language,
  single_key_shortcuts, created_at, revision
FROM users WHERE id = :user_key;

-- me_access(me_patch) access
SELECT id AS `key`, 1 AS may_change, revision FROM users WHERE id = :user_key FOR UPDATE;

-- me_languages(own) user_language[]
SELECT language, level, is_primary, desired_retention, new_per_day, reviews_per_day
FROM user_languages WHERE user_key = :user_key ORDER BY is_primary DESC, language;

-- me_change(me_patch)
UPDATE users SET
  display_name = IF(:has_display_name, :display_name, display_name),
  email_key = IF(:has_email, :email_key, email_key),
  email = IF(:has_email, :email, email),
  timezone = IF(:has_timezone, :timezone, timezone),
  rollover_hour = IF(:has_rollover_hour, :rollover_hour, rollover_hour),
  ui_language = IF(:has_ui_language, :ui_language, ui_language),
  native_language = IF(:has_native_language, :native_language, native_language),
  single_key_shortcuts = IF(:has_single_key_shortcuts, :single_key_shortcuts, single_key_shortcuts),
  revision = revision + 1
WHERE id = :user_key;

-- me_language_drop(me_patch)
DELETE FROM user_languages WHERE user_key = :user_key;

-- me_language_add(user_language)
INSERT INTO user_languages (user_key, language, level, is_primary, desired_retention, new_per_day, reviews_per_day)
VALUES (:user_key, :language, :level, :is_primary, :desired_retention, :new_per_day, :reviews_per_day);

-- One-time links.

-- account_token_add(account_token)
INSERT INTO account_tokens (token_hash, kind, user_key, created_by, created_at, expires_at)
VALUES (:token_hash, :kind, :token_user_key, :created_by, :now, :expires_at);

-- account_token_lock(account_token) token_row
SELECT kind, user_key AS token_user_key, expires_at, used_at FROM account_tokens
WHERE token_hash = :token_hash FOR UPDATE;

-- account_token_use(account_token)
UPDATE account_tokens SET used_at = :now, used_by = :used_by WHERE token_hash = :token_hash AND used_at IS NULL;

-- setup_tokens_drop()
DELETE FROM account_tokens WHERE kind = 'setup' AND used_at IS NULL;

-- Throttles: counted before the password is hashed.

-- throttle_count(throttle)
INSERT INTO throttles (throttle_key, attempts, allowed, blocked_until, updated_at)
VALUES (:throttle_key, 1, 1, NULL, :now)
ON DUPLICATE KEY UPDATE
  attempts = IF(updated_at < :stale_before, 0, attempts),
  allowed = attempts < :hard_stop AND (attempts < :free_attempts OR blocked_until IS NULL OR blocked_until <= :now),
  attempts = IF(allowed = 1, attempts + 1, attempts),
  blocked_until = IF(allowed = 1 AND attempts >= :free_attempts,
    :now + INTERVAL LEAST(900, POW(2, LEAST(10, attempts - :free_attempts))) SECOND, blocked_until),
  updated_at = :now;

-- throttle_find(throttle) throttle_row
SELECT attempts, allowed, blocked_until FROM throttles WHERE throttle_key = :throttle_key FOR UPDATE;

-- throttle_forget(throttle)
DELETE FROM throttles WHERE throttle_key = :throttle_key;

-- throttle_refund(throttle)
UPDATE throttles SET attempts = IF(attempts > 0, attempts - 1, 0), blocked_until = NULL
WHERE throttle_key = :throttle_key;

-- ready() count_row
SELECT 1 AS n;
