//! The tables of panels.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

store::statements! {
    pub group "panels";
    /// A new panel.
    ASK = "INSERT INTO panel (subject_id, entry_id, office_code, from_office_code, asked_by, asked_at)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// The panels of a person, the latest first.
    OF_SUBJECT = "SELECT subject_id, entry_id, office_code, from_office_code, asked_by, asked_at, accepted_by,
            accepted_at, sits_on, ended_by, ended_at, end_reason
        FROM panel WHERE subject_id = $1 ORDER BY asked_at DESC, entry_id DESC";
    /// The office above accepts.
    ACCEPT = "UPDATE panel SET accepted_by = $1, accepted_at = $2, sits_on = $3
        WHERE subject_id = $4 AND entry_id = $5";
    /// It sits on another day.
    PUT_OFF = "UPDATE panel SET sits_on = $1 WHERE subject_id = $2 AND entry_id = $3";
    /// Somebody ends a panel.
    END = "UPDATE panel SET ended_by = $1, ended_at = $2, end_reason = $3
        WHERE subject_id = $4 AND entry_id = $5 AND ended_at IS NULL";

    /// When another office took a person over, and from which, in order.
    MOVES = "SELECT handed_at, from_office_code FROM handover
        WHERE subject_id = $1 AND from_office_code <> to_office_code ORDER BY handed_at";

    /// Who sits, or sat, in the panels of a person.
    MEMBERS = "SELECT entry_id, staff_id, ended_at FROM panel_member WHERE subject_id = $1
        ORDER BY entry_id, office_code, staff_id";
    /// Somebody sits in a panel, for the first time or again.
    PUT_MEMBER = "INSERT INTO panel_member (subject_id, entry_id, staff_id, office_code, named_by, named_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (subject_id, entry_id, staff_id) DO UPDATE SET ended_at = NULL, ended_by = NULL";
    /// Somebody no longer sits in a panel; that they did stays.
    END_MEMBER = "UPDATE panel_member SET ended_at = $1, ended_by = $2
        WHERE subject_id = $3 AND entry_id = $4 AND staff_id = $5 AND ended_at IS NULL";

    /// What a panel is told.
    TELL = "INSERT INTO panel_feedback (subject_id, entry_id, told_at, told_by, words)
        VALUES ($1, $2, $3, $4, $5)";
    /// What the panels of a person were told, the latest first.
    TOLD = "SELECT entry_id, told_at, told_by, words FROM panel_feedback WHERE subject_id = $1
        ORDER BY told_at DESC";

    /// The people of an officer who may sit before a panel, because the agreement is in force and they do not
    /// work; the ledger says whether the panel lasts.
    OF_OFFICER = "SELECT DISTINCT panel.subject_id FROM panel
        JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE responsibility.officer_id = $1 AND panel.ended_at IS NULL AND panel.subject_id > $2
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
        ORDER BY panel.subject_id LIMIT $3";
    /// The same of an office.
    OF_OFFICE = "SELECT DISTINCT panel.subject_id FROM panel
        JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE responsibility.office_code = $1 AND panel.ended_at IS NULL AND panel.subject_id > $2
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
        ORDER BY panel.subject_id LIMIT $3";
    /// The people of an officer of whom the ledger knows a request that no panel is kept of; whether it waits the ledger
    /// says.
    RECORDED_OF_OFFICER = "SELECT DISTINCT asked.subject_id FROM responsibility CROSS JOIN entry AS asked
        WHERE responsibility.officer_id = $1 AND asked.subject_id = responsibility.subject_id
            AND asked.subject_id > $2 AND asked.kind = 'consultation_requested'
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
            AND NOT EXISTS (SELECT 1 FROM panel
                WHERE panel.subject_id = asked.subject_id AND panel.entry_id = asked.entry_id)
        ORDER BY asked.subject_id LIMIT $3";
    /// The same of an office.
    RECORDED_OF_OFFICE = "SELECT DISTINCT asked.subject_id FROM responsibility CROSS JOIN entry AS asked
        WHERE responsibility.office_code = $1 AND asked.subject_id = responsibility.subject_id
            AND asked.subject_id > $2 AND asked.kind = 'consultation_requested'
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
            AND NOT EXISTS (SELECT 1 FROM panel
                WHERE panel.subject_id = asked.subject_id AND panel.entry_id = asked.entry_id)
        ORDER BY asked.subject_id LIMIT $3";
    /// Those of the people who go over to another office together who may sit before a panel.
    OF_MOVED = desk::moved_together!(
        "SELECT DISTINCT panel.subject_id FROM moved CROSS JOIN panel
        WHERE panel.subject_id = moved.subject_id AND panel.ended_at IS NULL
            AND moved.standing LIKE '%a%' AND moved.standing NOT LIKE '%w%'");
    /// How many panels that last an office is to form, or has formed.
    OPEN_AT = "SELECT count(*) AS number FROM panel
        JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE panel.office_code = $1 AND panel.ended_at IS NULL
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'";
    /// The same, where an office above was asked.
    ASKED_OF = "SELECT DISTINCT panel.subject_id FROM panel
        JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE panel.office_code = $1 AND panel.ended_at IS NULL AND panel.subject_id > $2
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
        ORDER BY panel.subject_id LIMIT $3";
    /// The same, where somebody sits.
    OF_MEMBER = "SELECT DISTINCT panel.subject_id FROM panel_member
        JOIN panel ON panel.subject_id = panel_member.subject_id AND panel.entry_id = panel_member.entry_id
        JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE panel_member.staff_id = $1 AND panel_member.ended_at IS NULL AND panel.ended_at IS NULL
            AND panel.subject_id > $2
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
        ORDER BY panel.subject_id LIMIT $3";

    /// What an office was asked for and has not accepted, the one asked for first first; the ledger says whether the
    /// panel lasts.
    WAIT_FOR_OFFICE = "SELECT panel.subject_id, panel.entry_id, responsibility.office_code,
            responsibility.officer_id, panel.asked_at, panel.accepted_at, panel.sits_on
        FROM panel JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE panel.office_code = $1 AND panel.ended_at IS NULL AND panel.accepted_at IS NULL
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
        ORDER BY panel.asked_at, panel.subject_id LIMIT $2";
    /// What somebody sits in and has said nothing to since it was asked for, the first sitting first.
    WAIT_FOR_MEMBER = "SELECT panel.subject_id, panel.entry_id, responsibility.office_code,
            responsibility.officer_id, panel.asked_at, panel.accepted_at, panel.sits_on
        FROM panel_member
            JOIN panel ON panel.subject_id = panel_member.subject_id AND panel.entry_id = panel_member.entry_id
            JOIN responsibility ON responsibility.subject_id = panel.subject_id
        WHERE panel_member.staff_id = $1 AND panel_member.ended_at IS NULL AND panel.ended_at IS NULL
            AND panel.accepted_at IS NOT NULL
            AND responsibility.standing LIKE '%a%' AND responsibility.standing NOT LIKE '%w%'
            AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.subject_id = panel.subject_id
                AND entry.kind = 'consultation_opinion' AND entry.staff_id = panel_member.staff_id
                AND entry.recorded_at >= panel.asked_at)
        ORDER BY panel.sits_on, panel.subject_id LIMIT $2";
    /// The panels of those whom somebody serves that were accepted and that nobody ended, with what they were told last, after
    /// one of them; whether they last, and what they said last, the ledger says.
    ACCEPTED_OF_SERVED = desk::among_served!(
        "SELECT mine.subject_id, mine.office_code, mine.officer_id, own.entry_id, own.asked_at,
            (SELECT max(told.told_at) FROM panel_feedback AS told
                WHERE told.subject_id = own.subject_id AND told.entry_id = own.entry_id) AS told_at
        FROM mine CROSS JOIN panel AS own
        WHERE own.subject_id = mine.subject_id AND own.ended_at IS NULL AND own.accepted_at IS NOT NULL
            AND mine.standing LIKE '%a%' AND mine.standing NOT LIKE '%w%'
            AND (own.asked_at, own.entry_id) > ($3, $4)
        ORDER BY own.asked_at, own.entry_id LIMIT $5");
    /// The people whose file is open to a panel.
    OPEN_TO_PANELS = "SELECT DISTINCT subject_id FROM share
        WHERE purpose = 'panel' AND ended_at IS NULL AND subject_id > $1 ORDER BY subject_id LIMIT $2";
}

store::row! {
    /// A panel as it is stored.
    pub(crate) struct PanelRow from "panel" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) office_code: i64,
        pub(crate) from_office_code: i64,
        pub(crate) asked_by: ActorId,
        pub(crate) asked_at: Instant,
        pub(crate) accepted_by: Option<ActorId>,
        pub(crate) accepted_at: Option<Instant>,
        pub(crate) sits_on: Option<Day>,
        pub(crate) ended_by: Option<ActorId>,
        pub(crate) ended_at: Option<Instant>,
        pub(crate) end_reason: Option<Sealed>,
    }
}

store::row! {
    /// A panel under way of somebody whom somebody serves.
    pub(crate) struct AcceptedRow from "panel" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) entry_id: EntryId,
        pub(crate) asked_at: Instant,
        pub(crate) told_at: Option<Instant>,
    }
}

store::row! {
    /// A panel that waits for somebody, with who answers for the person.
    pub(crate) struct WaitingRow from "panel" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) asked_at: Instant,
        pub(crate) accepted_at: Option<Instant>,
        pub(crate) sits_on: Option<Day>,
    }
}
