//! The rows of cases, objections, letters and exits, as they are stored and as lists show them.

use kernel::Day;
use store::outbox::MessageId;
use store::seal::Sealed;
use store::{ActorId, EntryId, Instant, SubjectId};

use crate::model::{CaseState, ExitState, Outcome, Purpose};
use crate::{CaseId, ExitId, NoticeId, ObjectionId};

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
    /// How many cases of somebody's stand where.
    pub(crate) struct CountRow from "stop_case" {
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) verifying: i64,
        pub(crate) submitted: i64,
        pub(crate) to_tell: i64,
        pub(crate) ended: i64,
        pub(crate) resumed: i64,
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
    /// Somebody on whom a gate stands open.
    pub(crate) struct GateLine from "gate" {
        pub(crate) subject_id: SubjectId,
        pub(crate) first_since: Day,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// An objection as it is stored.
    pub(crate) struct ObjectionRow from "objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: Option<CaseId>,
        pub(crate) exit_id: Option<ExitId>,
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
    pub(crate) struct ObjectionLine from "objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: Option<CaseId>,
        pub(crate) exit_id: Option<ExitId>,
        pub(crate) received_on: Day,
        pub(crate) outcome: Option<Outcome>,
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
        pub(crate) registry: Option<String>,
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
        pub(crate) notice_id: Option<NoticeId>,
        pub(crate) made_at: Option<Instant>,
    }
}

store::row! {
    /// An objection that nobody has decided on.
    pub(crate) struct ObjectedRow from "objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: Option<CaseId>,
        pub(crate) exit_id: Option<ExitId>,
        pub(crate) received_on: Day,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// An objection that is decided, and of which the person is still to be told.
    pub(crate) struct UnansweredRow from "objection" {
        pub(crate) subject_id: SubjectId,
        pub(crate) objection_id: ObjectionId,
        pub(crate) case_id: Option<CaseId>,
        pub(crate) exit_id: Option<ExitId>,
        pub(crate) received_on: Day,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// An exit as it is stored.
    pub(crate) struct ExitRow from "hardship_exit" {
        pub(crate) subject_id: SubjectId,
        pub(crate) exit_id: ExitId,
        pub(crate) state: ExitState,
        pub(crate) content: Sealed,
        pub(crate) recognised_entry: EntryId,
        pub(crate) proposed_at: Instant,
        pub(crate) proposed_by: ActorId,
        pub(crate) is_to_tell: bool,
        pub(crate) decided_at: Option<Instant>,
        pub(crate) decided_by: Option<ActorId>,
        pub(crate) words: Option<Sealed>,
        pub(crate) ended_entry: Option<EntryId>,
        pub(crate) told_on: Option<Day>,
        pub(crate) told: Option<Sealed>,
    }
}

store::row! {
    /// An exit that waits for a decision.
    pub(crate) struct ProposedExitRow from "hardship_exit" {
        pub(crate) subject_id: SubjectId,
        pub(crate) exit_id: ExitId,
        pub(crate) proposed_at: Instant,
        pub(crate) proposed_by: ActorId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
    }
}

store::row! {
    /// An exit of which the person is still to be told.
    pub(crate) struct UntoldExitRow from "hardship_exit" {
        pub(crate) subject_id: SubjectId,
        pub(crate) office_code: i64,
        pub(crate) officer_id: Option<ActorId>,
        pub(crate) exit_id: ExitId,
        pub(crate) ended_entry: Option<EntryId>,
        pub(crate) proposed_at: Instant,
        pub(crate) carried_out_at: Instant,
    }
}
