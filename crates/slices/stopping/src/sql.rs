//! The tables of cases, objections and letters.

use kernel::Day;
use store::outbox::MessageId;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::{CaseState, Outcome, Purpose};
use crate::{CaseId, NoticeId, ObjectionId};

store::statements! {
    pub group "stopping";
    /// A new case.
    BEGIN = "INSERT INTO stop_case (subject_id, case_id, clause, gate_since, began_on, entries_seen, state, content)
        VALUES ($1, $2, $3, $4, $5, $6, 'verifying', $7)";
    /// Another attempt to reach the person.
    KEEP = "UPDATE stop_case SET content = $1 WHERE subject_id = $2 AND case_id = $3 AND state = 'verifying'";
    /// The officer's finding.
    FINISH = "UPDATE stop_case SET state = $1, content = $2, verified_at = $3, verified_by = $4
        WHERE subject_id = $5 AND case_id = $6 AND state = 'verifying'";
    /// The office does not approve.
    REFUSE = "UPDATE stop_case SET state = 'refused', decided_at = $1, decided_by = $2, words = $3
        WHERE subject_id = $4 AND case_id = $5 AND state = 'submitted'";
    /// The office approves, and it was carried out.
    CARRY_OUT = "UPDATE stop_case SET state = 'approved', decided_at = $1, decided_by = $2, words = $3,
            notified_entry = $4, ended_entry = $5, stopped_entry = $6
        WHERE subject_id = $7 AND case_id = $8 AND state = 'submitted'";
    /// Taken back, or closed after its ground fell.
    WITHDRAW = "UPDATE stop_case SET state = 'withdrawn', decided_at = $1, decided_by = $2
        WHERE subject_id = $3 AND case_id = $4 AND state IN ('verifying', 'submitted')";
    /// The person was told.
    TELL = "UPDATE stop_case SET told_on = $1, told = $2
        WHERE subject_id = $3 AND case_id = $4 AND state = 'approved' AND told_on IS NULL";
    /// The cases of a person, latest first.
    CASES = "SELECT subject_id, case_id, clause, gate_since, began_on, entries_seen, state, content, verified_at,
            verified_by, decided_at, decided_by, words, notified_entry, ended_entry, stopped_entry, told_on, told
        FROM stop_case WHERE subject_id = $1 ORDER BY case_id DESC LIMIT 100";
    /// The stops that stand, of the people of an office and below, oldest first.
    ENDED_WITHIN = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = 'approved' AND standing LIKE '%x%' AND office_code >= $1 AND office_code <= $2
        ORDER BY began_on, case_id LIMIT $3";
    /// The stops of those who are served again, of the people of an office and below, the latest first.
    RESUMED_WITHIN = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = 'approved' AND standing NOT LIKE '%x%' AND office_code >= $1 AND office_code <= $2
        ORDER BY began_on DESC, case_id DESC LIMIT $3";
    /// The grounds against which somebody objected rightly, and when.
    UPHELD = "SELECT clause, received_on FROM stop_objection
            JOIN stop_case ON stop_case.subject_id = stop_objection.subject_id
                AND stop_case.case_id = stop_objection.case_id
        WHERE stop_objection.subject_id = $1 AND outcome = 'upheld' LIMIT 100";
    /// The cases in a state, of the people of an office and below, oldest first.
    CASES_WITHIN = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = $1 AND office_code >= $2 AND office_code <= $3 ORDER BY began_on, case_id LIMIT $4";
    /// The stops of which the person is still to be told and has not come back since, oldest first.
    TO_TELL_WITHIN = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = 'approved' AND told_on IS NULL AND standing LIKE '%x%'
            AND office_code >= $1 AND office_code <= $2
        ORDER BY began_on, case_id LIMIT $3";
    /// What is to be done about the stops of those whom somebody serves: verify on, tell the person of the stop or of
    /// what came of an objection, deliver a letter.
    OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.standing, own.case_id, own.state,
            own.began_on, own.decided_at, own.told_on, objected.objection_id, objected.decided_at AS answered_at,
            letter.notice_id, letter.made_at
        FROM mine CROSS JOIN stop_case AS own
            LEFT JOIN stop_objection AS objected ON objected.subject_id = own.subject_id
                AND objected.case_id = own.case_id AND objected.outcome IS NOT NULL AND objected.told_on IS NULL
            LEFT JOIN stop_notice AS letter ON letter.subject_id = own.subject_id AND letter.case_id = own.case_id
                AND EXISTS (SELECT 1 FROM outbox
                    WHERE outbox.message_id = letter.message_id AND outbox.done_at IS NULL)
        WHERE own.subject_id = mine.subject_id AND own.state IN ('verifying', 'approved')
            AND (own.state = 'verifying' OR (own.told_on IS NULL AND mine.standing LIKE '%x%')
                OR objected.objection_id IS NOT NULL OR letter.notice_id IS NOT NULL)
        ORDER BY own.began_on, own.case_id LIMIT $3");
    /// The objections of the people of an office and below that nobody has decided on, oldest first.
    UNDECIDED_WITHIN = "SELECT stop_objection.subject_id, objection_id, case_id, received_on, office_code, officer_id
        FROM stop_objection JOIN responsibility ON responsibility.subject_id = stop_objection.subject_id
        WHERE outcome IS NULL AND office_code >= $1 AND office_code <= $2 ORDER BY received_on, objection_id LIMIT $3";
    /// The gates that let a service stop, in an office and below, the longest open first.
    PROPOSED = "SELECT subject_id, clause, since, office_code, officer_id FROM gate
        WHERE office_code >= $1 AND office_code <= $2 AND clause IN ('BJ18-13(3)', 'BJ18-21(2)', 'BJ18-21(3)', 'BJ18-29')
        ORDER BY since, subject_id, clause LIMIT $3 OFFSET $4";
    /// The pending cases of a person whose gate has stood open ever since they began, as the rules last looked.
    PENDING = "SELECT began_on, entries_seen FROM stop_case
            JOIN gate ON gate.subject_id = stop_case.subject_id AND gate.clause = stop_case.clause
        WHERE stop_case.subject_id = $1 AND state IN ('verifying', 'submitted') AND since <= began_on LIMIT 100";
    /// What is pending about a person, and what ended without a stop.
    BEGUN = "SELECT clause, state, began_on, entries_seen, verified_at, decided_at FROM stop_case
        WHERE subject_id = $1 AND state IN ('verifying', 'submitted', 'refused', 'spared') ORDER BY case_id DESC LIMIT 100";
    /// How many entries a person's ledger got since a moment.
    RECORDED_SINCE = "SELECT count(*) AS entries FROM entry WHERE subject_id = $1 AND recorded_at > $2";
    /// The code of the office that recorded an entry.
    STOPPED_BY_OFFICE = "SELECT code FROM entry JOIN office ON office.office_id = entry.office_id
        WHERE subject_id = $1 AND entry_id = $2";
    /// How many objections of a person are pending.
    OBJECTIONS_PENDING = "SELECT count(*) AS pending FROM stop_objection WHERE subject_id = $1 AND outcome IS NULL";
    /// A new objection.
    OBJECT = "INSERT INTO stop_objection (subject_id, objection_id, case_id, received_on, channel, recorded_at,
            recorded_by, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What the office above decided.
    DECIDE_OBJECTION = "UPDATE stop_objection SET outcome = $1, decided_at = $2, decided_by = $3, words = $4
        WHERE subject_id = $5 AND objection_id = $6 AND outcome IS NULL";
    /// The person was told what came of it.
    TELL_OUTCOME = "UPDATE stop_objection SET told_on = $1, told = $2
        WHERE subject_id = $3 AND objection_id = $4 AND outcome IS NOT NULL AND told_on IS NULL";
    /// The objections of a person, latest first.
    OBJECTIONS = "SELECT subject_id, objection_id, case_id, received_on, channel, recorded_by, content, outcome,
            decided_at, decided_by, words, told_on, told
        FROM stop_objection WHERE subject_id = $1 ORDER BY objection_id DESC LIMIT 100";
    /// The objections of the people of an office and below about which something is to be done, oldest first.
    OBJECTIONS_WITHIN = "SELECT stop_objection.subject_id, objection_id, received_on, outcome, stopped_entry, office_code,
            officer_id
        FROM stop_objection JOIN responsibility ON responsibility.subject_id = stop_objection.subject_id
            JOIN stop_case ON stop_case.subject_id = stop_objection.subject_id
                AND stop_case.case_id = stop_objection.case_id
        WHERE stop_objection.told_on IS NULL AND office_code >= $1 AND office_code <= $2 ORDER BY received_on, objection_id LIMIT $3";
    /// A new letter.
    PUT_NOTICE = "INSERT INTO stop_notice (subject_id, notice_id, case_id, purpose, message_id, made_at, letter)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The letters about a person, latest first, with what the outbox knows.
    NOTICES = "SELECT subject_id, notice_id, case_id, purpose, stop_notice.message_id, made_at, letter, received_by,
            receipt, done_at
        FROM stop_notice JOIN outbox ON outbox.message_id = stop_notice.message_id
        WHERE subject_id = $1 ORDER BY notice_id DESC LIMIT 100";
    /// The letters about the people of an office and below, latest first.
    NOTICES_WITHIN = "SELECT stop_notice.subject_id, stop_notice.notice_id, stop_notice.purpose, stop_notice.made_at,
            done_at, later.made_at AS withdrawn_at, office_code, officer_id
        FROM stop_notice JOIN outbox ON outbox.message_id = stop_notice.message_id
            JOIN responsibility ON responsibility.subject_id = stop_notice.subject_id
            LEFT JOIN stop_notice AS later ON later.subject_id = stop_notice.subject_id
                AND later.case_id = stop_notice.case_id AND later.purpose = 'withdrawn'
        WHERE office_code >= $1 AND office_code <= $2
        ORDER BY stop_notice.made_at DESC, stop_notice.notice_id LIMIT $3";
    /// The message of a letter, while it waits.
    MESSAGE = "SELECT message_id, topic, body, enqueued_at, attempts FROM outbox
        WHERE message_id = $1 AND done_at IS NULL";
    /// What the registry gave back.
    RECEIVE = "UPDATE stop_notice SET received_by = $1, receipt = $2
        WHERE subject_id = $3 AND notice_id = $4 AND received_by IS NULL";
}

store::row! {
    /// A case as it is stored.
    pub(crate) struct CaseRow from "stop_case" {
        pub(crate) subject_id: SubjectId,
        pub(crate) case_id: CaseId,
        pub(crate) clause: String,
        pub(crate) gate_since: Day,
        pub(crate) began_on: Day,
        pub(crate) entries_seen: i64,
        pub(crate) state: CaseState,
        pub(crate) content: Sealed,
        pub(crate) verified_at: Option<Instant>,
        pub(crate) verified_by: Option<ActorId>,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_by: Option<ActorId>,
        pub(crate) words: Option<Sealed>,
        pub(crate) notified_entry: Option<EntryId>,
        pub(crate) ended_entry: Option<EntryId>,
        pub(crate) stopped_entry: Option<EntryId>,
        pub(crate) told_on: Option<Day>,
        pub(crate) told: Option<Sealed>,
    }
}

store::row! {
    /// A case as a list shows it.
    pub(crate) struct CaseLine from "stop_case" {
        pub(crate) subject_id: SubjectId,
        pub(crate) case_id: CaseId,
        pub(crate) clause: String,
        pub(crate) began_on: Day,
        pub(crate) entries_seen: i64,
        pub(crate) told_on: Option<Day>,
        pub(crate) stopped_entry: Option<EntryId>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// What is pending about a person, or ended without a stop.
    pub(crate) struct BegunRow from "stop_case" {
        pub(crate) clause: String,
        pub(crate) state: CaseState,
        pub(crate) began_on: Day,
        pub(crate) entries_seen: i64,
        pub(crate) verified_at: Option<Instant>,
        pub(crate) decided_at: Option<Instant>,
    }
}

store::row! {
    /// A gate that stands open.
    pub(crate) struct GateLine from "gate" {
        pub(crate) subject_id: SubjectId,
        pub(crate) clause: String,
        pub(crate) since: Day,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// An objection as it is stored.
    pub(crate) struct ObjectionRow from "stop_objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: CaseId,
        pub(crate) received_on: Day,
        pub(crate) channel: String,
        pub(crate) recorded_by: ActorId,
        pub(crate) content: Sealed,
        pub(crate) outcome: Option<Outcome>,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_by: Option<ActorId>,
        pub(crate) words: Option<Sealed>,
        pub(crate) told_on: Option<Day>,
        pub(crate) told: Option<Sealed>,
    }
}

store::row! {
    /// An objection as a list shows it.
    pub(crate) struct ObjectionLine from "stop_objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) received_on: Day,
        pub(crate) outcome: Option<Outcome>,
        pub(crate) stopped_entry: Option<EntryId>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// A letter as it is stored, with what the outbox knows of it.
    pub(crate) struct NoticeRow from "stop_notice" {
        pub(crate) subject_id: SubjectId,
        pub(crate) notice_id: NoticeId,
        pub(crate) case_id: CaseId,
        pub(crate) purpose: Purpose,
        pub(crate) message_id: MessageId,
        pub(crate) made_at: Instant,
        pub(crate) letter: Sealed,
        pub(crate) received_by: Option<ActorId>,
        pub(crate) receipt: Option<Sealed>,
        pub(crate) done_at: Option<Instant>,
    }
}

store::row! {
    /// A letter as a list shows it.
    pub(crate) struct NoticeLine from "stop_notice" {
        pub(crate) subject_id: SubjectId,
        pub(crate) notice_id: NoticeId,
        pub(crate) purpose: Purpose,
        pub(crate) made_at: Instant,
        pub(crate) done_at: Option<Instant>,
        pub(crate) withdrawn_at: Option<Instant>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// What is to be done about a stop of somebody whom the actor serves.
    pub(crate) struct ServedRow from "stop_case" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) standing: String,
        pub(crate) case_id: CaseId,
        pub(crate) state: CaseState,
        pub(crate) began_on: Day,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) told_on: Option<Day>,
        pub(crate) objection_id: Option<ObjectionId>,
        pub(crate) answered_at: Option<Instant>,
        pub(crate) notice_id: Option<NoticeId>,
        pub(crate) made_at: Option<Instant>,
    }
}

store::row! {
    /// An objection that nobody has decided on.
    pub(crate) struct ObjectedRow from "stop_objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: CaseId,
        pub(crate) received_on: Day,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}
