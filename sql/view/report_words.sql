-- The words and phrases of cards that come from a scenario; what learners added themselves is left out.
--   item, learner, language, kind (word, phrase), term, first_learned (UTC)

CREATE OR REPLACE SQL SECURITY DEFINER VIEW report_words AS
SELECT i.id AS item, i.user_key AS learner, i.language, i.kind, i.term, i.first_learned
FROM vocabulary_items i
WHERE EXISTS (SELECT 1 FROM vocabulary_sources s WHERE s.item_key = i.id AND s.source_type = 'scenario');
