//! The tables of what devices took along and brought back.

use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, OfficeId, SubjectId};

use crate::model::{Decided, RecordId, WaitsFor};

store::statements! {
    pub group "visits";
    /// A record that was received.
    PUT = "INSERT INTO visit_record (subject_id, record_id, made_by, office_id, received_at, content, waits_for,
            entry_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// One of them with what was decided about it.
    RECORD = "SELECT visit_record.subject_id, visit_record.record_id, made_by, office_id, received_at, content,
            waits_for, visit_record.entry_id, decision, settled_by, settled_at, words,
            visit_settlement.entry_id AS settled_entry_id
        FROM visit_record LEFT JOIN visit_settlement ON visit_settlement.subject_id = visit_record.subject_id
            AND visit_settlement.record_id = visit_record.record_id
        WHERE visit_record.subject_id = $1 AND visit_record.record_id = $2";
    /// Every one of a person, latest first.
    RECORDS = "SELECT visit_record.subject_id, visit_record.record_id, made_by, office_id, received_at, content,
            waits_for, visit_record.entry_id, decision, settled_by, settled_at, words,
            visit_settlement.entry_id AS settled_entry_id
        FROM visit_record LEFT JOIN visit_settlement ON visit_settlement.subject_id = visit_record.subject_id
            AND visit_settlement.record_id = visit_record.record_id
        WHERE visit_record.subject_id = $1 ORDER BY received_at DESC, visit_record.record_id LIMIT 500";
    /// What somebody decided about it.
    SETTLE = "INSERT INTO visit_settlement (subject_id, record_id, decision, settled_by, settled_at, words, entry_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// What waits of one maker's, oldest first.
    WAITING_OF_MAKER = "SELECT subject_id, record_id, made_by, received_at, waits_for FROM visit_record
        WHERE made_by = $1 AND waits_for IS NOT NULL AND NOT EXISTS (SELECT 1 FROM visit_settlement
            WHERE visit_settlement.subject_id = visit_record.subject_id
                AND visit_settlement.record_id = visit_record.record_id)
        ORDER BY received_at, record_id LIMIT $2";
    /// What waits for the people of an office and those below it, oldest first.
    WAITING_OF_OFFICE = "SELECT visit_record.subject_id, record_id, made_by, received_at, waits_for
        FROM visit_record CROSS JOIN responsibility
        WHERE responsibility.subject_id = visit_record.subject_id AND waits_for IS NOT NULL AND office_code >= $1 AND office_code <= $2
            AND NOT EXISTS (SELECT 1 FROM visit_settlement
                WHERE visit_settlement.subject_id = visit_record.subject_id
                    AND visit_settlement.record_id = visit_record.record_id)
        ORDER BY received_at, record_id LIMIT $3";
    /// Whether something of a person waits.
    WAITS = "SELECT count(*) AS number FROM visit_record WHERE subject_id = $1 AND waits_for IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM visit_settlement
            WHERE visit_settlement.subject_id = visit_record.subject_id
                AND visit_settlement.record_id = visit_record.record_id)";
    /// A person was taken along.
    TAKE = "INSERT INTO visit_taken (subject_id, staff_id, taken_at) VALUES ($1, $2, $3)
        ON CONFLICT (subject_id, staff_id, taken_at) DO NOTHING";
    /// Whether a person was taken along by somebody at an instant.
    WAS_TAKEN = "SELECT count(*) AS number FROM visit_taken WHERE subject_id = $1 AND staff_id = $2 AND taken_at = $3";
}

store::row! {
    /// A record as it is stored, with what was decided about it.
    pub(crate) struct RecordRow from "visit_record" {
        pub(crate) subject_id: SubjectId,
        pub(crate) record_id: RecordId,
        pub(crate) made_by: ActorId,
        pub(crate) office_id: OfficeId,
        pub(crate) received_at: Instant,
        pub(crate) content: Sealed,
        pub(crate) waits_for: Option<WaitsFor>,
        pub(crate) entry_id: Option<EntryId>,
        pub(crate) decision: Option<Decided>,
        pub(crate) settled_by: Option<ActorId>,
        pub(crate) settled_at: Option<Instant>,
        pub(crate) words: Option<Sealed>,
        pub(crate) settled_entry_id: Option<EntryId>,
    }
}

store::row! {
    /// A record that waits, without what it says.
    pub(crate) struct WaitingRow from "visit_record" {
        pub(crate) subject_id: SubjectId,
        pub(crate) record_id: RecordId,
        pub(crate) made_by: ActorId,
        pub(crate) received_at: Instant,
        pub(crate) waits_for: WaitsFor,
    }
}
