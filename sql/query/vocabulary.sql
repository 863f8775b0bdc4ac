-- Words and phrases met. The key of the item found or made is the inserted key; one changed row tells that it was made.
-- vocabulary_item_add(vocabulary_item)
INSERT INTO vocabulary_items (user_key, language, term_key, kind, term, translation, translation_language, reading,
  part_of_speech, first_learned)
VALUES (:user_key, :language, :term_key, :kind, :term, :translation, :translation_language, :reading,
  :part_of_speech, :now)
ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id);

-- A meeting in which the learner said nothing with it changes nothing.
-- vocabulary_source_add(vocabulary_source)
INSERT INTO vocabulary_sources (item_key, source_type, source_key, version, run_key, phase, sentence,
  learner_sentence, translation, translation_language, created_at)
VALUES (:item_key, :source_type, :source_key, :version, :run_key, :phase, :sentence, :learner_sentence, :translation,
  :translation_language, :now)
ON DUPLICATE KEY UPDATE
  version = IF(:learner_sentence IS NULL, version, :version),
  run_key = IF(:learner_sentence IS NULL, run_key, :run_key),
  phase = IF(:learner_sentence IS NULL, phase, :phase),
  sentence = IF(:learner_sentence IS NULL, sentence, :sentence),
  learner_sentence = COALESCE(:learner_sentence, learner_sentence);

-- vocabulary_card_find(vocabulary_card) vocabulary_card
SELECT item_key, id AS card_key, state, due_at FROM review_cards
WHERE item_key = :item_key AND card_type = 'recognition' FOR UPDATE;

-- vocabulary_card_add(review_card)
INSERT INTO review_cards (item_key, user_key, card_type, language, state, step, reps, lapses, stability, difficulty,
  last_review_at, last_review_day, due_at, due_day, scheduled_days, position, model, parameter_set_id, created_at)
VALUES (:item_key, :user_key, :card_type, :language, :state, :step, :reps, :lapses, :stability, :difficulty,
  :last_review_at, :last_review_day, :due_at, :due_day, :scheduled_days, :position, 'fsrs6', 0, :created_at);

-- Newest first; q may stand anywhere in the term.
-- vocabulary_list(vocabulary_filter) vocabulary_entry[]
SELECT i.id AS item_id, i.kind, i.language, i.term AS text, i.reading, i.translation, i.translation_language,
  i.first_learned, i.revision, c.id AS card_id, c.state, IF(c.state = 'new', NULL, c.due_at) AS due_at, c.stability,
  COALESCE(c.suspended, 0) AS suspended, c.buried_until, COALESCE(c.leech, 0) AS leech
FROM vocabulary_items i LEFT JOIN review_cards c ON c.item_key = i.id AND c.card_type = 'recognition'
WHERE i.user_key = :user_key AND (:cursor IS NULL OR i.id < :cursor) AND (:language IS NULL OR i.language = :language)
  AND (:term_key IS NULL OR INSTR(i.term_key, :term_key) > 0)
ORDER BY i.id DESC LIMIT :page;

-- vocabulary_access(vocabulary_patch) access
SELECT id AS `key`, 1 AS may_change, revision FROM vocabulary_items
WHERE id = :item_id AND user_key = :user_key FOR UPDATE;

-- vocabulary_change(vocabulary_patch)
UPDATE vocabulary_items SET
  translation = IF(:has_translation, :translation, translation),
  translation_language = IF(:has_translation, IF(:translation IS NULL, NULL, :native_language), translation_language),
  reading = IF(:has_reading, :reading, reading),
  revision = revision + 1
WHERE id = :item_id;

-- vocabulary_show(vocabulary_patch) vocabulary_entry
SELECT i.id AS item_id, i.kind, i.language, i.term AS text, i.reading, i.translation, i.translation_language,
  i.first_learned, i.revision, c.id AS card_id, c.state, IF(c.state = 'new', NULL, c.due_at) AS due_at, c.stability,
  COALESCE(c.suspended, 0) AS suspended, c.buried_until, COALESCE(c.leech, 0) AS leech
FROM vocabulary_items i LEFT JOIN review_cards c ON c.item_key = i.id AND c.card_type = 'recognition'
WHERE i.id = :item_id LOCK IN SHARE MODE;
