-- Scenario documents: loading and publishing.

-- content_system() content_row[]
SELECT s.id AS scenario_key, s.scenario_id, s.version, s.withdrawn, v.content_hash,
  UNHEX(SHA2(s.document, 256)) AS document_hash
FROM scenarios s JOIN scenario_versions v ON v.scenario_key = s.id AND v.version = s.version
WHERE s.created_by IS NULL AND s.is_system_scenario = 1 ORDER BY s.scenario_id;

-- content_system_lock() content_row[]
SELECT s.id AS scenario_key, s.scenario_id, s.version, s.withdrawn, v.content_hash,
  UNHEX(SHA2(s.document, 256)) AS document_hash
FROM scenarios s JOIN scenario_versions v ON v.scenario_key = s.id AND v.version = s.version
WHERE s.created_by IS NULL AND s.is_system_scenario = 1 ORDER BY s.scenario_id FOR UPDATE;

-- content_insert(content)
INSERT INTO scenarios (scenario_id, situation_id, title, description, category, difficulty, cefr_level, language,
  estimated_duration, user_role, partner_role, setting, created_by, is_system_scenario, is_public, withdrawn,
  revision, version, created_at, updated_at, document)
VALUES (:scenario_id, :situation_id, :title, :description, :category, :difficulty, :cefr_level, :language,
  :estimated_duration, :user_role, :partner_role, :setting, :created_by, :is_system_scenario, :is_public, :withdrawn,
  1, :version, :now, :now, :document);

-- content_update(content)
UPDATE scenarios SET situation_id = :situation_id, title = :title, description = :description, category = :category,
  difficulty = :difficulty, cefr_level = :cefr_level, language = :language, estimated_duration = :estimated_duration,
  user_role = :user_role, partner_role = :partner_role, setting = :setting, withdrawn = :withdrawn,
  revision = revision + 1, version = :version, updated_at = :now, document = :document
WHERE id = :scenario_key;

-- content_withdraw(content)
UPDATE scenarios SET withdrawn = :withdrawn, revision = revision + 1, updated_at = :now
WHERE id = :scenario_key AND withdrawn <> :withdrawn;

-- content_version_add(content)
INSERT INTO scenario_versions (scenario_key, version, content, content_hash, created_by, created_at)
VALUES (:scenario_key, :version, :content, :content_hash, :created_by, :now);

-- content_metadata_add(content)
INSERT INTO scenario_metadata (scenario_key) VALUES (:scenario_key);

-- content_phases_drop(content)
DELETE FROM scenario_phases WHERE scenario_key = :scenario_key;

-- content_phases_add(content)
INSERT INTO scenario_phases (scenario_key, phase_number, phase_id, name, description, expected_duration_minutes)
SELECT :scenario_key, phase_number, phase_id, name, description, expected_duration_minutes
FROM JSON_TABLE(:phases, '$[*]' COLUMNS (
  phase_number INT PATH '$.phase_number',
  phase_id VARCHAR(100) PATH '$.phase_id',
  name VARCHAR(100) PATH '$.name',
  description VARCHAR(1000) PATH '$.description',
  expected_duration_minutes INT PATH '$.expected_duration_minutes')) AS phases;

-- content_words_drop(content)
DELETE FROM scenario_words WHERE scenario_key = :scenario_key;

-- content_words_add(content)
INSERT INTO scenario_words (scenario_key, phase_number, position, language, term, term_key)
SELECT :scenario_key, phase_number, position, :language, term, term_key
FROM JSON_TABLE(:words, '$[*]' COLUMNS (
  phase_number INT PATH '$.phase_number',
  position INT PATH '$.position',
  term VARCHAR(200) PATH '$.term',
  term_key VARCHAR(255) PATH '$.term_key')) AS words;

-- content_terms_drop(content)
DELETE FROM scenario_terms WHERE scenario_key = :scenario_key;

-- content_terms_add(content)
INSERT INTO scenario_terms (term, language, `rank`, scenario_key)
SELECT term, language, `rank`, :scenario_key
FROM JSON_TABLE(:terms, '$[*]' COLUMNS (
  term VARCHAR(60) PATH '$.term',
  language VARCHAR(10) PATH '$.language',
  `rank` INT PATH '$.rank')) AS terms;

-- content_unlist(content)
DELETE FROM scenario_listing WHERE scenario_key = :scenario_key;

-- content_list(content)
INSERT INTO scenario_listing (scenario_key, scenario_id, situation_id, title, description, translations, category,
  difficulty, cefr_level, language, estimated_duration, phase_count, is_system_scenario)
VALUES (:scenario_key, :scenario_id, :situation_id, :title, :description, :translations, :category,
  :difficulty, :cefr_level, :language, :estimated_duration, :phase_count, :is_system_scenario);
