-- Where each subject's chain ends, sealed so that a cut-off tail shows at once. "gathered" is the
-- number of the root that holds this head, nothing while no root does.
CREATE TABLE ledger_head (
    subject_id uuid NOT NULL,
    sequence bigint NOT NULL CONSTRAINT ledger_head_sequence_counts CHECK (sequence >= 1),
    chain bytea NOT NULL CONSTRAINT ledger_head_chain_whole CHECK (length(chain) = 32),
    gathered bigint,
    seal bytea NOT NULL CONSTRAINT ledger_head_seal_whole CHECK (length(seal) = 32),
    CONSTRAINT ledger_head_key PRIMARY KEY (subject_id)
);

CREATE INDEX ledger_head_by_gathered ON ledger_head (gathered, subject_id);
