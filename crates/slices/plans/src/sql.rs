//! The tables of barriers, drafts, plans, steps.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::{By, StepState};

store::identifier! {
    /// Names an analysis of what stands in a person's way.
    pub AnalysisId
}

/// Lists people under an agreement, of some of whom it begins with: those of an officer first, then by the first day on which
/// something of theirs is due, an action of the last version, a plan or a revision; after one of them.
macro_rules! listed {
    ($among:literal) => {
        listed!($among, "$4", "$5", "$6", "$7", "$8")
    };
    ($among:literal, $last:literal, $others:literal, $urgent:literal, $subject:literal, $limit:literal) => {
        concat!(
            "WITH listed AS MATERIALIZED (SELECT r.subject_id, r.office_code, r.officer_id,
                CASE WHEN r.officer_id = $1 THEN 0 ELSE 1 END AS others,
                (SELECT min(d.due_day) FROM duty AS d WHERE d.subject_id = r.subject_id AND d.state = 'open'
                    AND d.rule = 'BJ18-26(1)') AS adopt_by,
                (SELECT min(d.due_day) FROM duty AS d WHERE d.subject_id = r.subject_id AND d.state = 'open'
                    AND d.rule = 'BJ18-28') AS revise_by,
                (SELECT min(s.due_day) FROM plan_step AS s WHERE s.subject_id = r.subject_id AND s.state = 'open'
                    AND NOT EXISTS (SELECT 1 FROM plan AS own JOIN plan AS later ON later.subject_id = own.subject_id
                        AND later.version > own.version
                        WHERE own.subject_id = s.subject_id AND own.entry_id = s.entry_id)) AS act_by
            FROM ",
            $among,
            " AND r.standing LIKE '%a%'),
        owed AS (SELECT subject_id, office_code, officer_id, others, adopt_by, revise_by, act_by,
                CASE WHEN revise_by IS NULL OR adopt_by <= revise_by THEN adopt_by ELSE revise_by END AS plan_by
            FROM listed),
        ranked AS MATERIALIZED (SELECT subject_id, office_code, officer_id, others, adopt_by, revise_by,
                coalesce(CASE WHEN act_by IS NULL OR plan_by <= act_by THEN plan_by ELSE act_by END, ",
            $last,
            ") AS urgent
            FROM owed)
        SELECT subject_id, office_code, officer_id, others, adopt_by, revise_by, urgent FROM ranked
        WHERE others > ",
            $others,
            " OR (others = ",
            $others,
            " AND (urgent > ",
            $urgent,
            " OR (urgent = ",
            $urgent,
            " AND subject_id > ",
            $subject,
            ")))
        ORDER BY others, urgent, subject_id LIMIT ",
            $limit
        )
    };
}

store::statements! {
    pub group "plans";
    /// A new analysis.
    PUT_ANALYSIS = "INSERT INTO barrier_analysis (subject_id, analysis_id, found_at, found_on, by_staff_id, content)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The analyses of a subject, the latest first.
    ANALYSES = "SELECT analysis_id, found_on, by_staff_id, content FROM barrier_analysis
        WHERE subject_id = $1 ORDER BY found_at DESC, analysis_id DESC LIMIT 50";

    /// Until when the text of a signing lasts; it stands in the agreements' table.
    AGREEMENT_UNTIL = "SELECT ends_on FROM agreement WHERE subject_id = $1 AND entry_id = $2";

    /// Who answered for a subject before.
    FORMER_OFFICERS = "SELECT DISTINCT from_officer_id FROM handover
        WHERE subject_id = $1 AND from_officer_id IS NOT NULL";

    /// The draft of a subject.
    DRAFT = "SELECT version, saved_at, by_staff_id, content FROM plan_draft WHERE subject_id = $1";
    /// A first draft.
    PUT_DRAFT = "INSERT INTO plan_draft (subject_id, version, saved_at, by_staff_id, content)
        VALUES ($1, 1, $2, $3, $4)";
    /// A draft in place of the one before; changes nothing where that is another one by now.
    SAVE_DRAFT = "UPDATE plan_draft SET version = version + 1, saved_at = $1, by_staff_id = $2, content = $3
        WHERE subject_id = $4 AND version = $5 AND saved_at = $6";
    /// No draft any more.
    REMOVE_DRAFT = "DELETE FROM plan_draft WHERE subject_id = $1";

    /// A version.
    PUT_PLAN = "INSERT INTO plan (subject_id, entry_id, version, opinion_id, by_staff_id, content)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The versions of a subject, the latest first.
    PLANS = "SELECT entry_id, version, opinion_id, by_staff_id, content FROM plan
        WHERE subject_id = $1 ORDER BY version DESC, entry_id DESC LIMIT 200";
    /// A step of a version.
    PUT_STEP = "INSERT INTO plan_step (subject_id, entry_id, number, due_day, done_by, state, settled_on, settled_by,
            because_id, words)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    /// The steps of every version of a subject.
    STEPS = "SELECT entry_id, number, due_day, done_by, state, settled_on, settled_by, because_id, words FROM plan_step
        WHERE subject_id = $1 ORDER BY entry_id, number";
    /// What became of a step; changes nothing where it stands otherwise by now.
    SETTLE_STEP = "UPDATE plan_step SET state = $1, settled_on = $2, settled_by = $3, because_id = $4, words = $5
        WHERE subject_id = $6 AND entry_id = $7 AND number = $8 AND state = $9";
    /// The last entry that somebody looked at for a version.
    REVIEWED = "SELECT sequence FROM plan_review WHERE subject_id = $1 AND entry_id = $2";
    /// Somebody looked at what the ledger says of a version.
    PUT_REVIEW = "INSERT INTO plan_review (subject_id, entry_id, sequence, reviewed_at, by_staff_id)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (subject_id, entry_id) DO UPDATE SET sequence = excluded.sequence,
            reviewed_at = excluded.reviewed_at, by_staff_id = excluded.by_staff_id";
    /// What is open and past its day in a version, and what there is of steps.
    COUNT_STEPS = "SELECT count(*) AS steps,
            coalesce(sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END), 0) AS done,
            coalesce(sum(CASE WHEN state = 'given_up' THEN 1 ELSE 0 END), 0) AS given_up,
            coalesce(sum(CASE WHEN state = 'open' AND due_day < $1 THEN 1 ELSE 0 END), 0) AS late,
            min(CASE WHEN state = 'open' THEN due_day END) AS next_due
        FROM plan_step WHERE subject_id = $2 AND entry_id = $3";

    /// Everybody of an office and those below it.
    LIST = listed!("responsibility AS r WHERE r.office_code >= $2 AND r.office_code <= $3");
    /// The officer's own: found without the others of the office.
    LIST_MINE = listed!("responsibility AS r
            WHERE r.officer_id = $1 AND r.office_code >= $2 AND r.office_code <= $3");
    /// Those who are owed a plan or a revision: found from the index of what is open, of the others nothing is read.
    LIST_OWED = listed!("(SELECT DISTINCT d.subject_id FROM duty AS d
                WHERE d.state = 'open' AND d.office_code >= $2 AND d.office_code <= $3
                    AND d.rule IN ('BJ18-26(1)', 'BJ18-28')) AS owing
            CROSS JOIN responsibility AS r
            WHERE r.subject_id = owing.subject_id AND r.office_code >= $2 AND r.office_code <= $3");
    /// Those with a step of some version open past its day; whether that is the version in force the ledger says.
    LIST_LATE = listed!(
        "responsibility AS r WHERE r.office_code >= $2 AND r.office_code <= $3
                AND EXISTS (SELECT 1 FROM plan_step AS s WHERE s.subject_id = r.subject_id
                    AND s.state = 'open' AND s.due_day < $4)",
        "$5", "$6", "$7", "$8", "$9");
    /// The last versions of those whom somebody serves that have steps open past a day; where something was corrected,
    /// every version, since the ledger alone knows which is the last. After one of them, in their order.
    LATE_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, own.entry_id, min(s.due_day) AS first_due,
            count(*) AS number
        FROM mine CROSS JOIN plan_step AS s
            JOIN plan AS own ON own.subject_id = s.subject_id AND own.entry_id = s.entry_id
        WHERE s.subject_id = mine.subject_id AND mine.standing LIKE '%a%' AND s.state = 'open' AND s.due_day < $3
            AND (NOT EXISTS (SELECT 1 FROM plan AS later
                    WHERE later.subject_id = own.subject_id AND later.version > own.version)
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = own.subject_id AND corrected.kind = 'corrected'))
        GROUP BY mine.subject_id, mine.office_code, mine.officer_id, own.entry_id
        HAVING min(s.due_day) > $4 OR (min(s.due_day) = $4 AND own.entry_id > $5)
        ORDER BY first_due, own.entry_id LIMIT $6");
    /// Those whom somebody serves of whose last version steps are open while the ledger holds something since that may
    /// have met them, and that nobody has looked at; where something was corrected, every version, since the ledger alone
    /// knows which is the last. After one of them, in their order.
    SHOWN_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, own.entry_id, min(e.on_day) AS first_due,
            count(*) AS number
        FROM mine CROSS JOIN plan AS own
            JOIN entry AS adopted ON adopted.subject_id = own.subject_id AND adopted.entry_id = own.entry_id
            JOIN entry AS e ON e.subject_id = own.subject_id
        WHERE own.subject_id = mine.subject_id AND (mine.standing LIKE '%a%' OR mine.standing LIKE '%p%')
            AND e.kind IN ('guidance_given', 'training_started', 'training_ended', 'recommended',
                'recommendation_result', 'readiness_assessed', 'started_work', 'public_post_placed')
            AND e.sequence > adopted.sequence
            AND e.sequence > coalesce((SELECT r.sequence FROM plan_review AS r
                WHERE r.subject_id = own.subject_id AND r.entry_id = own.entry_id), 0)
            AND EXISTS (SELECT 1 FROM plan_step AS s
                WHERE s.subject_id = own.subject_id AND s.entry_id = own.entry_id AND s.state = 'open')
            AND (NOT EXISTS (SELECT 1 FROM plan AS later
                    WHERE later.subject_id = own.subject_id AND later.version > own.version)
                OR EXISTS (SELECT 1 FROM entry AS corrected
                    WHERE corrected.subject_id = own.subject_id AND corrected.kind = 'corrected'))
        GROUP BY mine.subject_id, mine.office_code, mine.officer_id, own.entry_id
        HAVING min(e.on_day) > $3 OR (min(e.on_day) = $3 AND own.entry_id > $4)
        ORDER BY first_due, own.entry_id LIMIT $5");
    /// The people of an office and those below it whose readiness was assessed since a day, office by office, after
    /// somebody of one.
    ASSESSED = "SELECT r.office_code, r.subject_id FROM responsibility AS r
        WHERE r.office_code >= $1 AND r.office_code <= $2 AND (r.office_code, r.subject_id) > ($3, $4)
            AND EXISTS (SELECT 1 FROM entry AS e WHERE e.subject_id = r.subject_id
                AND e.kind = 'readiness_assessed' AND e.on_day >= $5)
        ORDER BY r.office_code, r.subject_id LIMIT $6";
    /// What the ledgers of those people say of readiness and of measures, from one of them to another. What was said
    /// under seal comes with it where a training is to be told apart.
    COURSES = "SELECT e.subject_id, e.entry_id, e.kind, e.on_day, e.facts,
            CASE WHEN e.kind = 'training_started' THEN e.sealed END AS sealed,
            CASE WHEN e.kind = 'training_started' THEN k.wrapped END AS wrapped
        FROM responsibility AS r CROSS JOIN entry AS e LEFT JOIN subject_key AS k ON k.subject_id = e.subject_id
        WHERE e.subject_id = r.subject_id AND r.office_code >= $1
            AND (r.office_code, r.subject_id) >= ($1, $2)
            AND r.office_code <= $3 AND (r.office_code, r.subject_id) <= ($3, $4)
            AND e.kind IN ('readiness_assessed', 'guidance_given', 'training_started', 'recommended', 'corrected')
            AND EXISTS (SELECT 1 FROM entry AS a WHERE a.subject_id = r.subject_id
                AND a.kind = 'readiness_assessed' AND a.on_day >= $5)
        ORDER BY r.office_code, e.subject_id, e.sequence";
}

store::row! {
    /// A line of a course as it is stored.
    pub(crate) struct CourseRow from "entry" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) kind: String,
        pub(crate) on_day: Day,
        pub(crate) facts: String,
        pub(crate) sealed: Option<Sealed>,
        pub(crate) wrapped: Option<Vec<u8>>,
    }
}

store::row! {
    /// An analysis as it is stored.
    pub(crate) struct AnalysisRow from "barrier_analysis" {
        pub(crate) analysis_id: AnalysisId,
        pub(crate) found_on: Day,
        pub(crate) by_staff_id: ActorId,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A draft as it is stored.
    pub(crate) struct DraftRow from "plan_draft" {
        pub(crate) version: i64,
        pub(crate) saved_at: Instant,
        pub(crate) by_staff_id: ActorId,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A version as it is stored.
    pub(crate) struct PlanRow from "plan" {
        pub(crate) entry_id: EntryId,
        pub(crate) version: i64,
        pub(crate) opinion_id: Option<EntryId>,
        pub(crate) by_staff_id: ActorId,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A step as it is stored.
    pub(crate) struct StepRow from "plan_step" {
        pub(crate) entry_id: EntryId,
        pub(crate) number: i64,
        pub(crate) due_day: Day,
        pub(crate) done_by: By,
        pub(crate) state: StepState,
        pub(crate) settled_on: Option<Day>,
        pub(crate) settled_by: Option<ActorId>,
        pub(crate) because_id: Option<EntryId>,
        pub(crate) words: Option<Sealed>,
    }
}

store::row! {
    /// How far a version has come.
    pub(crate) struct CountRow from "plan_step" {
        pub(crate) steps: i64,
        pub(crate) done: i64,
        pub(crate) given_up: i64,
        pub(crate) late: i64,
        pub(crate) next_due: Option<Day>,
    }
}

store::row! {
    /// A version with steps open past their day.
    pub(crate) struct LateRow from "plan" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) entry_id: EntryId,
        pub(crate) first_due: Day,
        pub(crate) number: i64,
    }
}

store::row! {
    /// A person under an agreement, as the list of an office has them.
    pub(crate) struct ListRow from "responsibility" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) others: i64,
        pub(crate) adopt_by: Option<Day>,
        pub(crate) revise_by: Option<Day>,
        pub(crate) urgent: Day,
    }
}
