-- Answers that offices offer beside those that ship with the program, and shipped ones that they offer no longer.
CREATE TABLE answer (
    question text NOT NULL CONSTRAINT answer_question_given CHECK (question <> ''),
    words text NOT NULL CONSTRAINT answer_words_given CHECK (words <> ''),
    office_code integer NOT NULL,
    is_offered integer NOT NULL CONSTRAINT answer_is_offered_type CHECK (is_offered IN (0, 1)),
    changed_at integer NOT NULL,
    changed_by blob NOT NULL CONSTRAINT answer_changed_by_type CHECK (length(changed_by) = 16),
    CONSTRAINT answer_key PRIMARY KEY (question, words, office_code)
) STRICT, WITHOUT ROWID;
