//! The tables of cases, objections, letters and exits.

mod rows;

pub(crate) use rows::{
    BegunRow, CaseLine, CaseRow, CountRow, ExitRow, GateLine, NoticeLine, NoticeRow, ObjectedRow,
    ObjectionLine, ObjectionRow, ProposedExitRow, ServedRow, UnansweredRow, UntoldExitRow,
};

/// Tells whether a case is the stop by which a service that stands still was stopped last, or, where something was
/// corrected, may be: the ledger alone knows.
macro_rules! stands {
    () => {
        "state = 'approved' AND standing LIKE '%x%'
            AND (NOT EXISTS (SELECT 1 FROM entry AS own JOIN entry AS later ON later.subject_id = own.subject_id
                    WHERE own.subject_id = stop_case.subject_id AND own.entry_id = stop_case.stopped_entry
                        AND later.kind = 'service_stopped' AND (later.on_day > own.on_day
                            OR (later.on_day = own.on_day AND later.sequence > own.sequence)))
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = stop_case.subject_id AND corrected.kind = 'corrected'))"
    };
}

/// The cases of the people of an office and below of which this is so, oldest first, after one of them.
macro_rules! cases {
    ($($which:tt)+) => {
        concat!(
            "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry, office_code,
            officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE ",
            $($which)+,
            " AND office_code >= $1 AND office_code <= $2 AND (began_on, case_id) > ($3, $4)
        ORDER BY began_on, case_id LIMIT $5"
        )
    };
}

/// The gates that let a service stop.
macro_rules! stop_gates {
    () => {
        "('BJ18-13(3)', 'BJ18-21(2)', 'BJ18-21(3)', 'BJ18-29')"
    };
}

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
    /// The stops that stand.
    ENDED_WITHIN = cases!(stands!());
    /// The stops of those who are served again, the latest first.
    RESUMED_WITHIN = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = 'approved' AND standing NOT LIKE '%x%' AND office_code >= $1 AND office_code <= $2
            AND (began_on, case_id) < ($3, $4)
        ORDER BY began_on DESC, case_id DESC LIMIT $5";
    /// The grounds against which somebody objected rightly, and when: in this file, and in those that were merged into it.
    UPHELD = "SELECT clause, received_on
        FROM (SELECT subject_id FROM subject WHERE subject_id = $1
                UNION ALL SELECT subject_id FROM person WHERE merged_into = $1) AS file
            CROSS JOIN objection CROSS JOIN stop_case
        WHERE objection.subject_id = file.subject_id AND outcome = 'upheld'
            AND stop_case.subject_id = objection.subject_id AND stop_case.case_id = objection.case_id
        LIMIT 100";
    /// What is verified.
    VERIFYING_WITHIN = cases!("state = 'verifying'");
    /// What waits for whoever approves.
    SUBMITTED_WITHIN = cases!("state = 'submitted'");
    /// The stops of which the person is still to be told and has not come back since.
    TO_TELL_WITHIN = cases!("told_on IS NULL AND ", stands!());
    /// How many cases stand where, by office and officer. Of the stops of those in whose ledger something was corrected none
    /// is among those that stand: [`DOUBTFUL`] has them.
    COUNT_CASES = concat!("SELECT office_code, officer_id, sum(verifying) AS verifying, sum(submitted) AS submitted,
            sum(to_tell) AS to_tell, sum(ended) AS ended, sum(resumed) AS resumed
        FROM (SELECT office_code, officer_id,
                CASE WHEN state = 'verifying' THEN 1 ELSE 0 END AS verifying,
                CASE WHEN state = 'submitted' THEN 1 ELSE 0 END AS submitted,
                CASE WHEN told_on IS NULL AND ", stands!(), " AND NOT EXISTS (SELECT 1 FROM entry AS wrong
                    WHERE wrong.subject_id = stop_case.subject_id AND wrong.kind = 'corrected')
                    THEN 1 ELSE 0 END AS to_tell,
                CASE WHEN ", stands!(), " AND NOT EXISTS (SELECT 1 FROM entry AS wrong
                    WHERE wrong.subject_id = stop_case.subject_id AND wrong.kind = 'corrected')
                    THEN 1 ELSE 0 END AS ended,
                CASE WHEN state = 'approved' AND standing NOT LIKE '%x%' THEN 1 ELSE 0 END AS resumed
            FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
            WHERE state IN ('verifying', 'submitted', 'approved') AND office_code >= $1 AND office_code <= $2) AS cases
        GROUP BY office_code, officer_id");
    /// The stops of those in whose ledger something was corrected and whose service stands still: there are few.
    DOUBTFUL = "SELECT stop_case.subject_id, case_id, clause, began_on, entries_seen, told_on, stopped_entry,
            office_code, officer_id
        FROM stop_case JOIN responsibility ON responsibility.subject_id = stop_case.subject_id
        WHERE state = 'approved' AND standing LIKE '%x%' AND office_code >= $1 AND office_code <= $2
            AND EXISTS (SELECT 1 FROM entry AS wrong
                WHERE wrong.subject_id = stop_case.subject_id AND wrong.kind = 'corrected')
        ORDER BY began_on, case_id";
    /// How many objections wait for something, by office and officer.
    COUNT_OBJECTIONS = "SELECT office_code, officer_id, count(*) AS number
        FROM objection CROSS JOIN responsibility
        WHERE told_on IS NULL AND responsibility.subject_id = objection.subject_id
            AND office_code >= $1 AND office_code <= $2
        GROUP BY office_code, officer_id";
    /// How many letters wait to be delivered, by office and officer: not those of a stop that was taken back before.
    COUNT_LETTERS = "SELECT office_code, officer_id, count(*) AS number
        FROM outbox JOIN stop_notice ON stop_notice.message_id = outbox.message_id
            JOIN responsibility ON responsibility.subject_id = stop_notice.subject_id
        WHERE done_at IS NULL AND office_code >= $1 AND office_code <= $2
            AND (purpose = 'withdrawn' OR NOT EXISTS (SELECT 1 FROM stop_notice AS later
                WHERE later.subject_id = stop_notice.subject_id AND later.case_id = stop_notice.case_id
                    AND later.purpose = 'withdrawn'))
        GROUP BY office_code, officer_id";
    /// On how many people a gate stands open that lets a service stop, by office and officer; whether somebody could begin
    /// to verify the ledger says.
    COUNT_CANDIDATES = concat!("SELECT office_code, officer_id, count(DISTINCT subject_id) AS number FROM gate
        WHERE office_code >= $1 AND office_code <= $2 AND clause IN ", stop_gates!(), "
        GROUP BY office_code, officer_id");
    /// What is to be done about the stops of those whom somebody serves: verify on, tell the person of the stop, deliver a
    /// letter.
    OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.standing, own.case_id, own.state,
            own.began_on, own.decided_at, own.told_on, letter.notice_id, letter.made_at
        FROM mine CROSS JOIN stop_case AS own
            LEFT JOIN stop_notice AS letter ON letter.subject_id = own.subject_id AND letter.case_id = own.case_id
                AND EXISTS (SELECT 1 FROM outbox
                    WHERE outbox.message_id = letter.message_id AND outbox.done_at IS NULL)
        WHERE own.subject_id = mine.subject_id AND own.state IN ('verifying', 'approved')
            AND (own.state = 'verifying' OR (own.told_on IS NULL AND mine.standing LIKE '%x%')
                OR letter.notice_id IS NOT NULL)
        ORDER BY own.began_on, own.case_id LIMIT $3");
    /// The objections of those whom somebody serves that are decided, and of which the person is still to be told.
    TO_ANSWER = desk::among_served!(
        "SELECT mine.subject_id, own.objection_id, own.case_id, own.exit_id, own.received_on, own.decided_at,
            mine.office_code, mine.officer_id
        FROM mine CROSS JOIN objection AS own
        WHERE own.subject_id = mine.subject_id AND own.outcome IS NOT NULL AND own.told_on IS NULL
        ORDER BY own.received_on, own.objection_id LIMIT $3");
    /// The objections of the people of an office and below that nobody has decided on, oldest first.
    UNDECIDED_WITHIN = "SELECT objection.subject_id, objection_id, case_id, exit_id, received_on, office_code, officer_id
        FROM objection JOIN responsibility ON responsibility.subject_id = objection.subject_id
        WHERE outcome IS NULL AND office_code >= $1 AND office_code <= $2 ORDER BY received_on, objection_id LIMIT $3";
    /// The people on whom a gate stands open that lets a service stop, in an office and below, the longest open first, after
    /// one of them.
    PROPOSED = concat!("SELECT subject_id, first_since, office_code, officer_id
        FROM (SELECT subject_id, office_code, officer_id, min(since) AS first_since FROM gate
            WHERE office_code >= $1 AND office_code <= $2 AND clause IN ", stop_gates!(), "
            GROUP BY subject_id, office_code, officer_id) AS open
        WHERE (first_since, subject_id) > ($3, $4)
        ORDER BY first_since, subject_id LIMIT $5");
    /// The gates of one of them.
    GATES_OF = concat!("SELECT clause, since FROM gate WHERE subject_id = $1 AND clause IN ", stop_gates!(), "
        ORDER BY since, clause");
    /// The pending cases of a person whose gate has stood open ever since they began, as the rules last looked.
    PENDING = "SELECT began_on, entries_seen FROM stop_case
            JOIN gate ON gate.subject_id = stop_case.subject_id AND gate.clause = stop_case.clause
        WHERE stop_case.subject_id = $1 AND state IN ('verifying', 'submitted') AND since <= began_on LIMIT 100";
    /// Of the people who go over to another office together, those with a pending case.
    PENDING_OF_MOVED = desk::moved_together!(
        "SELECT DISTINCT stop_case.subject_id FROM moved CROSS JOIN stop_case
        WHERE stop_case.subject_id = moved.subject_id AND stop_case.state IN ('verifying', 'submitted')");
    /// What is pending about a person, and what ended without a stop.
    BEGUN = "SELECT clause, state, began_on, entries_seen, verified_at, decided_at FROM stop_case
        WHERE subject_id = $1 AND state IN ('verifying', 'submitted', 'refused', 'spared') ORDER BY case_id DESC LIMIT 100";
    /// Who decided for the cases of a person on a gate that ended without a stop, and when.
    DECIDED_AGAINST = "SELECT verified_at, verified_by, decided_at, decided_by FROM stop_case
        WHERE subject_id = $1 AND clause = $2 AND state IN ('refused', 'spared') ORDER BY case_id DESC LIMIT 100";
    /// Who upheld an objection against a stop on a gate, and on which day it was received: in this file, and in those that were
    /// merged into it.
    UPHELD_BY = "SELECT received_on, objection.decided_by
        FROM (SELECT subject_id FROM subject WHERE subject_id = $1
                UNION ALL SELECT subject_id FROM person WHERE merged_into = $1) AS file
            CROSS JOIN objection CROSS JOIN stop_case
        WHERE objection.subject_id = file.subject_id AND outcome = 'upheld'
            AND stop_case.subject_id = objection.subject_id AND stop_case.case_id = objection.case_id
            AND clause = $2
        LIMIT 100";
    /// How many entries a person's ledger got since a moment.
    RECORDED_SINCE = "SELECT count(*) AS entries FROM entry WHERE subject_id = $1 AND recorded_at > $2";
    /// The code of the office that recorded an entry: where it was written once more because files were merged, of the one
    /// that recorded it first.
    RECORDED_BY_OFFICE = "SELECT code
        FROM (SELECT subject_id FROM subject WHERE subject_id = $1
                UNION ALL SELECT subject_id FROM person WHERE merged_into = $1) AS file
            CROSS JOIN entry AS own CROSS JOIN entry AS first JOIN office ON office.office_id = first.office_id
        WHERE own.subject_id = $1 AND own.entry_id = $2 AND first.subject_id = file.subject_id
            AND first.kind = own.kind AND first.on_day = own.on_day
        ORDER BY first.recorded_at LIMIT 1";
    /// How many objections of a person are pending.
    OBJECTIONS_PENDING = "SELECT count(*) AS pending FROM objection WHERE subject_id = $1 AND outcome IS NULL";
    /// A new objection.
    OBJECT = "INSERT INTO objection (subject_id, objection_id, case_id, exit_id, received_on, channel, recorded_at,
            recorded_by, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// What the office above decided.
    DECIDE_OBJECTION = "UPDATE objection SET outcome = $1, decided_at = $2, decided_by = $3, words = $4
        WHERE subject_id = $5 AND objection_id = $6 AND outcome IS NULL";
    /// The person was told what came of it.
    TELL_OUTCOME = "UPDATE objection SET told_on = $1, told = $2
        WHERE subject_id = $3 AND objection_id = $4 AND outcome IS NOT NULL AND told_on IS NULL";
    /// The objections of a person, latest first.
    OBJECTIONS = "SELECT subject_id, objection_id, case_id, exit_id, received_on, channel, recorded_by, content, outcome,
            decided_at, decided_by, words, told_on, told
        FROM objection WHERE subject_id = $1 ORDER BY objection_id DESC LIMIT 100";
    /// The objections of the people of an office and below about which something is to be done, oldest first, after one of
    /// them.
    OBJECTIONS_WITHIN = "SELECT objection.subject_id, objection_id, case_id, exit_id, received_on, outcome, office_code,
            officer_id
        FROM objection CROSS JOIN responsibility
        WHERE told_on IS NULL AND responsibility.subject_id = objection.subject_id
            AND office_code >= $1 AND office_code <= $2 AND (received_on, objection_id) > ($3, $4)
        ORDER BY received_on, objection_id LIMIT $5";
    /// A new letter.
    PUT_NOTICE = "INSERT INTO stop_notice (subject_id, notice_id, case_id, purpose, message_id, made_at, letter)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// The letters about a person, latest first, with what the outbox knows.
    NOTICES = "SELECT subject_id, notice_id, case_id, purpose, stop_notice.message_id, made_at, letter, registry,
            received_by, receipt, done_at
        FROM stop_notice JOIN outbox ON outbox.message_id = stop_notice.message_id
        WHERE subject_id = $1 ORDER BY notice_id DESC LIMIT 100";
    /// The letters about the people of an office and below, latest first, after one of them.
    NOTICES_WITHIN = "SELECT stop_notice.subject_id, stop_notice.notice_id, stop_notice.purpose, stop_notice.made_at,
            done_at, later.made_at AS withdrawn_at, office_code, officer_id
        FROM stop_notice JOIN outbox ON outbox.message_id = stop_notice.message_id
            JOIN responsibility ON responsibility.subject_id = stop_notice.subject_id
            LEFT JOIN stop_notice AS later ON later.subject_id = stop_notice.subject_id
                AND later.case_id = stop_notice.case_id AND later.purpose = 'withdrawn'
        WHERE office_code >= $1 AND office_code <= $2 AND (stop_notice.made_at, stop_notice.notice_id) < ($3, $4)
        ORDER BY stop_notice.made_at DESC, stop_notice.notice_id DESC LIMIT $5";
    /// The message of a letter, while it waits.
    MESSAGE = "SELECT message_id, topic, body, enqueued_at, attempts FROM outbox
        WHERE message_id = $1 AND done_at IS NULL";
    /// An exit that is recorded, or proposed.
    PROPOSE_EXIT = "INSERT INTO hardship_exit (subject_id, exit_id, state, content, recognised_entry, proposed_at, proposed_by,
            is_to_tell, ended_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The exits of a person, latest first.
    EXITS = "SELECT subject_id, exit_id, state, content, recognised_entry, proposed_at, proposed_by, is_to_tell, decided_at,
            decided_by, words, ended_entry, told_on, told
        FROM hardship_exit WHERE subject_id = $1 ORDER BY exit_id DESC LIMIT 100";
    /// An exit is approved, and was recorded.
    APPROVE_EXIT = "UPDATE hardship_exit SET state = 'approved', decided_at = $1, decided_by = $2, words = $3,
            ended_entry = $4
        WHERE subject_id = $5 AND exit_id = $6 AND state = 'proposed'";
    /// It is not.
    REFUSE_EXIT = "UPDATE hardship_exit SET state = 'refused', decided_at = $1, decided_by = $2, words = $3
        WHERE subject_id = $4 AND exit_id = $5 AND state = 'proposed'";
    /// It is taken back.
    WITHDRAW_EXIT = "UPDATE hardship_exit SET state = 'withdrawn', decided_at = $1, decided_by = $2
        WHERE subject_id = $3 AND exit_id = $4 AND state = 'proposed'";
    /// The person was told of it.
    TELL_EXIT = "UPDATE hardship_exit SET told_on = $1, told = $2
        WHERE subject_id = $3 AND exit_id = $4 AND state IN ('recorded', 'approved') AND told_on IS NULL";
    /// The exits of the people of an office and below that wait for a decision, oldest first: few wait, many are answered
    /// for.
    EXITS_PROPOSED_WITHIN = "SELECT own.subject_id, own.exit_id, own.proposed_at, own.proposed_by, held.office_code,
            held.officer_id
        FROM hardship_exit AS own CROSS JOIN responsibility AS held
        WHERE held.subject_id = own.subject_id AND own.state = 'proposed'
            AND held.office_code >= $1 AND held.office_code <= $2
        ORDER BY own.proposed_at, own.exit_id LIMIT $3";
    /// The exits of which those whom somebody serves are still to be told, after one of them, in their order. What was
    /// corrected since is among them: the ledger alone knows.
    EXITS_TO_TELL = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, own.exit_id, own.ended_entry, own.proposed_at,
            coalesce(own.decided_at, own.proposed_at) AS carried_out_at
        FROM mine CROSS JOIN hardship_exit AS own
        WHERE own.subject_id = mine.subject_id AND own.state IN ('recorded', 'approved') AND own.is_to_tell
            AND own.told_on IS NULL AND (own.proposed_at, own.exit_id) > ($3, $4)
        ORDER BY own.proposed_at, own.exit_id LIMIT $5");
    /// How many exits of a person wait for a decision.
    EXITS_PENDING = "SELECT count(*) AS pending FROM hardship_exit WHERE subject_id = $1 AND state = 'proposed'";
    /// The same of people who go over to another office together.
    EXITS_OF_MOVED = desk::moved_together!(
        "SELECT count(*) AS pending FROM moved CROSS JOIN hardship_exit
        WHERE hardship_exit.subject_id = moved.subject_id AND hardship_exit.state = 'proposed'");
    /// What the registry gave back.
    RECEIVE = "UPDATE stop_notice SET received_by = $1, registry = $2, receipt = $3
        WHERE subject_id = $4 AND notice_id = $5 AND received_by IS NULL";
    /// The registry as it was named for an office.
    REGISTRY = "SELECT name FROM registry WHERE office_id = $1";
    /// It is named, or named otherwise.
    NAME_REGISTRY = "INSERT INTO registry (office_id, name, named_at, named_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (office_id) DO UPDATE SET name = excluded.name, named_at = excluded.named_at,
            named_by = excluded.named_by";
    /// How much of what was carried out is still kept with files that were merged into a person's.
    LEFT_BEHIND = "SELECT (SELECT count(*) FROM person CROSS JOIN stop_case
            WHERE merged_into = $1 AND stop_case.subject_id = person.subject_id AND stopped_entry IS NOT NULL)
        + (SELECT count(*) FROM person CROSS JOIN hardship_exit
            WHERE merged_into = $1 AND hardship_exit.subject_id = person.subject_id AND ended_entry IS NOT NULL)
        AS left_behind";
    /// A case goes on with another file.
    TAKE_CASE = "INSERT INTO stop_case (subject_id, case_id, clause, gate_since, began_on, entries_seen, state, content,
            verified_at, verified_by, decided_at, decided_by, words, notified_entry, ended_entry, stopped_entry,
            told_on, told)
        SELECT $1, case_id, clause, gate_since, began_on, entries_seen, state, $2, verified_at, verified_by, decided_at,
            decided_by, $3, $4, $5, $6, told_on, $7
        FROM stop_case WHERE subject_id = $8 AND case_id = $9";
    /// Nothing is kept of it where it was.
    LEAVE_CASE = "DELETE FROM stop_case WHERE subject_id = $1 AND case_id = $2";
    /// An exit goes on with another file.
    TAKE_EXIT = "INSERT INTO hardship_exit (subject_id, exit_id, state, content, recognised_entry, proposed_at, proposed_by,
            is_to_tell, decided_at, decided_by, words, ended_entry, told_on, told)
        SELECT $1, exit_id, state, $2, $3, proposed_at, proposed_by, is_to_tell, decided_at, decided_by, $4, $5, told_on, $6
        FROM hardship_exit WHERE subject_id = $7 AND exit_id = $8";
    /// Nothing is kept of it where it was.
    LEAVE_EXIT = "DELETE FROM hardship_exit WHERE subject_id = $1 AND exit_id = $2";
    /// An objection goes on with what it is against.
    TAKE_OBJECTION = "UPDATE objection SET subject_id = $1, content = $2, words = $3, told = $4
        WHERE subject_id = $5 AND objection_id = $6";
    /// A letter goes on with its case.
    TAKE_NOTICE = "UPDATE stop_notice SET subject_id = $1, letter = $2, receipt = $3
        WHERE subject_id = $4 AND notice_id = $5";
}
