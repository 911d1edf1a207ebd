//! The table of subjects.

use kernel::Day;
use store::ledger::Initiator;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, OfficeId, SubjectId};

use crate::model::SubjectKind;

/// Readings of some days after a place in the list, latest day first, with whose file it is, who read and where they
/// worked then: all that a page shows, in one go. The page is cut out before anything is looked up beside it.
macro_rules! readings {
    ($of:literal) => {
        concat!(
            "WITH page AS (SELECT subject_id, on_day, staff_id, purpose, office_id, times, last_at FROM reading
                WHERE on_day >= $1 AND on_day <= $2 AND ($3 = '' OR purpose = $3)
                    AND EXISTS (SELECT 1 FROM office WHERE office.office_id = reading.office_id
                        AND office.code >= $4 AND office.code <= $5)
                    AND (on_day, subject_id, staff_id, purpose) < ($6, $7, $8, $9)",
            $of,
            ")
            SELECT page.subject_id, page.on_day, page.staff_id, page.purpose, page.times, page.last_at,
                subject.reference, subject_key.wrapped, person.file_number, staff.name AS staff_name, office.name AS office_name
            FROM page
            JOIN subject ON subject.subject_id = page.subject_id
            LEFT JOIN subject_key ON subject_key.subject_id = page.subject_id
            LEFT JOIN person ON person.subject_id = page.subject_id
            LEFT JOIN staff ON staff.staff_id = page.staff_id
            LEFT JOIN office ON office.office_id = page.office_id
            ORDER BY page.on_day DESC, page.subject_id DESC, page.staff_id DESC, page.purpose DESC"
        )
    };
}

store::statements! {
    pub group "subjects";
    /// One subject by the digest of its reference.
    FIND = "SELECT subject_id, lookup, reference, opened_at FROM subject WHERE lookup = $1";
    /// One subject by its id.
    BY_ID = "SELECT subject_id, lookup, reference, opened_at FROM subject WHERE subject_id = $1";
    /// Subjects in the order in which they were opened.
    PAGE = "SELECT subject_id, lookup, reference, opened_at FROM subject
        WHERE subject_id > $1 ORDER BY subject_id LIMIT $2";
    /// The same, each with the file that it went on in.
    TO_EXPORT = "SELECT subject.subject_id, subject.lookup, subject.reference, subject.opened_at, person.merged_into
        FROM subject LEFT JOIN person ON person.subject_id = subject.subject_id
        WHERE subject.subject_id > $1 ORDER BY subject.subject_id LIMIT $2";
    /// A new subject; changes nothing when another transaction was first.
    PUT = "INSERT INTO subject (subject_id, lookup, reference, opened_at, label, kind)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (lookup) DO NOTHING";
    /// What a list calls a subject, and what it is.
    LABEL = "SELECT subject_id, reference, label, kind FROM subject WHERE subject_id = $1";
    /// What a list calls a subject, with the key that it is sealed under.
    NAME = "SELECT subject.label, subject_key.wrapped FROM subject
        JOIN subject_key ON subject_key.subject_id = subject.subject_id WHERE subject.subject_id = $1";
    /// Another name for a list, and what the subject is.
    RELABEL = "UPDATE subject SET label = $1, kind = $2 WHERE subject_id = $3";
    /// What the rules read of a subject's entries; the caller bounds how many at a time.
    FACTS = "SELECT entry_id, sequence, kind, on_day, initiated_by, facts FROM entry
        WHERE subject_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
    /// Notes a reading; a further one of the same day adds to it. Gives the reasons that were told before, and holds
    /// them until the transaction ends.
    NOTE_READING = "INSERT INTO reading (subject_id, on_day, staff_id, purpose, office_id, times, last_at)
        VALUES ($1, $2, $3, $4, $5, 1, $6)
        ON CONFLICT (subject_id, on_day, staff_id, purpose) DO UPDATE
        SET times = reading.times + 1, last_at = excluded.last_at
        RETURNING reason";
    /// Why somebody read a file on a day.
    PUT_REASONS = "UPDATE reading SET reason = $1
        WHERE subject_id = $2 AND on_day = $3 AND staff_id = $4 AND purpose = $5";
    /// The readings of a file, latest first.
    READINGS = "SELECT subject_id, on_day, staff_id, purpose, office_id, times, last_at, reason FROM reading
        WHERE subject_id = $1 ORDER BY on_day DESC, last_at DESC, staff_id DESC, purpose DESC LIMIT $2";
    /// The readings of a file before one of them, or of another file's, latest day first.
    READINGS_BEFORE = "SELECT subject_id, on_day, staff_id, purpose, office_id, times, last_at, reason FROM reading
        WHERE subject_id = $1 AND (on_day, last_at, staff_id, purpose, subject_id) < ($2, $3, $4, $5, $6)
        ORDER BY on_day DESC, last_at DESC, staff_id DESC, purpose DESC LIMIT $7";
    /// Readings of some days, of whomever.
    SEARCH_READINGS = readings!(
        "
                ORDER BY on_day DESC, subject_id DESC, staff_id DESC, purpose DESC LIMIT $10"
    );
    /// Readings of some days by a member of staff.
    SEARCH_READINGS_BY = readings!(
        " AND staff_id = $10
                ORDER BY on_day DESC, subject_id DESC, staff_id DESC, purpose DESC LIMIT $11"
    );
    /// Readings of some days in a file.
    SEARCH_READINGS_IN = readings!(
        " AND subject_id = $10
                ORDER BY on_day DESC, subject_id DESC, staff_id DESC, purpose DESC LIMIT $11"
    );
    /// Readings of some days by a member of staff in a file.
    SEARCH_READINGS_BY_IN = readings!(
        " AND staff_id = $10 AND subject_id = $11
                ORDER BY on_day DESC, subject_id DESC, staff_id DESC, purpose DESC LIMIT $12"
    );
    /// How many subjects there are, entries, and subjects of which some entry is under no root yet.
    COUNTS = "SELECT (SELECT count(*) FROM subject) AS subjects, (SELECT count(*) FROM entry) AS entries,
        (SELECT count(*) FROM ledger_head WHERE gathered IS NULL) AS ungathered";
    /// A ledger that belongs to no subject.
    ORPHAN = "SELECT subject_id FROM ledger_head
        WHERE NOT EXISTS (SELECT 1 FROM subject WHERE subject.subject_id = ledger_head.subject_id)
        ORDER BY subject_id LIMIT 1";
}

store::row! {
    /// A subject that is to be exported, unless it went on in another file.
    pub(crate) struct ExportRow from "subject" {
        pub(crate) subject_id: SubjectId,
        pub(crate) lookup: [u8; 32],
        pub(crate) reference: Sealed,
        pub(crate) opened_at: Instant,
        pub(crate) merged_into: Option<SubjectId>,
    }
}

store::row! {
    /// What the rules read of an entry.
    pub(crate) struct FactRow from "entry" {
        /// Its name in the database.
        pub(crate) entry_id: EntryId,
        /// Its place in the chain.
        pub(crate) sequence: i64,
        /// Its kind.
        pub(crate) kind: String,
        /// The day it happened.
        pub(crate) on_day: Day,
        /// Who set it going.
        pub(crate) initiated_by: Initiator,
        /// Its facts.
        pub(crate) facts: String,
    }
}

store::row! {
    /// Readings of a file.
    pub(crate) struct ReadingRow from "reading" {
        pub(crate) subject_id: SubjectId,
        pub(crate) on_day: Day,
        pub(crate) staff_id: ActorId,
        pub(crate) purpose: String,
        pub(crate) office_id: OfficeId,
        pub(crate) times: i64,
        pub(crate) last_at: Instant,
        pub(crate) reason: Option<Sealed>,
    }
}

store::row! {
    /// Readings as a search finds them.
    pub(crate) struct SoughtRow from "reading" {
        pub(crate) subject_id: SubjectId,
        pub(crate) on_day: Day,
        pub(crate) staff_id: ActorId,
        pub(crate) purpose: String,
        pub(crate) times: i64,
        pub(crate) last_at: Instant,
        pub(crate) reference: Sealed,
        pub(crate) wrapped: Option<Vec<u8>>,
        pub(crate) file_number: Option<String>,
        pub(crate) staff_name: Option<String>,
        pub(crate) office_name: Option<String>,
    }
}

store::row! {
    /// What a list calls a subject.
    pub(crate) struct LabelRow from "subject" {
        /// Its name in the database.
        pub(crate) subject_id: SubjectId,
        /// The reference, sealed.
        pub(crate) reference: Sealed,
        /// The label, sealed.
        pub(crate) label: Option<Sealed>,
        /// What it is.
        pub(crate) kind: SubjectKind,
    }
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
