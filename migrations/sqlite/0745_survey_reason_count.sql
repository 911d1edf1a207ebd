-- How many of an office's people gave which reason between two days, as it was counted last; the mark tells of which
-- surveys. Figures only: who gave which reason stays under seal.
CREATE TABLE survey_reason_count (
    office_code integer NOT NULL,
    first_day text NOT NULL CONSTRAINT survey_reason_count_first_day_type CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(first_day) IS first_day),
    last_day text NOT NULL CONSTRAINT survey_reason_count_last_day_type CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(last_day) IS last_day),
    mark integer NOT NULL,
    counts text NOT NULL,
    CONSTRAINT survey_reason_count_key PRIMARY KEY (first_day, last_day, office_code)
) STRICT, WITHOUT ROWID;
