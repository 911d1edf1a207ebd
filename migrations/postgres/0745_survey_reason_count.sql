-- How many of an office's people gave which reason between two days, as it was counted last; the mark tells of which
-- surveys. Figures only: who gave which reason stays under seal.
CREATE TABLE survey_reason_count (
    office_code bigint NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    mark bigint NOT NULL,
    counts text NOT NULL,
    CONSTRAINT survey_reason_count_key PRIMARY KEY (first_day, last_day, office_code)
);
