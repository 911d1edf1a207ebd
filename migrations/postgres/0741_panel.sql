-- A panel of experts (BJ18-28), named by the entry that asked for it: which office above was asked, when it accepted,
-- when the experts sit. Question and opinions stand in the ledger; whether it lasts is read there, too. Only an end that
-- somebody set before work or the agreement's end is kept here; its reason is sealed.
CREATE TABLE panel (
    subject_id uuid NOT NULL
        CONSTRAINT panel_of_subject REFERENCES subject (subject_id),
    entry_id uuid NOT NULL,
    office_code bigint NOT NULL,
    from_office_code bigint NOT NULL,
    asked_by uuid NOT NULL,
    asked_at bigint NOT NULL,
    accepted_by uuid,
    accepted_at bigint,
    sits_on date,
    ended_by uuid,
    ended_at bigint,
    end_reason bytea,
    CONSTRAINT panel_key PRIMARY KEY (subject_id, entry_id),
    CONSTRAINT panel_accepted_whole CHECK ((accepted_by IS NULL) = (accepted_at IS NULL) AND (accepted_at IS NULL) = (sits_on IS NULL)),
    CONSTRAINT panel_ended_whole CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL))
);

CREATE INDEX panel_by_office ON panel (office_code, ended_at, asked_at);
