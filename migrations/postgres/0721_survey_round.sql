-- Rounds of willingness surveys (BJ18-18): of which office and those below it, when, and whom they are to reach.
CREATE TABLE survey_round (
    round_id uuid NOT NULL,
    office_code bigint NOT NULL,
    name text NOT NULL CONSTRAINT survey_round_name_given CHECK (name <> ''),
    first_day date NOT NULL,
    last_day date NOT NULL,
    unemployed_in_hardship boolean NOT NULL,
    others_in_hardship boolean NOT NULL,
    other_unemployed boolean NOT NULL,
    opened_at bigint NOT NULL,
    opened_by uuid NOT NULL,
    closed_at bigint,
    closed_by uuid,
    CONSTRAINT survey_round_key PRIMARY KEY (round_id),
    CONSTRAINT survey_round_days_in_order CHECK (first_day <= last_day),
    CONSTRAINT survey_round_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);

CREATE INDEX survey_round_by_office ON survey_round (office_code, first_day);
