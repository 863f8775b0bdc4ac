-- The database and its four accounts. Run it as the database's administrator, with a password of
-- its own in place of each @...@ ; script/server does so for its private MariaDB. Run it again to
-- change passwords.
CREATE DATABASE IF NOT EXISTS parlance CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The workers: rows, and nothing else.
CREATE USER IF NOT EXISTS parlance_app@localhost;
ALTER USER parlance_app@localhost IDENTIFIED BY '@app@';
GRANT SELECT, INSERT, UPDATE, DELETE ON parlance.* TO parlance_app@localhost;

-- `parlance migrate`: tables and views. The views belong to this account.
CREATE USER IF NOT EXISTS parlance_migrate@localhost;
ALTER USER parlance_migrate@localhost IDENTIFIED BY '@migrate@';
GRANT ALL PRIVILEGES ON parlance.* TO parlance_migrate@localhost;

-- `parlance report` and people who write reports: report-grants.sql lets it read the report views.
CREATE USER IF NOT EXISTS parlance_report@localhost;
ALTER USER parlance_report@localhost IDENTIFIED BY '@report@' WITH MAX_STATEMENT_TIME 60;

-- Backups.
CREATE USER IF NOT EXISTS parlance_backup@localhost;
ALTER USER parlance_backup@localhost IDENTIFIED BY '@backup@';
GRANT SELECT, LOCK TABLES, SHOW VIEW, TRIGGER, EVENT ON parlance.* TO parlance_backup@localhost;
GRANT RELOAD, PROCESS ON *.* TO parlance_backup@localhost;
