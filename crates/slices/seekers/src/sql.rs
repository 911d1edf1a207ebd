//! The tables of persons, of what they are found by, of households and of imports that wait.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, Instant, OfficeId, SubjectId};

use crate::model::PersonState;

store::identifier! {
    /// Names a household.
    pub HouseholdId
}

store::identifier! {
    /// Names what was looked at of a household.
    pub EvidenceId
}

/// People of somebody, the latest first, after one of them or the last ones before one: all that a list shows, in one go.
/// The page is cut out before anything is looked up beside it. What rests today is not due next. What is sealed is opened by
/// whoever asks.
macro_rules! list_of {
    ($begin:literal, $from:literal, $beyond:literal, $and:literal, $today:literal) => {
        concat!(
            $begin,
            "page AS (SELECT here.subject_id, p.file_number, p.residence_code, p.particulars, here.officer_id,
                    here.standing, here.grade, here.last_entry
                FROM ",
            $from,
            "here.subject_id ",
            $beyond,
            " $3 AND p.state = 'active'
                    AND ($4 = '' OR here.standing LIKE '%' || $4 || '%')
                    AND coalesce(here.grade, 0) >= $5 AND coalesce(here.grade, 0) <= $6
                    AND ($7 = '' OR EXISTS (SELECT 1 FROM person_lookup AS l
                        WHERE l.subject_id = here.subject_id AND l.kind = $7 AND l.digest = $8))
                    AND (here.office_code = $9 OR $9 = 0 OR (here.office_code = $1 AND p.residence_code = $9))",
            $and,
            ")
            SELECT page.subject_id, page.file_number, page.residence_code, page.particulars, page.standing, page.grade,
                page.last_entry, (SELECT min(duty.due_day) FROM duty
                    WHERE duty.subject_id = page.subject_id AND duty.state = 'open' AND NOT ",
            duties::rests_on!($today),
            ") AS next_due,
                subject.label, subject_key.wrapped, home.name AS home_name, staff.name AS officer_name
            FROM page
            JOIN subject ON subject.subject_id = page.subject_id
            LEFT JOIN subject_key ON subject_key.subject_id = page.subject_id
            LEFT JOIN office AS home ON home.code = page.residence_code AND home.closed_on IS NULL
            LEFT JOIN staff ON staff.staff_id = page.officer_id
            ORDER BY page.subject_id DESC"
        )
    };
}

/// The same of an area of any width: those who came last are looked at first, until a page is full; the sign keeps the
/// index of the offices out of it, by which all of them would be sorted.
macro_rules! list_of_area {
    ($beyond:literal, $and:literal, $today:literal) => {
        list_of!(
            "WITH ",
            "responsibility AS here JOIN person AS p ON p.subject_id = here.subject_id
                WHERE +here.office_code >= $1 AND +here.office_code <= $2 AND ",
            $beyond,
            $and,
            $today
        )
    };
}

/// The same of a street: found without looking at those of other offices.
macro_rules! list_of_street {
    ($beyond:literal, $and:literal, $today:literal) => {
        list_of!(
            "WITH here AS MATERIALIZED (SELECT subject_id, office_code, officer_id, standing, grade, last_entry
                FROM responsibility WHERE office_code >= $1 AND office_code <= $2),
            ",
            "here JOIN person AS p ON p.subject_id = here.subject_id WHERE ",
            $beyond,
            $and,
            $today
        )
    };
}

store::statements! {
    pub group "seekers";
    /// The next file number is taken; the row stays locked until the transaction ends.
    TAKE_FILE_NUMBER = "UPDATE file_number SET last = last + 1 WHERE name = 'person'";
    /// Whoever makes sure that nobody has a second file does so one after the other: this row stays locked until the
    /// transaction ends.
    HOLD_FILES = "UPDATE file_number SET last = last WHERE name = 'person'";
    /// A file number that came from elsewhere is not given again.
    SKIP_FILE_NUMBERS = "UPDATE file_number SET last = $1 WHERE name = 'person' AND last < $1";
    /// The last file number taken.
    FILE_NUMBER = "SELECT last FROM file_number WHERE name = 'person'";
    /// A new person.
    PUT_PERSON = "INSERT INTO person (subject_id, file_number, residence_code, household_division, education,
            occupation, particulars, state, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', 1)";
    /// A person.
    PERSON = "SELECT subject_id, file_number, residence_code, household_division, education, occupation,
            particulars, state, merged_into, version
        FROM person WHERE subject_id = $1";
    /// The person who is found by a file number: of a merged file the one in which it goes on.
    FOUND_BY_FILE_NUMBER = "SELECT coalesce(merged_into, subject_id) AS subject_id FROM person
        WHERE file_number = $1";
    /// A person by file number.
    BY_FILE_NUMBER = "SELECT subject_id FROM person WHERE file_number = $1";
    /// Other particulars, unless somebody else changed them meanwhile.
    AMEND_PERSON = "UPDATE person SET residence_code = $1, household_division = $2, education = $3,
            occupation = $4, particulars = $5, version = version + 1
        WHERE subject_id = $6 AND version = $7 AND state = 'active'";
    /// A file that goes on in another one.
    MERGE_PERSON = "UPDATE person SET state = 'merged', merged_into = $1, version = version + 1
        WHERE subject_id = $2 AND state = 'active'";
    /// Files that went on in the one that is itself merged now.
    REDIRECT_MERGED = "UPDATE person SET merged_into = $1 WHERE merged_into = $2";
    /// The files that were merged into one.
    MERGED_INTO = "SELECT subject_id, file_number FROM person WHERE merged_into = $1 ORDER BY file_number";
    /// The number of the file in which a merged one goes on.
    GOES_ON_AS = "SELECT kept.file_number FROM person
        JOIN person AS kept ON kept.subject_id = person.merged_into WHERE person.subject_id = $1";
    /// Something that a person is found by.
    PUT_LOOKUP = "INSERT INTO person_lookup (subject_id, kind, digest) VALUES ($1, $2, $3)
        ON CONFLICT (subject_id, kind, digest) DO NOTHING";
    /// Everything that a person was found by.
    REMOVE_LOOKUPS = "DELETE FROM person_lookup WHERE subject_id = $1";
    /// Merged files that are found by nothing, after one of them by the file in which they go on.
    MERGED_UNFOUND = "SELECT merged_into, subject_id FROM person
        WHERE merged_into IS NOT NULL AND (merged_into, subject_id) > ($1, $2)
            AND NOT EXISTS (SELECT 1 FROM person_lookup WHERE person_lookup.subject_id = person.subject_id)
        ORDER BY merged_into, subject_id LIMIT $3";
    /// Persons found by a digest whom an office and those below, or an officer, answer for, or who live in a community
    /// and whom the street above it answers for. What a merged file was found by leads to the one in which it goes on.
    FOUND_WITHIN = "SELECT DISTINCT coalesce(p.merged_into, p.subject_id) AS subject_id FROM person_lookup AS l
        JOIN person AS p ON p.subject_id = l.subject_id
        JOIN responsibility AS r ON r.subject_id = coalesce(p.merged_into, p.subject_id)
        WHERE l.digest = $1
            AND ((r.office_code >= $2 AND r.office_code <= $3) OR r.officer_id = $4
                OR (r.office_code = $5 AND EXISTS (SELECT 1 FROM person AS home
                    WHERE home.subject_id = r.subject_id AND home.residence_code = $6)))
        ORDER BY subject_id DESC LIMIT $7";
    /// Persons found by a digest, wherever they are.
    FOUND = "SELECT DISTINCT coalesce(p.merged_into, p.subject_id) AS subject_id FROM person_lookup AS l
        JOIN person AS p ON p.subject_id = l.subject_id
        WHERE l.digest = $1 ORDER BY subject_id DESC LIMIT $2";
    /// Persons found by a digest who live in a community.
    FOUND_NEARBY = "SELECT DISTINCT coalesce(p.merged_into, p.subject_id) AS subject_id FROM person_lookup AS l
        JOIN person AS p ON p.subject_id = l.subject_id
        WHERE l.digest = $1 AND p.residence_code = $2
        ORDER BY subject_id DESC LIMIT $3";

    /// People of an office and those below it; where a community is named, of its own office, and of the street above it
    /// those who live there. For a district or a city.
    LIST_OFFICE = list_of_area!("<", " ORDER BY here.subject_id DESC LIMIT $10", "$11");
    /// The last ones before somebody.
    LIST_OFFICE_BACK = list_of_area!(">", " ORDER BY here.subject_id LIMIT $10", "$11");
    /// The same for a street, a community or one office alone.
    LIST_STREET = list_of_street!("<", " ORDER BY here.subject_id DESC LIMIT $10", "$11");
    /// The last ones before somebody.
    LIST_STREET_BACK = list_of_street!(">", " ORDER BY here.subject_id LIMIT $10", "$11");
    /// People of an officer in an office and those below it.
    LIST_OFFICER =
        list_of_area!("<", " AND here.officer_id = $10 ORDER BY here.subject_id DESC LIMIT $11", "$12");
    /// The last ones before somebody.
    LIST_OFFICER_BACK =
        list_of_area!(">", " AND here.officer_id = $10 ORDER BY here.subject_id LIMIT $11", "$12");

    /// Of whom, of those whom somebody serves, there is a ledger and nothing else.
    INCOMPLETE_OF_SERVED = "WITH mine AS (SELECT subject_id, office_code, officer_id, since FROM responsibility
                WHERE officer_id = $1
            UNION ALL SELECT subject_id, office_code, officer_id, since FROM responsibility
                WHERE office_code = $2 AND officer_id IS NULL)
        SELECT mine.subject_id, mine.office_code, mine.officer_id, mine.since FROM mine
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.subject_id = mine.subject_id)
            AND (mine.since, mine.subject_id) > ($3, $4)
        ORDER BY mine.since, mine.subject_id LIMIT $5";
    /// A change of particulars.
    PUT_CHANGE = "INSERT INTO person_change (subject_id, version, changed_at, staff_id, office_id, changes)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The changes of a person's particulars, latest first.
    CHANGES = "SELECT subject_id, version, changed_at, staff_id, office_id, changes FROM person_change
        WHERE subject_id = $1 ORDER BY version DESC LIMIT 100";

    /// How much waits for somebody's consent in a file; it stands in the services' table.
    WAITING_PROPOSALS = "SELECT count(*) AS waiting FROM proposal WHERE subject_id = $1 AND state = 'waiting'";
    /// Nobody answers for a merged file any more.
    DROP_RESPONSIBILITY = "DELETE FROM responsibility WHERE subject_id = $1";
    /// Nor is anything of it owed: the duties live on in the other file.
    DROP_DUTIES = "DELETE FROM duty WHERE subject_id = $1";
    /// Nor does it open a gate.
    DROP_GATES = "DELETE FROM gate WHERE subject_id = $1";

    /// A household by the digest of its number.
    HOUSEHOLD_BY_LOOKUP = "SELECT household_id FROM household WHERE lookup = $1";
    /// A new household.
    PUT_HOUSEHOLD = "INSERT INTO household (household_id, lookup, street_code) VALUES ($1, $2, $3)
        ON CONFLICT (lookup) DO NOTHING";
    /// A member of a household.
    JOIN_HOUSEHOLD = "INSERT INTO household_member (subject_id, household_id) VALUES ($1, $2)
        ON CONFLICT (subject_id) DO UPDATE SET household_id = excluded.household_id";
    /// Somebody who belongs to no household on file any more.
    LEAVE_HOUSEHOLD = "DELETE FROM household_member WHERE subject_id = $1";
    /// The household of a person.
    HOUSEHOLD_OF = "SELECT h.household_id, h.street_code, h.recognised_on
        FROM household_member AS m JOIN household AS h ON h.household_id = m.household_id
        WHERE m.subject_id = $1";
    /// One household.
    HOUSEHOLD = "SELECT household_id, street_code, recognised_on FROM household WHERE household_id = $1";
    /// A household nobody joins or leaves until the transaction ends.
    HOLD_HOUSEHOLD = "UPDATE household SET street_code = street_code WHERE household_id = $1";
    /// Where the members of a household live.
    MEMBER_RESIDENCES = "SELECT p.residence_code FROM household_member AS m
        JOIN person AS p ON p.subject_id = m.subject_id
        WHERE m.household_id = $1 AND p.state = 'active' ORDER BY m.subject_id LIMIT 50";
    /// A household goes to another street.
    MOVE_HOUSEHOLD = "UPDATE household SET street_code = $1 WHERE household_id = $2 AND street_code <> $1";
    /// The members of a household who have a file.
    MEMBERS = "SELECT m.subject_id, r.office_code, r.officer_id, r.standing, subject.label, subject_key.wrapped
        FROM household_member AS m
        JOIN responsibility AS r ON r.subject_id = m.subject_id
        JOIN subject ON subject.subject_id = m.subject_id
        LEFT JOIN subject_key ON subject_key.subject_id = m.subject_id
        WHERE m.household_id = $1 ORDER BY m.subject_id LIMIT 50";
    /// A household is recognised as one in which nobody works.
    RECOGNISE_HOUSEHOLD = "UPDATE household SET recognised_on = $1, recognised_by = $2
        WHERE household_id = $3 AND recognised_on IS NULL";
    /// The recognition of a household is withdrawn.
    WITHDRAW_HOUSEHOLD = "UPDATE household SET recognised_on = NULL, recognised_by = NULL
        WHERE household_id = $1 AND recognised_on IS NOT NULL";
    /// What was looked at of a household, kept in a member's file.
    PUT_EVIDENCE = "INSERT INTO household_evidence (subject_id, evidence_id, household_id, seen_on, recorded_at,
            staff_id, office_id, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// What a member's file keeps of it, with who looked.
    EVIDENCE = "SELECT e.evidence_id, e.household_id, e.seen_on, e.content, staff.name AS staff_name,
            office.name AS office_name
        FROM household_evidence AS e
        LEFT JOIN staff ON staff.staff_id = e.staff_id
        LEFT JOIN office ON office.office_id = e.office_id
        WHERE e.subject_id = $1 ORDER BY e.evidence_id DESC LIMIT 200";
    /// Households in which nobody works, in the market or in a public-welfare post: recognised ones, and those of which
    /// somebody is registered as unemployed. One whose members have all left the files is none.
    WITHOUT_WORK = "SELECT h.household_id, h.street_code, h.recognised_on FROM household AS h
        WHERE h.street_code >= $1 AND h.street_code <= $2 AND h.household_id > $3
            AND EXISTS (SELECT 1 FROM household_member AS m
                JOIN responsibility AS r ON r.subject_id = m.subject_id
                WHERE m.household_id = h.household_id
                    AND (h.recognised_on IS NOT NULL OR r.standing LIKE '%u%'))
            AND NOT EXISTS (SELECT 1 FROM household_member AS m
                JOIN responsibility AS r ON r.subject_id = m.subject_id
                WHERE m.household_id = h.household_id AND (r.standing LIKE '%w%' OR r.standing LIKE '%p%'))
        ORDER BY h.household_id LIMIT $4";
    /// How many households were recognised by street, in how many of them somebody works, in how many nobody does, and
    /// how many are like those but not recognised.
    HOUSEHOLD_COUNTS = "WITH seen AS (SELECT h.street_code,
                CASE WHEN h.recognised_on IS NULL THEN 0 ELSE 1 END AS is_recognised,
                (SELECT count(*) FROM household_member AS m
                    JOIN responsibility AS r ON r.subject_id = m.subject_id
                    WHERE m.household_id = h.household_id) AS members,
                (SELECT count(*) FROM household_member AS m
                    JOIN responsibility AS r ON r.subject_id = m.subject_id
                    WHERE m.household_id = h.household_id
                        AND (r.standing LIKE '%w%' OR r.standing LIKE '%p%')) AS working,
                (SELECT count(*) FROM household_member AS m
                    JOIN responsibility AS r ON r.subject_id = m.subject_id
                    WHERE m.household_id = h.household_id AND r.standing LIKE '%u%') AS unemployed
            FROM household AS h WHERE h.street_code >= $1 AND h.street_code <= $2)
        SELECT street_code, sum(is_recognised) AS recognised,
            sum(CASE WHEN is_recognised = 1 AND working > 0 THEN 1 ELSE 0 END) AS in_work,
            sum(CASE WHEN is_recognised = 1 AND members > 0 AND working = 0 THEN 1 ELSE 0 END) AS without_work,
            sum(CASE WHEN is_recognised = 0 AND unemployed > 0 AND working = 0 THEN 1 ELSE 0 END) AS waiting
        FROM seen GROUP BY street_code ORDER BY street_code";

    /// An import that waits to be confirmed.
    PUT_DRAFT = "INSERT INTO import_draft (draft_id, staff_id, made_at, drafted) VALUES ($1, $2, $3, $4)";
    /// One of somebody's own.
    DRAFT = "SELECT draft_id, made_at, drafted FROM import_draft WHERE draft_id = $1 AND staff_id = $2";
    /// One that is done or given up.
    REMOVE_DRAFT = "DELETE FROM import_draft WHERE draft_id = $1";
    /// Imports that nobody confirmed in time.
    OLD_DRAFTS = "SELECT draft_id FROM import_draft WHERE made_at < $1 ORDER BY made_at LIMIT 100";
}

store::row! {
    /// Somebody of whom there is a ledger and nothing else.
    pub(crate) struct IncompleteRow from "responsibility" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) since: Day,
    }
}

store::row! {
    /// A person as stored.
    pub(crate) struct PersonRow from "person" {
        pub(crate) subject_id: SubjectId,
        pub(crate) file_number: String,
        pub(crate) residence_code: i64,
        pub(crate) household_division: String,
        pub(crate) education: String,
        pub(crate) occupation: String,
        pub(crate) particulars: Sealed,
        pub(crate) state: PersonState,
        pub(crate) merged_into: Option<SubjectId>,
        pub(crate) version: i64,
    }
}

store::row! {
    /// A person as the list shows them.
    pub(crate) struct ListRow from "person" {
        pub(crate) subject_id: SubjectId,
        pub(crate) file_number: String,
        pub(crate) residence_code: i64,
        pub(crate) particulars: Sealed,
        pub(crate) standing: String,
        pub(crate) grade: Option<i64>,
        pub(crate) last_entry: Option<Day>,
        pub(crate) next_due: Option<Day>,
        pub(crate) label: Option<Sealed>,
        pub(crate) wrapped: Option<Vec<u8>>,
        pub(crate) home_name: Option<String>,
        pub(crate) officer_name: Option<String>,
    }
}

store::row! {
    /// A change of particulars.
    pub(crate) struct ChangeRow from "person_change" {
        pub(crate) subject_id: SubjectId,
        pub(crate) version: i64,
        pub(crate) changed_at: Instant,
        pub(crate) staff_id: ActorId,
        pub(crate) office_id: OfficeId,
        pub(crate) changes: Sealed,
    }
}

store::row! {
    /// A household.
    pub struct HouseholdRow from "household" {
        /// Which.
        pub household_id: HouseholdId,
        /// Its street, by code.
        pub street_code: i64,
        /// Since when it is recognised as one in which nobody works.
        pub recognised_on: Option<Day>,
    }
}

store::row! {
    /// A member of a household, with who answers for them.
    pub(crate) struct MemberRow from "household_member" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) standing: String,
        pub(crate) label: Option<Sealed>,
        pub(crate) wrapped: Option<Vec<u8>>,
    }
}

store::row! {
    /// What was looked at of a household.
    pub(crate) struct EvidenceRow from "household_evidence" {
        pub(crate) evidence_id: EvidenceId,
        pub(crate) household_id: HouseholdId,
        pub(crate) seen_on: Day,
        pub(crate) content: Sealed,
        pub(crate) staff_name: Option<String>,
        pub(crate) office_name: Option<String>,
    }
}

store::row! {
    /// How many households of a street were recognised, and in how many of them somebody works now.
    pub struct HouseholdCount from "household" {
        /// The street, by code.
        pub street_code: i64,
        /// How many were recognised.
        pub recognised: i64,
        /// In how many somebody works now.
        pub in_work: i64,
        /// In how many nobody does; those whose members have all left the files are in neither number.
        pub without_work: i64,
        /// How many are like those but were not recognised.
        pub waiting: i64,
    }
}

store::row! {
    /// An import that waits.
    pub(crate) struct DraftRow from "import_draft" {
        pub(crate) draft_id: SubjectId,
        pub(crate) made_at: Instant,
        pub(crate) drafted: Sealed,
    }
}
