//! The tables of rounds, tries, plans, demand files and other groups, and what is read of the ledger.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::actions::attempts::AttemptId;
use crate::model::{LedgerLine, Method, Outcome};

store::statements! {
    pub group "surveys";
    /// A new round.
    PUT_ROUND = "INSERT INTO survey_round (round_id, office_code, name, first_day, last_day, unemployed_in_hardship,
            others_in_hardship, other_unemployed, opened_at, opened_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The end of a round.
    CLOSE_ROUND = "UPDATE survey_round SET closed_at = $1, closed_by = $2 WHERE round_id = $3 AND closed_at IS NULL";
    /// How many rounds of an office nobody has closed.
    OPEN_AT = "SELECT count(*) AS number FROM survey_round WHERE office_code = $1 AND closed_at IS NULL";
    /// One round.
    ROUND = "SELECT round_id, office_code, name, first_day, last_day, unemployed_in_hardship, others_in_hardship,
            other_unemployed, opened_at, opened_by, closed_at, closed_by
        FROM survey_round WHERE round_id = $1";
    /// The rounds of an area and of the offices above it, latest first.
    ROUNDS = "SELECT round_id, office_code, name, first_day, last_day, unemployed_in_hardship, others_in_hardship,
            other_unemployed, opened_at, opened_by, closed_at, closed_by
        FROM survey_round
        WHERE office_code >= $1 AND office_code <= $2 OR office_code = $3 OR office_code = $4
        ORDER BY first_day DESC, round_id DESC LIMIT 200";

    /// Whom an office and those below it may have to visit, with where they live: the office's own place where a
    /// ledger alone was brought in. Office by office, after somebody of one.
    PEOPLE_OF_OFFICE = "SELECT r.subject_id, r.office_code, r.officer_id, r.standing,
            coalesce(p.residence_code, r.office_code) AS residence_code
        FROM responsibility AS r LEFT JOIN person AS p ON p.subject_id = r.subject_id
        WHERE r.office_code >= $1 AND r.office_code <= $2 AND (r.office_code, r.subject_id) > ($3, $4)
            AND (r.standing LIKE '%h%' OR r.standing LIKE '%u%')
        ORDER BY r.office_code, r.subject_id LIMIT $5";
    /// The same for an officer.
    PEOPLE_OF_OFFICER = "SELECT r.subject_id, r.office_code, r.officer_id, r.standing,
            coalesce(p.residence_code, r.office_code) AS residence_code
        FROM responsibility AS r LEFT JOIN person AS p ON p.subject_id = r.subject_id
        WHERE r.officer_id = $1 AND r.subject_id > $2 AND (r.standing LIKE '%h%' OR r.standing LIKE '%u%')
        ORDER BY r.subject_id LIMIT $3";
    /// One person, whoever has to visit them.
    PERSON = "SELECT r.subject_id, r.office_code, r.officer_id, r.standing,
            coalesce(p.residence_code, r.office_code) AS residence_code
        FROM responsibility AS r LEFT JOIN person AS p ON p.subject_id = r.subject_id WHERE r.subject_id = $1";
    /// How many people stand how, by office.
    STANDING_COUNTS = "SELECT office_code, standing, count(*) AS number FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 AND (standing LIKE '%h%' OR standing LIKE '%u%')
        GROUP BY office_code, standing ORDER BY office_code, standing";

    /// Surveys and corrections in the ledgers of an office and those below it, of people of whom something was
    /// noted since a day: person by person, as CROSS JOIN has SQLite do it.
    LINES_OF_OFFICE = "SELECT e.subject_id, e.sequence, e.entry_id, e.kind, e.on_day, e.facts, r.office_code, r.standing
        FROM responsibility AS r CROSS JOIN entry AS e
        WHERE e.subject_id = r.subject_id AND e.kind IN ('surveyed', 'corrected')
            AND r.office_code >= $1 AND r.office_code <= $2 AND r.last_entry >= $3
        ORDER BY r.office_code, r.subject_id, e.sequence";
    /// The same for an officer.
    LINES_OF_OFFICER = "SELECT e.subject_id, e.sequence, e.entry_id, e.kind, e.on_day, e.facts, r.office_code, r.standing
        FROM responsibility AS r CROSS JOIN entry AS e
        WHERE e.subject_id = r.subject_id AND e.kind IN ('surveyed', 'corrected')
            AND r.officer_id = $1 AND r.last_entry >= $2
        ORDER BY r.subject_id, e.sequence";
    /// The same for one person.
    LINES = "SELECT e.subject_id, e.sequence, e.entry_id, e.kind, e.on_day, e.facts, r.office_code, r.standing
        FROM responsibility AS r CROSS JOIN entry AS e
        WHERE e.subject_id = r.subject_id AND e.kind IN ('surveyed', 'corrected') AND r.subject_id = $1
        ORDER BY e.sequence";
    /// The surveys of some days in a district or a city: day by day.
    SURVEYS_OF_DAYS = "SELECT e.subject_id, e.sequence, e.entry_id, e.kind, e.on_day, e.facts, r.office_code, r.standing
        FROM entry AS e CROSS JOIN responsibility AS r
        WHERE r.subject_id = e.subject_id AND e.kind = 'surveyed' AND e.on_day >= $1 AND e.on_day <= $2
            AND r.office_code >= $3 AND r.office_code <= $4";
    /// The corrections there, of whatever day: one may be noted under an earlier day than what it takes back.
    CORRECTIONS = "SELECT e.subject_id, e.sequence, e.entry_id, e.kind, e.on_day, e.facts, r.office_code, r.standing
        FROM entry AS e CROSS JOIN responsibility AS r
        WHERE r.subject_id = e.subject_id AND e.kind = 'corrected'
            AND r.office_code >= $1 AND r.office_code <= $2";
    /// What was said under seal at the surveys of some days, with the keys, of the people of one office.
    SAID = "SELECT e.subject_id, e.entry_id, e.sealed, k.wrapped
        FROM responsibility AS r CROSS JOIN entry AS e CROSS JOIN subject_key AS k
        WHERE e.subject_id = r.subject_id AND k.subject_id = r.subject_id AND e.kind = 'surveyed'
            AND e.on_day >= $1 AND e.on_day <= $2 AND r.office_code = $3 AND r.last_entry >= $4";
    /// How many of the people of some offices gave which reason between two days, as it was counted last.
    REASON_COUNTS = "SELECT office_code, mark, counts FROM survey_reason_count
        WHERE first_day = $1 AND last_day = $2 AND office_code >= $3 AND office_code <= $4";
    /// The same, counted anew.
    PUT_REASON_COUNTS = "INSERT INTO survey_reason_count (office_code, first_day, last_day, mark, counts)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (first_day, last_day, office_code) DO UPDATE SET mark = excluded.mark, counts = excluded.counts";

    /// The surveys that are owed again in an office and below.
    OWED_OF_OFFICE = "SELECT subject_id, because_id, due_day FROM duty
        WHERE office_code >= $1 AND office_code <= $2 AND state = 'open' AND rule = 'BJ18-21(2)'
        ORDER BY subject_id, due_day";
    /// The same for an officer.
    OWED_OF_OFFICER = "SELECT subject_id, because_id, due_day FROM duty
        WHERE officer_id = $1 AND state = 'open' AND rule = 'BJ18-21(2)' ORDER BY subject_id, due_day";
    /// The same for one person.
    OWED = "SELECT subject_id, because_id, due_day FROM duty
        WHERE subject_id = $1 AND state = 'open' AND rule = 'BJ18-21(2)' ORDER BY due_day";

    /// A planned day; the same instant plans once.
    PUT_PLAN = "INSERT INTO survey_plan (subject_id, planned_at, because_id, planned_on, planned_by, reason)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (subject_id, planned_at) DO UPDATE SET because_id = excluded.because_id,
            planned_on = excluded.planned_on, planned_by = excluded.planned_by, reason = excluded.reason";
    /// The plans of people of an office and those below it, as they were made.
    PLANS_OF_OFFICE = "SELECT s.subject_id, s.planned_at, s.because_id, s.planned_on, s.planned_by, s.reason
        FROM responsibility AS r CROSS JOIN survey_plan AS s
        WHERE s.subject_id = r.subject_id AND r.office_code >= $1 AND r.office_code <= $2
        ORDER BY s.subject_id, s.planned_at";
    /// The same for an officer.
    PLANS_OF_OFFICER = "SELECT s.subject_id, s.planned_at, s.because_id, s.planned_on, s.planned_by, s.reason
        FROM responsibility AS r CROSS JOIN survey_plan AS s
        WHERE s.subject_id = r.subject_id AND r.officer_id = $1 ORDER BY s.subject_id, s.planned_at";
    /// The same for one person.
    PLANS = "SELECT subject_id, planned_at, because_id, planned_on, planned_by, reason FROM survey_plan
        WHERE subject_id = $1 ORDER BY planned_at";

    /// The last plans of those whom somebody serves, for a day or before, after which nobody surveyed them; where
    /// something was corrected every plan, since the ledger alone knows which survey is the last. After one of them, in
    /// their order.
    PLANNED_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.standing, s.because_id, s.planned_on,
            s.planned_at
        FROM mine CROSS JOIN survey_plan AS s
        WHERE s.subject_id = mine.subject_id AND s.planned_on <= $3
            AND NOT EXISTS (SELECT 1 FROM survey_plan AS later WHERE later.subject_id = s.subject_id
                AND later.because_id = s.because_id AND later.planned_at > s.planned_at)
            AND (NOT EXISTS (SELECT 1 FROM entry AS own CROSS JOIN entry AS later
                    WHERE own.subject_id = s.subject_id AND own.entry_id = s.because_id
                        AND later.subject_id = s.subject_id AND later.kind = 'surveyed'
                        AND (later.on_day > own.on_day
                            OR (later.on_day = own.on_day AND later.sequence > own.sequence)))
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = s.subject_id AND corrected.kind = 'corrected'))
            AND (s.planned_on, s.subject_id, s.planned_at) > ($4, $5, $6)
        ORDER BY s.planned_on, s.subject_id, s.planned_at LIMIT $7");
    /// Whom of those whom somebody serves somebody tried to meet at least so many times since their last survey. After one
    /// of them, in their order.
    TRIED_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.standing, count(*) AS number,
            max(a.on_day) AS last_on
        FROM mine CROSS JOIN survey_attempt AS a
        WHERE a.subject_id = mine.subject_id AND NOT EXISTS (SELECT 1 FROM entry AS later
            WHERE later.subject_id = a.subject_id AND later.kind = 'surveyed' AND later.on_day >= a.on_day)
        GROUP BY mine.subject_id, mine.office_code, mine.officer_id, mine.standing
        HAVING count(*) >= $3 AND (max(a.on_day) > $4 OR (max(a.on_day) = $4 AND mine.subject_id > $5))
        ORDER BY last_on, mine.subject_id LIMIT $6");
    /// Those whom somebody serves who said at a survey that they register and, as far as the ledger's order tells, have not
    /// since; where something was corrected, everybody who ever said so, since the ledger alone knows. After somebody.
    AGREED_OF_SERVED = desk::among_served!(
        "SELECT DISTINCT mine.subject_id, mine.office_code, mine.officer_id
        FROM mine CROSS JOIN entry AS own
        WHERE own.subject_id = mine.subject_id AND mine.subject_id > $3 AND mine.standing NOT LIKE '%s%'
            AND own.kind = 'surveyed' AND own.facts LIKE '%\"registers\":true%'
            AND (NOT EXISTS (SELECT 1 FROM entry AS later
                    WHERE later.subject_id = own.subject_id AND later.kind IN ('seeker_registered', 'started_work',
                            'surveyed', 'service_declined', 'service_stopped')
                        AND (later.on_day > own.on_day
                            OR (later.on_day = own.on_day AND later.sequence > own.sequence)))
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = own.subject_id AND corrected.kind = 'corrected'))
        ORDER BY mine.subject_id LIMIT $4");
    /// A try at which nobody was met.
    PUT_ATTEMPT = "INSERT INTO survey_attempt (subject_id, attempt_id, on_day, method, outcome, words, noted_at, noted_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The tries of some days in an office and below.
    ATTEMPTS_OF_OFFICE = "SELECT a.subject_id, r.office_code, r.standing, count(*) AS number
        FROM survey_attempt AS a JOIN responsibility AS r ON r.subject_id = a.subject_id
        WHERE a.on_day >= $1 AND a.on_day <= $2 AND r.office_code >= $3 AND r.office_code <= $4
        GROUP BY a.subject_id, r.office_code, r.standing ORDER BY a.subject_id";
    /// The same for an officer.
    ATTEMPTS_OF_OFFICER = "SELECT a.subject_id, r.office_code, r.standing, count(*) AS number
        FROM responsibility AS r CROSS JOIN survey_attempt AS a
        WHERE a.subject_id = r.subject_id AND a.on_day >= $1 AND a.on_day <= $2 AND r.officer_id = $3
        GROUP BY a.subject_id, r.office_code, r.standing ORDER BY a.subject_id";
    /// The tries to meet a person, latest first.
    ATTEMPTS = "SELECT subject_id, attempt_id, on_day, method, outcome, words, noted_at, noted_by FROM survey_attempt
        WHERE subject_id = $1 ORDER BY on_day DESC, attempt_id DESC LIMIT 200";

    /// A version of a demand file.
    PUT_DEMAND_FILE = "INSERT INTO demand_file (subject_id, version, written_at, written_by, content)
        VALUES ($1, $2, $3, $4, $5)";
    /// The versions of a demand file, latest first.
    DEMAND_FILES = "SELECT subject_id, version, written_at, written_by, content FROM demand_file
        WHERE subject_id = $1 ORDER BY version DESC LIMIT 500";

    /// Another group.
    PUT_GROUP = "INSERT INTO assistance_group (group_id, name, issuer, document, since, until, area_code, made_at, made_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// The end of a group.
    END_GROUP = "UPDATE assistance_group SET until = $1 WHERE group_id = $2";
    /// Every other group: they are few.
    GROUPS = "SELECT group_id, name, issuer, document, since, until, area_code, made_at, made_by
        FROM assistance_group ORDER BY since DESC, group_id DESC LIMIT 500";
}

store::row! {
    /// Somebody who may have to be visited.
    pub(crate) struct PersonRow from "responsibility" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) standing: String,
        pub(crate) residence_code: i64,
    }
}

store::row! {
    /// A survey or a correction, with who answers for the person now.
    pub(crate) struct LineRow from "entry" {
        pub(crate) subject_id: SubjectId,
        pub(crate) sequence: i64,
        pub(crate) entry_id: EntryId,
        pub(crate) kind: String,
        pub(crate) on_day: Day,
        pub(crate) facts: String,
        pub(crate) office_code: i64,
        pub(crate) standing: String,
    }
}

impl LineRow {
    pub(crate) fn line(&self) -> LedgerLine {
        LedgerLine {
            subject: self.subject_id,
            sequence: self.sequence,
            entry: self.entry_id,
            kind: self.kind.clone(),
            on: self.on_day,
            facts: self.facts.clone(),
        }
    }
}

store::row! {
    /// A planned day.
    pub(crate) struct PlanRow from "survey_plan" {
        pub(crate) subject_id: SubjectId,
        pub(crate) planned_at: Instant,
        pub(crate) because_id: EntryId,
        pub(crate) planned_on: Day,
        pub(crate) planned_by: ActorId,
        pub(crate) reason: Sealed,
    }
}

store::row! {
    /// A plan that may still hold, of somebody whom the actor serves.
    pub(crate) struct PlannedRow from "survey_plan" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) standing: String,
        pub(crate) because_id: EntryId,
        pub(crate) planned_on: Day,
        pub(crate) planned_at: Instant,
    }
}

store::row! {
    /// Somebody whom nobody met, however often they tried.
    pub(crate) struct TriedRow from "survey_attempt" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) standing: String,
        pub(crate) number: i64,
        pub(crate) last_on: Day,
    }
}

store::row! {
    /// A try.
    pub(crate) struct AttemptRow from "survey_attempt" {
        pub(crate) subject_id: SubjectId,
        pub(crate) attempt_id: AttemptId,
        pub(crate) on_day: Day,
        pub(crate) method: Method,
        pub(crate) outcome: Outcome,
        pub(crate) words: Sealed,
        pub(crate) noted_at: Instant,
        pub(crate) noted_by: ActorId,
    }
}

store::row! {
    /// A version of a demand file.
    pub(crate) struct DemandFileRow from "demand_file" {
        pub(crate) subject_id: SubjectId,
        pub(crate) version: i64,
        pub(crate) written_at: Instant,
        pub(crate) written_by: ActorId,
        pub(crate) content: Sealed,
    }
}
