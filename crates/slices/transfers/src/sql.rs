//! The tables of transfers.

use kernel::Day;
use store::seal::Sealed;
use store::{ActorId, Instant, SubjectId};

use crate::model::{AskedFor, Ground, Step};
use crate::{MoveId, TransferId};

/// The rules whose duties end with an agreement and are carried on by the office that accepts the person.
#[cfg(test)]
pub(crate) const CARRIED_RULES: [&str; 6] =
    ["BJ18-27(1)", "BJ18-27(2)a", "BJ18-27(2)b", "BJ18-27(2)c", "BJ18-27(3)", "BJ18-28"];

/// Gives those for whom something may have to be carried on: what would have done it before its agreement ended stands in
/// no ledger, or it would not have ended undone, so that each entry of such a kind that does stand there came after.
macro_rules! carried {
    ($cause:literal) => {
        concat!(
            desk::among_served!(
                "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            mine.office_code, mine.officer_id
        FROM mine CROSS JOIN transfer
        WHERE transfer.subject_id = mine.subject_id AND transfer.step = 'accepted'
            AND NOT EXISTS (SELECT 1 FROM transfer AS later WHERE later.subject_id = transfer.subject_id
                AND later.step = 'accepted' AND later.ending > transfer.ending)
            AND EXISTS (SELECT 1 FROM duty
                WHERE duty.subject_id = transfer.subject_id AND duty.state IN ('void', 'missed')
                    AND duty.rule IN ('BJ18-27(1)', 'BJ18-27(2)a', 'BJ18-27(2)b', 'BJ18-27(2)c', 'BJ18-27(3)',
                        'BJ18-28')
                    AND (EXISTS (SELECT 1 FROM entry AS wrong
                            WHERE wrong.subject_id = duty.subject_id AND wrong.kind = 'corrected')
                        OR (SELECT count(*) FROM entry AS ended WHERE ended.subject_id = duty.subject_id
                                AND ended.kind = 'agreement_ended' AND ended.on_day > duty.because_on)
                            <= (SELECT count(*) FROM transfer AS came
                                WHERE came.subject_id = duty.subject_id AND came.step = 'accepted')
                        AND NOT EXISTS (SELECT 1 FROM entry AS since WHERE since.subject_id = duty.subject_id
                            AND (since.on_day > duty.because_on
                                    AND (since.kind IN ('service_stopped', 'public_post_placed')
                                        OR (since.kind = 'readiness_assessed' AND duty.rule = 'BJ18-27(1)')
                                        OR (since.kind = 'plan_revised' AND duty.rule = 'BJ18-28')
                                        OR ((since.kind = 'hardship_ended'
                                                OR (since.kind = 'plan_adopted' AND duty.rule = 'BJ18-28'))
                                            AND EXISTS (SELECT 1 FROM entry AS ended
                                                WHERE ended.subject_id = duty.subject_id
                                                    AND ended.kind = 'agreement_ended'
                                                    AND ended.on_day >= duty.because_on
                                                    AND (ended.on_day < since.on_day
                                                        OR (ended.on_day = since.on_day
                                                            AND ended.sequence < since.sequence)))))
                                OR (since.kind = 'readiness_assessed' AND duty.rule = 'BJ18-27(2)c'
                                    AND since.on_day >= duty.from_day)
                                OR (since.kind IN ('followed_up', 'recommendation_result', 'training_ended')
                                    AND replace(since.facts, '-', '') LIKE '%\"of\":\"' || "
            ),
            $cause,
            " || '\"%'
                                    AND CASE duty.rule
                                        WHEN 'BJ18-27(1)' THEN since.kind = 'followed_up'
                                        WHEN 'BJ18-27(3)' THEN since.kind IN ('followed_up', 'recommendation_result')
                                        WHEN 'BJ18-27(2)a' THEN since.kind = 'training_ended'
                                            OR since.facts LIKE '%\"stage\":\"early\"%'
                                        WHEN 'BJ18-27(2)b' THEN since.kind = 'training_ended'
                                            OR since.facts LIKE '%\"stage\":\"middle\"%'
                                        WHEN 'BJ18-27(2)c' THEN since.facts LIKE '%\"stage\":\"final\"%'
                                        ELSE 1 = 0 END)))))
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $3"
        )
    };
}

store::statements! {
    pub group "transfers";
    /// A new transfer.
    ASK = "INSERT INTO transfer (subject_id, transfer_id, to_office_code, asked_for, ground, asked_by, asked_at,
            step, content, ending)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'requested', $8, 0)";
    /// The transfers of a person, the latest first.
    OF_SUBJECT = "SELECT subject_id, transfer_id, to_office_code, asked_for, ground, asked_by, asked_at, step,
            at_office_code, officer_id, content
        FROM transfer WHERE subject_id = $1 ORDER BY asked_at DESC, transfer_id DESC";
    /// The steps of a person's transfers, in order.
    STEPS = "SELECT transfer_id, place, step, taken_at, staff_id, office_code, words FROM transfer_step
        WHERE subject_id = $1 ORDER BY transfer_id, place";
    /// A step.
    PUT_STEP = "INSERT INTO transfer_step (subject_id, transfer_id, place, step, taken_at, staff_id, office_code,
            words)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// A transfer goes on.
    GO_ON = "UPDATE transfer SET step = $1, at_office_code = $2 WHERE subject_id = $3 AND transfer_id = $4";
    /// A transfer ends.
    CLOSE = "UPDATE transfer SET step = $1, at_office_code = NULL, officer_id = $2,
            ending = (SELECT count(*) FROM transfer AS other WHERE other.subject_id = $3 AND other.ending > 0) + 1
        WHERE subject_id = $3 AND transfer_id = $4";
    /// Whether one goes on.
    OPEN_ONE = "SELECT transfer_id FROM transfer WHERE subject_id = $1 AND ending = 0";

    /// What is to be verified of the people of an office, by their officer, or by whoever does where nobody was named.
    TO_VERIFY = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE responsibility.office_code = $1 AND transfer.step = 'requested'
            AND (responsibility.officer_id IS NULL OR responsibility.officer_id = $2)
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $3";
    /// What may be to be submitted of the people of an office: what was verified first, then what lies above, perhaps
    /// at an office that no longer stands above them.
    TO_SUBMIT = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE responsibility.office_code = $1 AND transfer.step IN ('verified', 'submitted')
        ORDER BY CASE WHEN transfer.step = 'verified' THEN 0 ELSE 1 END, transfer.asked_at, transfer.subject_id
        LIMIT $2";
    /// How many wait for an office: to be decided there, or to be accepted.
    OPEN_AT = "SELECT count(*) AS number FROM transfer
        WHERE ending = 0 AND (to_office_code = $1 OR at_office_code = $1)";
    /// What was submitted to an office.
    AT_OFFICE = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE transfer.at_office_code = $1
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $2";
    /// What an office is to accept.
    TO_OFFICE = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE transfer.to_office_code = $1 AND transfer.step = 'approved'
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $2";
    /// What goes on and touches an office: of its people, submitted to it, or to be accepted by it.
    TOUCHING = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer CROSS JOIN responsibility
        WHERE transfer.ending = 0 AND responsibility.subject_id = transfer.subject_id
            AND (responsibility.office_code = $1 OR transfer.at_office_code = $1 OR transfer.to_office_code = $1)
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $2";
    /// Whom an office accepted who are in hardship and have neither agreement nor work; not those whose service was
    /// stopped since, and not those for whom BJ18-23 owes the agreement itself. Whoever is in a public-welfare post signs
    /// when its term has ended, by what the post's own slice says (BJ18-30).
    WITHOUT_AGREEMENT = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code,
            transfer.asked_for, transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step,
            transfer.at_office_code, responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE transfer.to_office_code = $1 AND transfer.step = 'accepted' AND responsibility.office_code = $1
            AND responsibility.standing LIKE '%h%' AND responsibility.standing NOT LIKE '%a%'
            AND responsibility.standing NOT LIKE '%w%' AND responsibility.standing NOT LIKE '%x%'
            AND responsibility.standing NOT LIKE '%p%'
            AND NOT EXISTS (SELECT 1 FROM duty
                WHERE duty.subject_id = transfer.subject_id AND duty.rule = 'BJ18-23' AND duty.state = 'open')
            AND NOT EXISTS (SELECT 1 FROM entry AS ended JOIN transfer_step AS taken
                ON taken.subject_id = ended.subject_id AND ended.recorded_at > taken.taken_at
                WHERE ended.subject_id = transfer.subject_id AND ended.kind = 'public_post_ended'
                    AND taken.transfer_id = transfer.transfer_id AND taken.step = 'accepted')
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $2";
    /// The same of one person, in the office that accepted them and still serves them.
    WITHOUT_AGREEMENT_OF = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code,
            transfer.asked_for, transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step,
            transfer.at_office_code, responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE transfer.subject_id = $1 AND transfer.step = 'accepted'
            AND responsibility.office_code = transfer.to_office_code
            AND responsibility.standing LIKE '%h%' AND responsibility.standing NOT LIKE '%a%'
            AND responsibility.standing NOT LIKE '%w%' AND responsibility.standing NOT LIKE '%x%'
            AND responsibility.standing NOT LIKE '%p%'
            AND NOT EXISTS (SELECT 1 FROM duty
                WHERE duty.subject_id = transfer.subject_id AND duty.rule = 'BJ18-23' AND duty.state = 'open')
            AND NOT EXISTS (SELECT 1 FROM entry AS ended JOIN transfer_step AS taken
                ON taken.subject_id = ended.subject_id AND ended.recorded_at > taken.taken_at
                WHERE ended.subject_id = transfer.subject_id AND ended.kind = 'public_post_ended'
                    AND taken.transfer_id = transfer.transfer_id AND taken.step = 'accepted')
        ORDER BY transfer.asked_at DESC LIMIT 1";
    /// When offices accepted a person.
    ACCEPTED = "SELECT taken_at FROM transfer_step WHERE subject_id = $1 AND step = 'accepted' ORDER BY taken_at";
    /// The last transfers of those whom somebody serves and for whom something ended undone with an agreement, by one of
    /// the rules of [`CARRIED_RULES`], and nothing has done it since or put an end to it. Whether with a transfer, the ledger
    /// tells; and where something was corrected, the rest as well. Engines write an identifier in their own ways.
    CARRIED_OF_SERVED = carried!("lower(hex(duty.because_id))"),
        postgres carried!("replace(CAST(duty.because_id AS text), '-', '')");
    /// What somebody asked for and goes on.
    OF_ASKER = "SELECT transfer.subject_id, transfer.transfer_id, transfer.to_office_code, transfer.asked_for,
            transfer.ground, transfer.asked_by, transfer.asked_at, transfer.step, transfer.at_office_code,
            responsibility.office_code, responsibility.officer_id
        FROM transfer JOIN responsibility ON responsibility.subject_id = transfer.subject_id
        WHERE transfer.asked_by = $1 AND transfer.ending = 0
        ORDER BY transfer.asked_at, transfer.subject_id LIMIT $2";
    /// When a transfer came to a step.
    STEP_TAKEN = "SELECT max(taken_at) AS taken_at FROM transfer_step
        WHERE subject_id = $1 AND transfer_id = $2 AND step = $3";

    /// How many go over to another office together, and with whom.
    COUNT_MOVED = desk::moved_together!(
        "SELECT officer_id, count(*) AS people, sum(CASE WHEN standing LIKE '%a%' THEN 1 ELSE 0 END) AS agreements
        FROM moved GROUP BY officer_id ORDER BY officer_id");
    /// Of those, how many transfers go on: to where they go, and elsewhere.
    TRANSFERS_OF_MOVED = desk::moved_together!(
        "SELECT coalesce(sum(CASE WHEN transfer.to_office_code = $3 THEN 1 ELSE 0 END), 0) AS there,
            coalesce(sum(CASE WHEN transfer.to_office_code <> $3 THEN 1 ELSE 0 END), 0) AS elsewhere
        FROM moved CROSS JOIN transfer WHERE transfer.subject_id = moved.subject_id AND transfer.ending = 0");
    /// Of those, how many are employers.
    EMPLOYERS_MOVED = desk::moved_together!(
        "SELECT count(*) AS employers FROM moved
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.subject_id = moved.subject_id)");
    /// For how many each office of an area answers.
    COUNT_BY_OFFICE = "SELECT office_code, count(*) AS people FROM responsibility
        WHERE office_code >= $1 AND office_code <= $2 GROUP BY office_code ORDER BY office_code";
    /// How many of those for whom a street answers live in each of its communities.
    COUNT_BY_COMMUNITY = "SELECT person.residence_code, count(*) AS people
        FROM responsibility JOIN person ON person.subject_id = responsibility.subject_id
        WHERE responsibility.office_code >= $1 AND responsibility.office_code <= $2
            AND person.residence_code >= $1 AND person.residence_code <= $2 AND person.state = 'active'
        GROUP BY person.residence_code ORDER BY person.residence_code";
    /// Whom an office answers for, after somebody.
    PEOPLE_OF_OFFICE = "SELECT subject_id FROM responsibility WHERE office_code = $1 AND subject_id > $2
        ORDER BY subject_id LIMIT $3";
    /// Who lives in a community and is answered for by its street, after somebody.
    PEOPLE_OF_COMMUNITY = "SELECT responsibility.subject_id
        FROM responsibility JOIN person ON person.subject_id = responsibility.subject_id
        WHERE responsibility.office_code >= $1 AND responsibility.office_code <= $2
            AND responsibility.office_code <> $3 AND person.residence_code = $4 AND person.state = 'active'
            AND responsibility.subject_id > $5
        ORDER BY responsibility.subject_id LIMIT $6";

    /// A new move, to be confirmed.
    ORDER_MOVE = "INSERT INTO office_move (move_id, from_code, scope, to_office_code, on_day, reason, officers,
            begun_by, begun_at, counted, moved, after_subject_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)";
    /// One move.
    MOVE = "SELECT move_id, from_code, scope, to_office_code, on_day, reason, officers, begun_by, begun_at, counted,
            moved, after_subject_id, finished_at, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at, withdrawn_because
        FROM office_move WHERE move_id = $1";
    /// The same, held until the end of the transaction.
    HOLD_MOVE = "UPDATE office_move SET moved = moved WHERE move_id = $1
        RETURNING move_id, from_code, scope, to_office_code, on_day, reason, officers, begun_by, begun_at, counted,
            moved, after_subject_id, finished_at, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at, withdrawn_because";
    /// Another head confirms a move: so many people go over.
    CONFIRM_MOVE = "UPDATE office_move SET confirmed_by = $1, confirmed_at = $2, counted = $3 WHERE move_id = $4";
    /// A move is taken back before it is confirmed.
    WITHDRAW_MOVE = "UPDATE office_move SET withdrawn_by = $1, withdrawn_at = $2, withdrawn_because = $3
        WHERE move_id = $4";
    /// The moves within an area that wait to be confirmed, the longest waiting first.
    MOVES_TO_CONFIRM = "SELECT move_id, from_code, scope, to_office_code, on_day, reason, officers, begun_by, begun_at, counted,
            moved, after_subject_id, finished_at, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at, withdrawn_because
        FROM office_move
        WHERE from_code >= $1 AND from_code <= $2 AND to_office_code >= $1 AND to_office_code <= $2
            AND confirmed_at IS NULL AND withdrawn_at IS NULL AND finished_at IS NULL
        ORDER BY begun_at, move_id LIMIT $3";
    /// A move has come further.
    MOVE_ON = "UPDATE office_move SET moved = $1, after_subject_id = $2, finished_at = $3 WHERE move_id = $4";
    /// The moves that touch an area, the latest first.
    MOVES = "SELECT move_id, from_code, scope, to_office_code, on_day, reason, officers, begun_by, begun_at, counted,
            moved, after_subject_id, finished_at, confirmed_by, confirmed_at, withdrawn_by, withdrawn_at, withdrawn_because
        FROM office_move
        WHERE from_code >= $1 AND from_code <= $2 AND to_office_code >= $1 AND to_office_code <= $2
        ORDER BY begun_at DESC LIMIT $3";
    /// Somebody went over, perhaps again.
    PUT_MOVED = "INSERT INTO office_moved (subject_id, move_id, moved_at, from_office_code, from_officer_id,
            to_officer_id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (subject_id, move_id) DO UPDATE SET moved_at = excluded.moved_at,
            from_office_code = excluded.from_office_code, from_officer_id = excluded.from_officer_id,
            to_officer_id = excluded.to_officer_id";
    /// Whether somebody went over in a move before, and came back since.
    WENT_BEFORE = "SELECT moved_at FROM office_moved WHERE subject_id = $1 AND move_id = $2";
    /// Who went over in a move, after somebody.
    MOVED = "SELECT subject_id, moved_at, from_office_code, from_officer_id, to_officer_id FROM office_moved
        WHERE move_id = $1 AND subject_id > $2 ORDER BY subject_id LIMIT $3";
    /// The moves in which somebody went over.
    MOVES_OF = "SELECT office_move.on_day, office_move.reason, office_moved.from_office_code,
            office_move.to_office_code
        FROM office_moved JOIN office_move ON office_move.move_id = office_moved.move_id
        WHERE office_moved.subject_id = $1 ORDER BY office_moved.moved_at DESC";
}

store::row! {
    /// A transfer as it is stored.
    pub(crate) struct TransferRow from "transfer" {
        pub(crate) subject_id: SubjectId,
        pub(crate) transfer_id: TransferId,
        pub(crate) to_office_code: i64,
        pub(crate) asked_for: AskedFor,
        pub(crate) ground: Ground,
        pub(crate) asked_by: ActorId,
        pub(crate) asked_at: Instant,
        pub(crate) step: Step,
        pub(crate) at_office_code: Option<i64>,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) content: Sealed,
    }
}

store::row! {
    /// A step as it is stored.
    pub(crate) struct StepRow from "transfer_step" {
        pub(crate) transfer_id: TransferId,
        pub(crate) place: i64,
        pub(crate) step: Step,
        pub(crate) taken_at: Instant,
        pub(crate) staff_id: ActorId,
        pub(crate) office_code: i64,
        pub(crate) words: Option<Sealed>,
    }
}

store::row! {
    /// A transfer as lists find it, with who answers for the person.
    pub(crate) struct ListedRow from "transfer" {
        pub(crate) subject_id: SubjectId,
        pub(crate) transfer_id: TransferId,
        pub(crate) to_office_code: i64,
        pub(crate) asked_for: AskedFor,
        pub(crate) ground: Ground,
        pub(crate) asked_by: ActorId,
        pub(crate) asked_at: Instant,
        pub(crate) step: Step,
        pub(crate) at_office_code: Option<i64>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// A move as it is stored.
    pub(crate) struct MoveRow from "office_move" {
        pub(crate) move_id: MoveId,
        pub(crate) from_code: i64,
        pub(crate) scope: crate::Scope,
        pub(crate) to_office_code: i64,
        pub(crate) on_day: Day,
        pub(crate) reason: String,
        pub(crate) officers: String,
        pub(crate) begun_by: ActorId,
        pub(crate) begun_at: Instant,
        pub(crate) counted: i64,
        pub(crate) moved: i64,
        pub(crate) after_subject_id: SubjectId,
        pub(crate) finished_at: Option<Instant>,
        pub(crate) confirmed_by: Option<ActorId>,
        pub(crate) confirmed_at: Option<Instant>,
        pub(crate) withdrawn_by: Option<ActorId>,
        pub(crate) withdrawn_at: Option<Instant>,
        pub(crate) withdrawn_because: Option<String>,
    }
}

store::row! {
    /// Somebody who went over, as it is stored.
    pub(crate) struct MovedRow from "office_moved" {
        pub(crate) subject_id: SubjectId,
        pub(crate) moved_at: Instant,
        pub(crate) from_office_code: i64,
        pub(crate) from_officer_id: Option<ActorId>,
        pub(crate) to_officer_id: Option<ActorId>,
    }
}
