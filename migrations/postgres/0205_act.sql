-- The record of administrative acts and of signing in. Only ever appended.
CREATE TABLE act (
    act_id uuid NOT NULL,
    done_at bigint NOT NULL,
    kind text NOT NULL CONSTRAINT act_kind_given CHECK (kind <> ''),
    done_by uuid,
    office_id uuid,
    about_id uuid,
    words text NOT NULL,
    remote text NOT NULL,
    CONSTRAINT act_key PRIMARY KEY (act_id)
);

CREATE INDEX act_at ON act (done_at);
CREATE INDEX act_of_kind ON act (kind, done_at);
CREATE INDEX act_of_staff ON act (done_by, done_at);
CREATE INDEX act_about ON act (about_id, done_at);

CREATE TRIGGER act_never_update BEFORE UPDATE ON act
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER act_never_delete BEFORE DELETE ON act
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER act_never_truncate BEFORE TRUNCATE ON act
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
