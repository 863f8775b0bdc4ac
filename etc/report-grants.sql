-- Makes the statements that let the report account read every report view. After each migration:
--   mariadb --batch --skip-column-names < report-grants.sql | mariadb
SELECT CONCAT('GRANT SELECT ON parlance.`', table_name, '` TO parlance_report@localhost;')
FROM information_schema.views WHERE table_schema = 'parlance' AND table_name LIKE 'report\_%';
