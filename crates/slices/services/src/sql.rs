//! The tables of proposals and gradings.

use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::ProposalId;
use crate::actions::proposals::ProposalState;

store::statements! {
    pub group "services";
    /// Something that waits for consent; changes nothing where the same waits already.
    PROPOSE = "INSERT INTO proposal (subject_id, proposal_id, kind, entry_id, proposed_at, proposed_by, content,
            state)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting') ON CONFLICT DO NOTHING";
    /// Everything that was proposed for a subject, latest first.
    PROPOSALS = "SELECT subject_id, proposal_id, kind, entry_id, proposed_at, proposed_by, content, state,
            decided_at, decided_by, words
        FROM proposal WHERE subject_id = $1 ORDER BY proposed_at DESC, proposal_id LIMIT 100";
    /// One of them.
    PROPOSAL = "SELECT subject_id, proposal_id, kind, entry_id, proposed_at, proposed_by, content, state,
            decided_at, decided_by, words
        FROM proposal WHERE subject_id = $1 AND proposal_id = $2";
    /// What waits for the subjects of an office and those below it, oldest first. Who answers for a subject
    /// stands in the duties' table, and may have changed since.
    WAITING = "SELECT proposal.subject_id, proposal_id, kind, entry_id, proposed_at, proposed_by, content, state,
            decided_at, decided_by, words
        FROM proposal CROSS JOIN responsibility
        WHERE responsibility.subject_id = proposal.subject_id AND state = 'waiting'
            AND office_code >= $1 AND office_code <= $2
        ORDER BY proposed_at, proposal_id LIMIT $3";
    /// What waits there for others than whoever asked for it, without what it says: little waits, many are answered for.
    WAITING_FOR_CONSENT = "SELECT proposal.subject_id, proposal_id, kind, proposed_at, proposed_by, office_code, officer_id
        FROM proposal CROSS JOIN responsibility
        WHERE responsibility.subject_id = proposal.subject_id AND state = 'waiting' AND office_code >= $1 AND office_code <= $2 AND proposed_by <> $3
        ORDER BY proposed_at, proposal_id LIMIT $4";
    /// A decision; changes nothing where another one was first.
    DECIDE = "UPDATE proposal SET state = $1, decided_at = $2, decided_by = $3, words = $4
        WHERE subject_id = $5 AND proposal_id = $6 AND state = 'waiting'";
    /// How a level came about.
    PUT_GRADING = "INSERT INTO grading (subject_id, entry_id, scorecard, level, answers, proposal_id)
        VALUES ($1, $2, $3, $4, $5, $6)";
    /// How the levels of a subject came about.
    GRADINGS = "SELECT subject_id, entry_id, scorecard, level, answers, proposal_id FROM grading
        WHERE subject_id = $1 ORDER BY entry_id DESC LIMIT 200";
    /// A scorecard by which somebody is graded; one that is kept already stays as it is.
    KEEP_SCORECARD = "INSERT INTO scorecard (id, content, kept_at) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO NOTHING";
    /// A scorecard by which somebody was graded.
    KEPT_SCORECARD = "SELECT content FROM scorecard WHERE id = $1";
    /// The answers that some offices added or left out; they are few.
    ANSWERS = "SELECT question, words, office_code, is_offered, changed_at, changed_by FROM answer
        WHERE office_code IN ($1, $2, $3, $4, $5) ORDER BY question, words, office_code LIMIT 500";
    /// An answer is offered from now on, or no longer.
    PUT_ANSWER = "INSERT INTO answer (question, words, office_code, is_offered, changed_at, changed_by)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (question, words, office_code) DO UPDATE SET is_offered = excluded.is_offered,
            changed_at = excluded.changed_at, changed_by = excluded.changed_by";
    /// The groups that cities and districts determined beside those of the regulation (BJ18-33); they are few.
    OTHER_GROUPS = "SELECT name, since, until, area_code FROM assistance_group ORDER BY name, since LIMIT 500";
}

store::row! {
    /// A proposal as it is stored.
    pub(crate) struct ProposalRow from "proposal" {
        pub(crate) subject_id: SubjectId,
        pub(crate) proposal_id: ProposalId,
        pub(crate) kind: String,
        pub(crate) entry_id: Option<EntryId>,
        pub(crate) proposed_at: Instant,
        pub(crate) proposed_by: ActorId,
        pub(crate) content: Sealed,
        pub(crate) state: ProposalState,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_by: Option<ActorId>,
        pub(crate) words: Option<Sealed>,
    }
}

store::row! {
    /// A proposal that waits, with who answers for the person.
    pub(crate) struct ForConsentRow from "proposal" {
        pub(crate) subject_id: SubjectId,
        pub(crate) proposal_id: ProposalId,
        pub(crate) kind: String,
        pub(crate) proposed_at: Instant,
        pub(crate) proposed_by: ActorId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// A grading as it is stored.
    pub(crate) struct GradingRow from "grading" {
        pub(crate) subject_id: SubjectId,
        pub(crate) entry_id: EntryId,
        pub(crate) scorecard: String,
        pub(crate) level: i64,
        pub(crate) answers: Sealed,
        pub(crate) proposal_id: Option<ProposalId>,
    }
}
