-- The record of administrative acts and of signing in. Only ever appended.
CREATE TABLE act (
    act_id blob NOT NULL CONSTRAINT act_act_id_type CHECK (length(act_id) = 16),
    done_at integer NOT NULL,
    kind text NOT NULL CONSTRAINT act_kind_given CHECK (kind <> ''),
    done_by blob CONSTRAINT act_done_by_type CHECK (length(done_by) = 16),
    office_id blob CONSTRAINT act_office_id_type CHECK (length(office_id) = 16),
    about_id blob CONSTRAINT act_about_id_type CHECK (length(about_id) = 16),
    words text NOT NULL,
    remote text NOT NULL,
    CONSTRAINT act_key PRIMARY KEY (act_id)
) STRICT;

CREATE INDEX act_at ON act (done_at);
CREATE INDEX act_of_kind ON act (kind, done_at);
CREATE INDEX act_of_staff ON act (done_by, done_at);
CREATE INDEX act_about ON act (about_id, done_at);

CREATE TRIGGER act_never_update BEFORE UPDATE ON act
BEGIN
    SELECT RAISE(ABORT, 'act is append-only');
END;

CREATE TRIGGER act_never_delete BEFORE DELETE ON act
BEGIN
    SELECT RAISE(ABORT, 'act is append-only');
END;
