-- Migrations.

-- migration_lock(migration_lock) migration_lock_answer
SELECT GET_LOCK(:name, :seconds) AS got;

-- migration_unlock(migration_lock) migration_lock_answer
SELECT RELEASE_LOCK(:name) AS got;

-- migration_table() count_row
SELECT COUNT(*) AS n FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'schema_migrations';

-- migration_list() migration_row[]
SELECT version, name, sha256, oldest_release, statements, started_at, finished_at FROM schema_migrations
ORDER BY version;

-- migration_start(migration_row)
INSERT INTO schema_migrations (version, name, sha256, oldest_release, statements, started_at)
VALUES (:version, :name, :sha256, :oldest_release, 0, :started_at);

-- migration_step(migration_row)
UPDATE schema_migrations SET statements = :statements WHERE version = :version;

-- migration_finish(migration_row)
UPDATE schema_migrations SET finished_at = :finished_at WHERE version = :version;
