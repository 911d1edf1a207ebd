-- A panel of experts (BJ18-28), named by the entry that asked for it: which office above was asked, when it accepted,
-- when the experts sit. Question and opinions stand in the ledger; whether it lasts is read there, too. Only an end that
-- somebody set before work or the agreement's end is kept here; its reason is sealed.
CREATE TABLE panel (
    subject_id blob NOT NULL CONSTRAINT panel_subject_id_type CHECK (length(subject_id) = 16)
        CONSTRAINT panel_of_subject REFERENCES subject (subject_id),
    entry_id blob NOT NULL CONSTRAINT panel_entry_id_type CHECK (length(entry_id) = 16),
    office_code integer NOT NULL,
    from_office_code integer NOT NULL,
    asked_by blob NOT NULL CONSTRAINT panel_asked_by_type CHECK (length(asked_by) = 16),
    asked_at integer NOT NULL,
    accepted_by blob CONSTRAINT panel_accepted_by_type CHECK (length(accepted_by) = 16),
    accepted_at integer,
    sits_on text CONSTRAINT panel_sits_on_type CHECK (sits_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(sits_on) IS sits_on),
    ended_by blob CONSTRAINT panel_ended_by_type CHECK (length(ended_by) = 16),
    ended_at integer,
    end_reason blob,
    CONSTRAINT panel_key PRIMARY KEY (subject_id, entry_id),
    CONSTRAINT panel_accepted_whole CHECK ((accepted_by IS NULL) = (accepted_at IS NULL) AND (accepted_at IS NULL) = (sits_on IS NULL)),
    CONSTRAINT panel_ended_whole CHECK ((ended_by IS NULL) = (ended_at IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX panel_by_office ON panel (office_code, ended_at, asked_at);
