-- Answers that offices offer beside those that ship with the program, and shipped ones that they offer no longer.
CREATE TABLE answer (
    question text NOT NULL CONSTRAINT answer_question_given CHECK (question <> ''),
    words text NOT NULL CONSTRAINT answer_words_given CHECK (words <> ''),
    office_code bigint NOT NULL,
    is_offered boolean NOT NULL,
    changed_at bigint NOT NULL,
    changed_by uuid NOT NULL,
    CONSTRAINT answer_key PRIMARY KEY (question, words, office_code)
);
