-- Each day's heads under one signed root that names the root before it.
CREATE TABLE ledger_root (
    number integer NOT NULL CONSTRAINT ledger_root_number_counts CHECK (number >= 1),
    day text NOT NULL CONSTRAINT ledger_root_day_type CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    sealed_at integer NOT NULL,
    previous blob NOT NULL CONSTRAINT ledger_root_previous_whole CHECK (length(previous) = 32),
    leaves integer NOT NULL,
    tree blob NOT NULL CONSTRAINT ledger_root_tree_whole CHECK (length(tree) = 32),
    signature blob NOT NULL,
    CONSTRAINT ledger_root_key PRIMARY KEY (number),
    CONSTRAINT ledger_root_daily UNIQUE (day)
) STRICT;

CREATE TRIGGER ledger_root_never_update BEFORE UPDATE ON ledger_root
BEGIN
    SELECT RAISE(ABORT, 'ledger_root is append-only');
END;

CREATE TRIGGER ledger_root_never_delete BEFORE DELETE ON ledger_root
BEGIN
    SELECT RAISE(ABORT, 'ledger_root is append-only');
END;

-- The heads that a root gathered.
CREATE TABLE ledger_leaf (
    subject_id blob NOT NULL CONSTRAINT ledger_leaf_subject_id_type CHECK (length(subject_id) = 16),
    root_number integer NOT NULL CONSTRAINT ledger_leaf_of_root REFERENCES ledger_root (number),
    sequence integer NOT NULL,
    chain blob NOT NULL CONSTRAINT ledger_leaf_chain_whole CHECK (length(chain) = 32),
    CONSTRAINT ledger_leaf_key PRIMARY KEY (subject_id, root_number)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_leaf_by_root ON ledger_leaf (root_number, subject_id);

CREATE TRIGGER ledger_leaf_never_update BEFORE UPDATE ON ledger_leaf
BEGIN
    SELECT RAISE(ABORT, 'ledger_leaf is append-only');
END;

CREATE TRIGGER ledger_leaf_never_delete BEFORE DELETE ON ledger_leaf
BEGIN
    SELECT RAISE(ABORT, 'ledger_leaf is append-only');
END;
