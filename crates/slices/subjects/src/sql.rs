//! The table of subjects.

use store::seal::Sealed;
use store::{Instant, SubjectId};

store::statements! {
    pub group "subjects";
    /// One subject by the digest of its reference.
    FIND = "SELECT subject_id, lookup, reference, opened_at FROM subject WHERE lookup = $1";
    /// One subject by its id.
    BY_ID = "SELECT subject_id, lookup, reference, opened_at FROM subject WHERE subject_id = $1";
    /// Subjects in the order in which they were opened.
    PAGE = "SELECT subject_id, lookup, reference, opened_at FROM subject
        WHERE subject_id > $1 ORDER BY subject_id LIMIT $2";
    /// A new subject; changes nothing when another transaction was first.
    PUT = "INSERT INTO subject (subject_id, lookup, reference, opened_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (lookup) DO NOTHING";
    /// How many subjects there are, entries, and subjects of which some entry is under no root yet.
    COUNTS = "SELECT (SELECT count(*) FROM subject) AS subjects, (SELECT count(*) FROM entry) AS entries,
        (SELECT count(*) FROM ledger_head WHERE gathered IS NULL) AS ungathered";
    /// A ledger that belongs to no subject.
    ORPHAN = "SELECT subject_id FROM ledger_head
        WHERE NOT EXISTS (SELECT 1 FROM subject WHERE subject.subject_id = ledger_head.subject_id)
        ORDER BY subject_id LIMIT 1";
}

store::row! {
    /// A subject as it is stored.
    pub(crate) struct SubjectRow from "subject" {
        /// Its name in the database.
        pub(crate) subject_id: SubjectId,
        /// The digest of the reference.
        pub(crate) lookup: [u8; 32],
        /// The reference, sealed.
        pub(crate) reference: Sealed,
        /// When it came into this database.
        pub(crate) opened_at: Instant,
    }
}
