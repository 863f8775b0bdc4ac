-- One row per person, known only by a number.
--   learner          the number; the same in every view
--   role, is_active
--   native_language
--   created_at       UTC

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_learners AS
SELECT id AS learner, role, is_active, native_language, created_at
FROM users WHERE username IS NOT NULL;
