-- Which migrations this database has had. Run before the table is asked, so it must not mind being there.
-- oldest release served: 0.1.0

CREATE TABLE IF NOT EXISTS schema_migrations (
  version INT NOT NULL PRIMARY KEY COMMENT 'number of the file',
  name VARCHAR(100) NOT NULL,
  sha256 BINARY(32) NOT NULL COMMENT 'of the file',
  oldest_release VARCHAR(20) NOT NULL COMMENT 'a program older than this cannot use the schema',
  statements INT NOT NULL COMMENT 'how many of the file have been run',
  started_at DATETIME(3) NOT NULL,
  finished_at DATETIME(3) NULL COMMENT 'NULL: it stopped in the middle'
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin;
