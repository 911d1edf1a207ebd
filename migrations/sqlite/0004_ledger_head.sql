-- Where each subject's chain ends, sealed so that a cut-off tail shows at once. "gathered" is the
-- number of the root that holds this head, nothing while no root does.
CREATE TABLE ledger_head (
    subject_id blob NOT NULL CONSTRAINT ledger_head_subject_id_type CHECK (length(subject_id) = 16),
    sequence integer NOT NULL CONSTRAINT ledger_head_sequence_counts CHECK (sequence >= 1),
    chain blob NOT NULL CONSTRAINT ledger_head_chain_whole CHECK (length(chain) = 32),
    gathered integer,
    seal blob NOT NULL CONSTRAINT ledger_head_seal_whole CHECK (length(seal) = 32),
    CONSTRAINT ledger_head_key PRIMARY KEY (subject_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ledger_head_by_gathered ON ledger_head (gathered, subject_id);
