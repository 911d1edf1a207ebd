//! What is asked of the tables of responsibilities, duties, gates.

mod rows;

pub use rows::{CaseRow, DutyRow, FallenRow, GateRow, LoadRow, SettledRow};
pub(crate) use rows::{
    GroundRow, HeldRow, ListedRow, NameRow, OpenRow, PauseRow, RestRow, RestingRow, WorkRow,
};

/// Tells in a statement whether a row of `duty` rests on a day: the opening of a gate started it, and people looked at what
/// the gate lets do, and decided otherwise. Whatever lists what is to be done leaves out what rests; a figure counts it, and
/// says beside how much of it rests.
#[macro_export]
macro_rules! rests_on {
    ($today:literal) => {
        concat!(
            "(duty.rule LIKE '% stop' AND EXISTS (SELECT 1 FROM gate_rest
                JOIN ledger_head ON ledger_head.subject_id = gate_rest.subject_id
                WHERE gate_rest.subject_id = duty.subject_id AND duty.rule = gate_rest.clause || ' stop'
                    AND gate_rest.decided_on >= duty.from_day AND gate_rest.rests_until > ",
            $today,
            "
                    AND (gate_rest.entries_seen IS NULL OR gate_rest.entries_seen = ledger_head.sequence)))"
        )
    };
}

/// A page of what is open, each row with what its name is sealed in and until when nothing is asked for it: one
/// journey where a row by row would be a hundred. The page is found first, from an index that has all that finding it
/// takes, so that of a whole district's duties no more than the page's own are read. The outer joins have both engines
/// begin at the duties.
macro_rules! listed {
    ($among:literal, $order:literal, $limit:literal) => {
        concat!(
            "WITH page AS MATERIALIZED (SELECT duty.subject_id, duty.rule, duty.because_id, duty.from_day FROM duty
                WHERE NOT ",
            rests_on!("$1"),
            "
                    AND duty.state = 'open' AND duty.due_day >= $2 AND duty.due_day <= $3
                    AND ($4 = '' OR duty.rule = $4) AND duty.office_code >= $5 AND duty.office_code <= $6
                    AND ",
            $among,
            "
                ORDER BY ",
            $order,
            " LIMIT ",
            $limit,
            ")
            SELECT duty.subject_id, duty.rule, duty.because_id, duty.because_kind, duty.because_on, duty.from_day,
                duty.due_day, duty.provisional, duty.basis, duty.state, duty.settled_by, duty.settled_on,
                duty.office_code, duty.officer_id, duty.fell_office_code, duty.fell_officer_id,
                subject.label, subject_key.wrapped,
                (SELECT max(pause.until) FROM pause WHERE pause.subject_id = duty.subject_id
                    AND pause.ended_at IS NULL AND pause.until >= $1) AS paused_until
            FROM page CROSS JOIN duty
            LEFT JOIN subject ON subject.subject_id = duty.subject_id
            LEFT JOIN subject_key ON subject_key.subject_id = duty.subject_id
            WHERE duty.subject_id = page.subject_id AND duty.rule = page.rule
                AND duty.because_id = page.because_id AND duty.from_day = page.from_day
            ORDER BY ",
            $order
        )
    };
}

/// A page of what is open and rests, by due date, each row with what its name is sealed in and with the decision. The joins
/// have SQLite begin where there are few.
macro_rules! resting {
    ($from:literal, $among:literal, $limit:literal) => {
        concat!(
            "SELECT duty.subject_id, duty.rule, duty.because_id, duty.because_kind, duty.because_on, duty.from_day,
                duty.due_day, duty.provisional, duty.basis, duty.state, duty.settled_by, duty.settled_on,
                duty.office_code, duty.officer_id, duty.fell_office_code, duty.fell_officer_id,
                subject.label, subject_key.wrapped, gate_rest.because,
                gate_rest.decided_on, gate_rest.rests_until
            FROM ",
            $from,
            " LEFT JOIN subject ON subject.subject_id = duty.subject_id
            LEFT JOIN subject_key ON subject_key.subject_id = duty.subject_id
            WHERE gate_rest.rests_until > $1 AND duty.office_code >= $2 AND duty.office_code <= $3
                AND duty.state = 'open'
                AND gate_rest.subject_id = duty.subject_id AND duty.rule = gate_rest.clause || ' stop'
                AND gate_rest.decided_on >= duty.from_day
                AND ledger_head.subject_id = gate_rest.subject_id
                AND (gate_rest.entries_seen IS NULL OR gate_rest.entries_seen = ledger_head.sequence)
                AND (duty.due_day, duty.subject_id, duty.rule, duty.because_id) > ($4, $5, $6, $7)
                AND ",
            $among,
            " ORDER BY duty.due_day, duty.subject_id, duty.rule, duty.because_id LIMIT ",
            $limit
        )
    };
}

store::statements! {
    pub group "duties";
    /// Who answers for a subject, and where it stands.
    HELD = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE subject_id = $1";
    /// The same, held until the end of the transaction: on PostgreSQL the row that everybody meets at who is to
    /// change what is derived for a subject. SQLite has one writer, who holds everything.
    HOLD = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE subject_id = $1",
        postgres "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE subject_id = $1 FOR UPDATE";
    /// Where a person lives; nothing where the ledger alone was brought in.
    HOME = "SELECT residence_code FROM person WHERE subject_id = $1";
    /// A subject that nobody answered for.
    TAKE_ON = "INSERT INTO responsibility (subject_id, office_code, officer_id, since, standing)
        VALUES ($1, $2, $3, $4, '')";
    /// Somebody else answers for a subject from now on.
    REASSIGN = "UPDATE responsibility SET office_code = $1, officer_id = $2, since = $3 WHERE subject_id = $4";
    /// What is open goes along; what is settled stays with whoever settled it. Of what is overdue by then, it stays known who
    /// answered for it when it fell overdue: the first of them, however often it is handed on.
    REASSIGN_DUTIES = "UPDATE duty SET
            fell_office_code = CASE WHEN fell_office_code IS NULL AND due_day < $1 THEN office_code
                ELSE fell_office_code END,
            fell_officer_id = CASE WHEN fell_office_code IS NULL AND due_day < $1 THEN officer_id
                ELSE fell_officer_id END,
            office_code = $2, officer_id = $3
        WHERE subject_id = $4 AND state = 'open'";
    /// The same of a duty that a late entry brought, or whose day changed: who handed the subject on first since the instant
    /// from which on it was overdue.
    FIND_FALLEN = "UPDATE duty SET
            fell_office_code = (SELECT handover.from_office_code FROM handover
                WHERE handover.subject_id = $1 AND handover.from_office_code IS NOT NULL AND handover.handed_at >= $2
                ORDER BY handover.handed_at LIMIT 1),
            fell_officer_id = (SELECT handover.from_officer_id FROM handover
                WHERE handover.subject_id = $1 AND handover.from_office_code IS NOT NULL AND handover.handed_at >= $2
                ORDER BY handover.handed_at LIMIT 1)
        WHERE subject_id = $1 AND rule = $3 AND because_id = $4 AND from_day = $5";
    /// So do the rights and powers.
    REASSIGN_GATES = "UPDATE gate SET office_code = $1, officer_id = $2 WHERE subject_id = $3";
    /// Where a subject stands after a look of the rules, which have read its ledger.
    LOOKED = "UPDATE responsibility SET next_look = $1, standing = $2, grade = $3, last_entry = $4, unread_since = NULL
        WHERE subject_id = $5";
    /// The subjects at which the rules must look again.
    TO_LOOK_AT = "SELECT subject_id FROM responsibility WHERE next_look <= $1
        ORDER BY next_look, subject_id LIMIT $2";
    /// Subjects that nobody answers for, because they came in with a written ledger. For a file that goes on in
    /// another one nobody is to answer again.
    ORPHANS = "SELECT subject_id FROM subject WHERE NOT EXISTS
            (SELECT 1 FROM responsibility WHERE responsibility.subject_id = subject.subject_id)
            AND NOT EXISTS (SELECT 1 FROM person
                WHERE person.subject_id = subject.subject_id AND person.merged_into IS NOT NULL)
        ORDER BY subject_id LIMIT $1";
    /// How many they are.
    COUNT_ORPHANS = "SELECT count(*) AS number FROM subject WHERE NOT EXISTS
            (SELECT 1 FROM responsibility WHERE responsibility.subject_id = subject.subject_id)
            AND NOT EXISTS (SELECT 1 FROM person
                WHERE person.subject_id = subject.subject_id AND person.merged_into IS NOT NULL)";
    /// Who came in last with a written ledger.
    BROUGHT_IN = "SELECT content FROM setting WHERE name = 'last_brought_in'";
    /// Notes it.
    PUT_BROUGHT_IN = "INSERT INTO setting (name, content) VALUES ('last_brought_in', $1)
        ON CONFLICT (name) DO UPDATE SET content = excluded.content";
    /// The office at the top of the tree.
    TOP_OFFICE = "SELECT code FROM office WHERE closed_on IS NULL ORDER BY code LIMIT 1";
    /// The offices of a name; two are enough to know that it tells nothing.
    OFFICE_NAMED = "SELECT code FROM office WHERE name = $1 AND closed_on IS NULL ORDER BY code LIMIT 2";
    /// By which law the duties that are stored were derived.
    DERIVED_BY = "SELECT content FROM setting WHERE name = 'duties_derived_by'";
    /// Notes it.
    PUT_DERIVED_BY = "INSERT INTO setting (name, content) VALUES ('duties_derived_by', $1)
        ON CONFLICT (name) DO UPDATE SET content = excluded.content";
    /// One subject is looked at on another day.
    PUT_OFF = "UPDATE responsibility SET next_look = $1 WHERE subject_id = $2";
    /// A subject whose ledger the rules cannot read is looked at on another day.
    SET_ASIDE = "UPDATE responsibility SET next_look = $1, unread_since = coalesce(unread_since, $2)
        WHERE subject_id = $3";
    /// How many those are, and since when the first of them.
    COUNT_UNREAD = "SELECT count(*) AS number, min(unread_since) AS since FROM responsibility
        WHERE unread_since IS NOT NULL";
    /// How many should have been looked at before a day, and since when the first of them.
    COUNT_NOT_LOOKED_AT = "SELECT count(*) AS number, min(next_look) AS since FROM responsibility
        WHERE next_look < $1";
    /// Everyone is looked at again.
    LOOK_AT_ALL = "UPDATE responsibility SET next_look = $1";
    /// When who answers for a subject changed last; the subject is held.
    LAST_HANDED = "SELECT max(handed_at) AS handed_at FROM handover WHERE subject_id = $1";
    /// A change of who answers for a subject.
    HAND_OVER = "INSERT INTO handover (subject_id, handed_at, from_office_code, from_officer_id, to_office_code,
            to_officer_id, by_staff_id, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The subjects that an officer answers for; the caller bounds how many at a time.
    OF_OFFICER = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE officer_id = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3";
    /// How many subjects an officer answers for.
    COUNT_OF_OFFICER = "SELECT count(*) AS number FROM responsibility WHERE officer_id = $1";
    /// How many an office answers for.
    COUNT_AT_OFFICE = "SELECT count(*) AS number FROM responsibility WHERE office_code = $1";
    /// The subjects of an office and those below it that have no officer; the caller bounds how many at a time.
    OF_NOBODY = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE office_code >= $1 AND office_code <= $2 AND officer_id IS NULL AND subject_id > $3
        ORDER BY subject_id LIMIT $4";
    /// How many they are.
    COUNT_OF_NOBODY = "SELECT count(*) AS number FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND officer_id IS NULL";
    /// How many subjects each officer of an office and those below it answers for there.
    COUNT_BY_OFFICER = "SELECT officer_id, count(*) AS number FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND officer_id IS NOT NULL GROUP BY officer_id";
    /// How many of an officer's people are in hardship or under an agreement.
    COUNT_ASSISTED_OF_OFFICER = "SELECT count(*) AS number FROM responsibility
        WHERE officer_id = $1 AND (standing LIKE '%a%' OR standing LIKE '%h%')";
    /// How many of those of an office and those below it who have no officer.
    COUNT_ASSISTED_OF_NOBODY = "SELECT count(*) AS number FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND officer_id IS NULL
            AND (standing LIKE '%a%' OR standing LIKE '%h%')";
    /// Where a person lives and where their household is registered.
    PLACES = "SELECT residence_code, household_division FROM person WHERE subject_id = $1";
    /// What the names of some subjects are sealed in.
    NAMES = "SELECT subject.subject_id, subject.label, subject_key.wrapped
        FROM subject LEFT JOIN subject_key ON subject_key.subject_id = subject.subject_id
        WHERE subject.subject_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The subjects of an office and those below it; the caller bounds how many at a time.
    OF_OFFICE = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE office_code >= $1 AND office_code <= $2 AND subject_id > $3
        ORDER BY subject_id LIMIT $4";

    /// The files that were merged into one.
    MERGED = "SELECT subject_id, file_number FROM person WHERE merged_into = $1 ORDER BY file_number";

    /// Those whom a community looks after; the caller bounds how many at a time.
    OF_COMMUNITY = "SELECT subject_id, office_code, officer_id, since, next_look, standing, grade, last_entry
        FROM responsibility WHERE office_code IN ($1, $2) AND subject_id > $3
            AND (office_code = $2 OR EXISTS (SELECT 1 FROM person
                WHERE person.subject_id = responsibility.subject_id AND person.residence_code = $2))
        ORDER BY subject_id LIMIT $4";

    /// A file is opened to somebody.
    SHARE = "INSERT INTO share (subject_id, share_id, holder_id, purpose, office_code, staff_id, shared_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    /// It is closed again to everybody to whom it was opened for one thing.
    END_SHARES = "UPDATE share SET ended_at = $1 WHERE subject_id = $2 AND holder_id = $3 AND ended_at IS NULL";
    /// It is closed to every panel: the experts are those of the office before.
    END_PANEL_SHARES = "UPDATE share SET ended_at = $1
        WHERE subject_id = $2 AND purpose = 'panel' AND ended_at IS NULL";
    /// What a file is open to an office for, and to whom there.
    SHARES_WITH = "SELECT purpose, staff_id FROM share
        WHERE subject_id = $1 AND office_code = $2 AND ended_at IS NULL";

    /// The duties of a subject.
    DUTIES = "SELECT subject_id, rule, because_id, because_kind, because_on, from_day, due_day, provisional, basis, state, settled_by,
            settled_on, office_code, officer_id, fell_office_code, fell_officer_id
        FROM duty WHERE subject_id = $1 ORDER BY due_day, rule, because_id, from_day";
    /// A duty that is new, or stands otherwise than before.
    PUT_DUTY = "INSERT INTO duty (subject_id, rule, because_id, because_kind, because_on, from_day, due_day,
            provisional, basis, state, settled_by, settled_on, office_code, officer_id, fell_office_code, fell_officer_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (subject_id, rule, because_id, from_day) DO UPDATE
        SET due_day = excluded.due_day, provisional = excluded.provisional, basis = excluded.basis,
            state = excluded.state, settled_by = excluded.settled_by, settled_on = excluded.settled_on,
            office_code = excluded.office_code, officer_id = excluded.officer_id,
            fell_office_code = excluded.fell_office_code, fell_officer_id = excluded.fell_officer_id";
    /// A duty that a correction took away.
    REMOVE_DUTY = "DELETE FROM duty
        WHERE subject_id = $1 AND rule = $2 AND because_id = $3 AND from_day = $4";

    /// What is changed together with a subject's duties, a row for each of its gates: what its key is wrapped in, where
    /// its chain ends, and what is open to it.
    GROUND = "SELECT subject_key.wrapped, ledger_head.sequence, ledger_head.chain, ledger_head.gathered, gate.clause,
            gate.since
        FROM subject_key
        LEFT JOIN ledger_head ON ledger_head.subject_id = subject_key.subject_id
        LEFT JOIN gate ON gate.subject_id = subject_key.subject_id
        WHERE subject_key.subject_id = $1 ORDER BY gate.clause";
    /// The gates of a subject.
    GATES = "SELECT clause, since FROM gate WHERE subject_id = $1 ORDER BY clause";
    /// A gate that opened.
    PUT_GATE = "INSERT INTO gate (subject_id, clause, since, office_code, officer_id)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject_id, clause) DO UPDATE SET since = excluded.since,
            office_code = excluded.office_code, officer_id = excluded.officer_id";
    /// A gate that closed.
    REMOVE_GATE = "DELETE FROM gate WHERE subject_id = $1 AND clause = $2";
    /// The gates that hold in a street and its communities, or in one office alone: found without going through those of
    /// the city.
    GATES_OF_STREET = "WITH here AS MATERIALIZED (SELECT subject_id, clause, since, office_code, officer_id FROM gate
            WHERE office_code >= $1 AND office_code <= $2)
        SELECT subject_id, clause, since, office_code, officer_id FROM here
        WHERE (subject_id, clause) > ($3, $4)
        ORDER BY subject_id, clause LIMIT $5";
    /// The gates that hold in an office and below, in their order until the page is full.
    GATES_OF_OFFICE = "SELECT subject_id, clause, since, office_code, officer_id FROM gate
        WHERE +office_code >= $1 AND +office_code <= $2 AND (subject_id, clause) > ($3, $4)
        ORDER BY subject_id, clause LIMIT $5";

    /// What an officer has open between two due dates, after a place in the list.
    OPEN_OF_OFFICER = "SELECT subject_id, rule, because_id, because_kind, because_on, from_day, due_day, provisional, basis, state,
            settled_by, settled_on, office_code, officer_id, fell_office_code, fell_officer_id
        FROM duty
        WHERE officer_id = $1 AND state = 'open' AND due_day >= $2 AND due_day <= $3
            AND (due_day, subject_id, rule, because_id) > ($4, $5, $6, $7) AND ($8 = '' OR rule = $8)
        ORDER BY due_day, subject_id, rule, because_id LIMIT $9";
    /// What an office and those below have open between two due dates, after a place in the list.
    OPEN_OF_OFFICE = "SELECT subject_id, rule, because_id, because_kind, because_on, from_day, due_day, provisional, basis, state,
            settled_by, settled_on, office_code, officer_id, fell_office_code, fell_officer_id
        FROM duty
        WHERE office_code >= $1 AND office_code <= $2 AND state = 'open' AND due_day >= $3 AND due_day <= $4
            AND (due_day, subject_id, rule, because_id) > ($5, $6, $7, $8) AND ($9 = '' OR rule = $9)
        ORDER BY due_day, subject_id, rule, because_id LIMIT $10";
    /// What those are owed, between two due dates, after a place in the list, whom a community looks after: whom its own
    /// office answers for, and whom the street above it does and who live there.
    OPEN_OF_COMMUNITY = "SELECT subject_id, rule, because_id, because_kind, because_on, from_day, due_day, provisional, basis, state,
            settled_by, settled_on, office_code, officer_id, fell_office_code, fell_officer_id
        FROM duty
        WHERE office_code IN ($1, $2) AND state = 'open' AND due_day >= $3 AND due_day <= $4
            AND (due_day, subject_id, rule, because_id) > ($5, $6, $7, $8) AND ($9 = '' OR rule = $9)
            AND (office_code = $2 OR EXISTS (SELECT 1 FROM person
                WHERE person.subject_id = duty.subject_id AND person.residence_code = $2))
        ORDER BY due_day, subject_id, rule, because_id LIMIT $10";
    /// What an officer has open, by due date.
    LISTED_OF_OFFICER = listed!("duty.officer_id = $7
                    AND (duty.due_day, duty.subject_id, duty.rule, duty.because_id) > ($8, $9, $10, $11)",
        "duty.due_day, duty.subject_id, duty.rule, duty.because_id", "$12");
    /// The same, by rule.
    LISTED_OF_OFFICER_BY_RULE = listed!("duty.officer_id = $7
                    AND (duty.rule, duty.due_day, duty.subject_id, duty.because_id) > ($8, $9, $10, $11)",
        "duty.rule, duty.due_day, duty.subject_id, duty.because_id", "$12");
    /// What an office and those below it have open, by due date.
    LISTED_OF_OFFICE = listed!("(duty.due_day, duty.subject_id, duty.rule, duty.because_id) > ($7, $8, $9, $10)",
        "duty.due_day, duty.subject_id, duty.rule, duty.because_id", "$11");
    /// The same, by rule.
    LISTED_OF_OFFICE_BY_RULE = listed!(
        "(duty.rule, duty.due_day, duty.subject_id, duty.because_id) > ($7, $8, $9, $10)",
        "duty.rule, duty.due_day, duty.subject_id, duty.because_id", "$11");
    /// The same, by office and officer; nobody's come first.
    LISTED_OF_OFFICE_BY_OFFICER = listed!("(duty.office_code, coalesce(duty.officer_id, $7), duty.due_day,
                        duty.subject_id, duty.rule, duty.because_id) > ($8, $9, $10, $11, $12, $13)",
        "duty.office_code, coalesce(duty.officer_id, $7), duty.due_day, duty.subject_id, duty.rule,
                    duty.because_id", "$14");
    /// The same for a community and the street above it, the first and the last of the area.
    LISTED_OF_COMMUNITY = listed!("duty.office_code IN ($5, $6)
                    AND (duty.office_code = $6 OR EXISTS (SELECT 1 FROM person
                        WHERE person.subject_id = duty.subject_id AND person.residence_code = $6))
                    AND (duty.due_day, duty.subject_id, duty.rule, duty.because_id) > ($7, $8, $9, $10)",
        "duty.due_day, duty.subject_id, duty.rule, duty.because_id", "$11");
    /// The same, by rule.
    LISTED_OF_COMMUNITY_BY_RULE = listed!("duty.office_code IN ($5, $6)
                    AND (duty.office_code = $6 OR EXISTS (SELECT 1 FROM person
                        WHERE person.subject_id = duty.subject_id AND person.residence_code = $6))
                    AND (duty.rule, duty.due_day, duty.subject_id, duty.because_id) > ($7, $8, $9, $10)",
        "duty.rule, duty.due_day, duty.subject_id, duty.because_id", "$11");
    /// What rests of an officer's, by due date.
    RESTING_OF_OFFICER = resting!("duty CROSS JOIN gate_rest CROSS JOIN ledger_head",
        "duty.officer_id = $8 AND duty.rule LIKE '% stop'", "$9");
    /// What rests of an office's and of those below it: found by the gates that stand open there.
    RESTING_OF_OFFICE = resting!("gate CROSS JOIN gate_rest CROSS JOIN ledger_head CROSS JOIN duty",
        "gate.office_code >= $2 AND gate.office_code <= $3 AND gate_rest.subject_id = gate.subject_id
                AND gate_rest.clause = gate.clause", "$8");
    /// The same for a community and the street above it, the first and the last of the area.
    RESTING_OF_COMMUNITY = resting!("gate CROSS JOIN gate_rest CROSS JOIN ledger_head CROSS JOIN duty",
        "gate.office_code IN ($2, $3) AND gate_rest.subject_id = gate.subject_id AND gate_rest.clause = gate.clause
                AND duty.office_code IN ($2, $3) AND (duty.office_code = $3 OR EXISTS (SELECT 1 FROM person
                    WHERE person.subject_id = duty.subject_id AND person.residence_code = $3))", "$8");
    /// How much of it there is, by due date and rule, and how much of that rests.
    COUNT_OF_COMMUNITY_OPEN = concat!("SELECT due_day, rule, count(*) AS number,
            sum(CASE WHEN ", rests_on!("$1"), " THEN 1 ELSE 0 END) AS resting,
            sum(CASE WHEN fell_office_code <> office_code OR fell_office_code IS NOT NULL
                AND fell_officer_id IS DISTINCT FROM officer_id THEN 1 ELSE 0 END) AS fallen FROM duty
        WHERE office_code IN ($2, $3) AND state = 'open'
            AND (office_code = $3 OR EXISTS (SELECT 1 FROM person
                WHERE person.subject_id = duty.subject_id AND person.residence_code = $3))
        GROUP BY due_day, rule");
    /// How much an officer has open, by due date and rule, and how much of it rests.
    COUNT_OF_OFFICER_OPEN = concat!("SELECT due_day, rule, count(*) AS number,
            sum(CASE WHEN ", rests_on!("$1"), " THEN 1 ELSE 0 END) AS resting,
            sum(CASE WHEN fell_office_code <> office_code OR fell_office_code IS NOT NULL
                AND fell_officer_id IS DISTINCT FROM officer_id THEN 1 ELSE 0 END) AS fallen FROM duty
        WHERE officer_id = $2 AND state = 'open' GROUP BY due_day, rule");
    /// How much is open of those who go over to another office together, how much of it is overdue on a day, and how much of
    /// each rests then: the figures of the office that they come to count it all (decision 0316).
    COUNT_OF_MOVED = concat!(desk::moved_together!(
        "SELECT count(*) AS open, coalesce(sum(CASE WHEN duty.due_day < $5 THEN 1 ELSE 0 END), 0) AS overdue,
            coalesce(sum(CASE WHEN "), rests_on!("$5"), " THEN 1 ELSE 0 END), 0) AS resting,
            coalesce(sum(CASE WHEN duty.due_day < $5 AND ", rests_on!("$5"), " THEN 1 ELSE 0 END), 0) AS resting_overdue
        FROM moved CROSS JOIN duty WHERE duty.subject_id = moved.subject_id AND duty.state = 'open'");
    /// How much an office and those below have open, by office, officer and due date up to a day, and how much of it rests on
    /// the first day; what is due after the second is one figure. An office's own work is counted from an index alone; what
    /// rests of it is found by the gates that stand open there, which are few.
    COUNT_OF_OFFICE_OPEN = "SELECT office_code, officer_id, CAST(sum(overdue) AS bigint) AS overdue,
            CAST(sum(today) AS bigint) AS today, CAST(sum(week) AS bigint) AS week, CAST(sum(later) AS bigint) AS later,
            CAST(sum(resting_overdue) AS bigint) AS resting_overdue, CAST(sum(resting_today) AS bigint) AS resting_today,
            CAST(sum(resting_week) AS bigint) AS resting_week, CAST(sum(resting_later) AS bigint) AS resting_later
        FROM (SELECT office_code, officer_id,
                sum(CASE WHEN due_day < $1 THEN 1 ELSE 0 END) AS overdue,
                sum(CASE WHEN due_day = $1 THEN 1 ELSE 0 END) AS today,
                sum(CASE WHEN due_day > $1 AND due_day <= $2 THEN 1 ELSE 0 END) AS week,
                sum(CASE WHEN due_day > $2 THEN 1 ELSE 0 END) AS later,
                0 AS resting_overdue, 0 AS resting_today, 0 AS resting_week, 0 AS resting_later
            FROM duty WHERE office_code >= $3 AND office_code <= $4 AND state = 'open'
            GROUP BY office_code, officer_id
            UNION ALL SELECT duty.office_code, duty.officer_id, 0 AS overdue, 0 AS today, 0 AS week, 0 AS later,
                sum(CASE WHEN duty.due_day < $1 THEN 1 ELSE 0 END) AS resting_overdue,
                sum(CASE WHEN duty.due_day = $1 THEN 1 ELSE 0 END) AS resting_today,
                sum(CASE WHEN duty.due_day > $1 AND duty.due_day <= $2 THEN 1 ELSE 0 END) AS resting_week,
                sum(CASE WHEN duty.due_day > $2 THEN 1 ELSE 0 END) AS resting_later
            FROM gate CROSS JOIN gate_rest CROSS JOIN ledger_head CROSS JOIN duty
            WHERE gate.office_code >= $3 AND gate.office_code <= $4 AND gate_rest.subject_id = gate.subject_id
                AND gate_rest.clause = gate.clause AND gate_rest.rests_until > $1
                AND ledger_head.subject_id = gate_rest.subject_id
                AND (gate_rest.entries_seen IS NULL OR gate_rest.entries_seen = ledger_head.sequence)
                AND duty.subject_id = gate_rest.subject_id AND duty.rule = gate_rest.clause || ' stop'
                AND gate_rest.decided_on >= duty.from_day AND duty.state = 'open'
                AND duty.office_code >= $3 AND duty.office_code <= $4
            GROUP BY duty.office_code, duty.officer_id) AS load
        GROUP BY office_code, officer_id ORDER BY office_code, officer_id";
    /// How duties were settled in an office and below, by office, officer and rule, since a day.
    SETTLED_OF_OFFICE = "SELECT office_code, officer_id, state, count(*) AS number FROM duty
        WHERE office_code >= $1 AND office_code <= $2 AND state <> 'open' AND due_day >= $3
        GROUP BY office_code, officer_id, state ORDER BY office_code, officer_id, state";

    /// What was overdue when it came to whoever answers for it in an office and below: open, or settled though due since a
    /// day; by who answers for it, who did when it fell overdue, and what became of it.
    FALLEN_OF_OFFICE = "SELECT office_code, officer_id, fell_office_code, fell_officer_id, state, count(*) AS number
        FROM duty
        WHERE fell_office_code IS NOT NULL AND office_code >= $1 AND office_code <= $2
            AND (state = 'open' OR due_day >= $3)
        GROUP BY office_code, officer_id, fell_office_code, fell_officer_id, state";
    /// The same, open, of what fell overdue in an office and below and went on from there.
    FELL_AT_OFFICE = "SELECT office_code, officer_id, fell_office_code, fell_officer_id, state, count(*) AS number
        FROM duty
        WHERE fell_office_code IS NOT NULL AND fell_office_code >= $1 AND fell_office_code <= $2 AND state = 'open'
        GROUP BY office_code, officer_id, fell_office_code, fell_officer_id, state";

    /// A gate rests until a day, as long as the ledger has no more entries than now.
    REST = "INSERT INTO gate_rest (subject_id, clause, because, decided_on, rests_until, entries_seen)
        VALUES ($1, $2, $3, $4, $5, (SELECT sequence FROM ledger_head WHERE subject_id = $1))
        ON CONFLICT (subject_id, clause) DO UPDATE SET because = excluded.because, decided_on = excluded.decided_on,
            rests_until = excluded.rests_until, entries_seen = excluded.entries_seen";
    /// A gate rests until it opens anew, whatever is recorded.
    REST_FOR_GOOD = "INSERT INTO gate_rest (subject_id, clause, because, decided_on, rests_until)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject_id, clause) DO UPDATE SET because = excluded.because, decided_on = excluded.decided_on,
            rests_until = excluded.rests_until, entries_seen = NULL";
    /// The gates of a subject that rest on a day.
    RESTS_OF = "SELECT gate_rest.subject_id, gate_rest.clause, because, decided_on, rests_until
        FROM gate_rest CROSS JOIN gate CROSS JOIN ledger_head
        WHERE gate_rest.subject_id = $1 AND rests_until > $2 AND gate.subject_id = gate_rest.subject_id
            AND gate.clause = gate_rest.clause AND decided_on >= gate.since
            AND ledger_head.subject_id = gate_rest.subject_id
            AND (entries_seen IS NULL OR entries_seen = ledger_head.sequence)
        ORDER BY gate_rest.clause";
    /// The gates of some subjects that rest on a day.
    RESTS_AMONG = "SELECT gate_rest.subject_id, gate_rest.clause, because, decided_on, rests_until
        FROM gate_rest CROSS JOIN gate CROSS JOIN ledger_head
        WHERE gate_rest.subject_id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) AND rests_until > $11
            AND gate.subject_id = gate_rest.subject_id AND gate.clause = gate_rest.clause AND decided_on >= gate.since
            AND ledger_head.subject_id = gate_rest.subject_id
            AND (entries_seen IS NULL OR entries_seen = ledger_head.sequence)";
    /// What is known of the rests of a subject's gates, whether they still rest or not.
    RESTS_KEPT = "SELECT subject_id, clause, because, decided_on, rests_until FROM gate_rest
        WHERE subject_id = $1 ORDER BY clause";

    /// A new address for an officer's calendar; the one before no longer works.
    PUT_FEED = "INSERT INTO calendar_feed (staff_id, digest, made_at) VALUES ($1, $2, $3)
        ON CONFLICT (staff_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at";
    /// Whose calendar an address is, and since when.
    FIND_FEED = "SELECT staff_id, made_at FROM calendar_feed WHERE digest = $1";

    /// A pause.
    PAUSE = "INSERT INTO pause (subject_id, paused_at, until, by_staff_id, reason) VALUES ($1, $2, $3, $4, $5)";
    /// The pauses of a subject, latest first.
    PAUSES = "SELECT subject_id, paused_at, until, by_staff_id, reason, ended_at FROM pause
        WHERE subject_id = $1 ORDER BY paused_at DESC LIMIT 50";
    /// The end of every pause of a subject that still holds.
    END_PAUSE = "UPDATE pause SET ended_at = $1 WHERE subject_id = $2 AND ended_at IS NULL";

    /// How many people an office and those below it answer for, by office, officer and level, and for how many of
    /// those under agreement nothing was recorded since a day.
    CASELOAD = "SELECT held.office_code, held.officer_id, coalesce(held.grade, 0) AS level, count(*) AS number,
            sum(CASE WHEN held.standing LIKE '%a%' AND held.last_entry < $1 THEN 1 ELSE 0 END) AS quiet
        FROM responsibility AS held JOIN person ON person.subject_id = held.subject_id
        WHERE held.office_code >= $2 AND held.office_code <= $3
        GROUP BY held.office_code, held.officer_id, coalesce(held.grade, 0)
        ORDER BY held.office_code, held.officer_id, level";
    /// For how many others than people: employers, and those of whom there is a ledger alone.
    OTHERS = "SELECT held.office_code, held.officer_id, count(*) AS number FROM responsibility AS held
        WHERE held.office_code >= $1 AND held.office_code <= $2
            AND NOT EXISTS (SELECT 1 FROM person WHERE person.subject_id = held.subject_id)
        GROUP BY held.office_code, held.officer_id ORDER BY held.office_code, held.officer_id";
    /// Those under agreement for whom nothing was recorded since a day, the longest first.
    QUIET = "SELECT held.subject_id, held.office_code, held.officer_id, held.since, held.next_look, held.standing,
            held.grade, held.last_entry
        FROM responsibility AS held JOIN person ON person.subject_id = held.subject_id
        WHERE held.standing LIKE '%a%' AND held.last_entry < $1
            AND held.office_code >= $2 AND held.office_code <= $3
        ORDER BY held.last_entry, held.subject_id LIMIT $4";
    /// When the people of a street started and left work between two days, and what of it was corrected: person by
    /// person, as CROSS JOIN has SQLite do it.
    WORK_OF_STREET = "SELECT held.office_code, held.officer_id, entry.subject_id, entry.entry_id, entry.kind,
            entry.on_day, entry.facts
        FROM responsibility AS held CROSS JOIN entry
        WHERE entry.subject_id = held.subject_id
            AND held.office_code >= $1 AND held.office_code <= $2 AND held.last_entry >= $3
            AND entry.on_day >= $3 AND entry.on_day <= $4
            AND entry.kind IN ('started_work', 'left_work', 'corrected')
        ORDER BY entry.subject_id, entry.on_day, entry.sequence";
    /// The same for a district or a city: day by day.
    WORK = "SELECT held.office_code, held.officer_id, entry.subject_id, entry.entry_id, entry.kind, entry.on_day,
            entry.facts
        FROM entry CROSS JOIN responsibility AS held
        WHERE held.subject_id = entry.subject_id AND held.office_code >= $1 AND held.office_code <= $2 AND held.last_entry >= $3
            AND entry.on_day >= $3 AND entry.on_day <= $4
            AND (entry.kind = 'started_work' OR entry.kind = 'left_work' OR entry.kind = 'corrected')
        ORDER BY entry.subject_id, entry.on_day, entry.sequence";
    /// In how many recognised households of some streets still nobody works, in the market or in a public-welfare post. One
    /// whose members have all left the files is none.
    HOUSEHOLDS_WITHOUT_WORK = "SELECT count(*) AS households FROM household
        WHERE street_code >= $1 AND street_code <= $2 AND recognised_on IS NOT NULL
            AND EXISTS (SELECT 1 FROM household_member AS member
                JOIN responsibility AS held ON held.subject_id = member.subject_id
                WHERE member.household_id = household.household_id)
            AND NOT EXISTS (SELECT 1 FROM household_member AS member
                JOIN responsibility AS held ON held.subject_id = member.subject_id
                WHERE member.household_id = household.household_id
                    AND (held.standing LIKE '%w%' OR held.standing LIKE '%p%'))";
}
