-- Each day's heads under one signed root that names the root before it.
CREATE TABLE ledger_root (
    number bigint NOT NULL CONSTRAINT ledger_root_number_counts CHECK (number >= 1),
    day date NOT NULL,
    sealed_at bigint NOT NULL,
    previous bytea NOT NULL CONSTRAINT ledger_root_previous_whole CHECK (length(previous) = 32),
    leaves bigint NOT NULL,
    tree bytea NOT NULL CONSTRAINT ledger_root_tree_whole CHECK (length(tree) = 32),
    signature bytea NOT NULL,
    CONSTRAINT ledger_root_key PRIMARY KEY (number),
    CONSTRAINT ledger_root_daily UNIQUE (day)
);

CREATE TRIGGER ledger_root_never_update BEFORE UPDATE ON ledger_root
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER ledger_root_never_delete BEFORE DELETE ON ledger_root
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER ledger_root_never_truncate BEFORE TRUNCATE ON ledger_root
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();

-- The heads that a root gathered.
CREATE TABLE ledger_leaf (
    subject_id uuid NOT NULL,
    root_number bigint NOT NULL CONSTRAINT ledger_leaf_of_root REFERENCES ledger_root (number),
    sequence bigint NOT NULL,
    chain bytea NOT NULL CONSTRAINT ledger_leaf_chain_whole CHECK (length(chain) = 32),
    CONSTRAINT ledger_leaf_key PRIMARY KEY (subject_id, root_number)
);

CREATE INDEX ledger_leaf_by_root ON ledger_leaf (root_number, subject_id);

CREATE TRIGGER ledger_leaf_never_update BEFORE UPDATE ON ledger_leaf
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER ledger_leaf_never_delete BEFORE DELETE ON ledger_leaf
FOR EACH ROW EXECUTE FUNCTION refuse_append_only();

CREATE TRIGGER ledger_leaf_never_truncate BEFORE TRUNCATE ON ledger_leaf
FOR EACH STATEMENT EXECUTE FUNCTION refuse_append_only();
