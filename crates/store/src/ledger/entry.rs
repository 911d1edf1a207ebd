//! An entry: one thing that happened to one subject.

use kernel::Day;

use crate::id::{ActorId, EntryId, OfficeId, SubjectId};
use crate::seal::Sealed;
use crate::time::Instant;

/// How somebody was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// 前台。
    Counter,
    /// 电话。
    Phone,
    /// 入户。
    Visit,
    /// 网络。
    Online,
    /// 招聘会。
    Fair,
    /// 自助终端。
    Terminal,
}
crate::text_column!(Channel {
    Counter = "counter",
    Phone = "phone",
    Visit = "visit",
    Online = "online",
    Fair = "fair",
    Terminal = "terminal",
});

/// Who brought it about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Initiator {
    /// 服务对象。
    Subject,
    /// 机构。
    Agency,
}
crate::text_column!(Initiator { Subject = "subject", Agency = "agency" });

/// An entry on its way into the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The subject, exactly one.
    pub subject: SubjectId,
    /// The entry's own name, by which others refer to it.
    pub id: EntryId,
    /// The kind, in the vocabulary of the rulebook.
    pub kind: &'static str,
    /// The day it happened.
    pub on: Day,
    /// The instant it was recorded.
    pub recorded_at: Instant,
    /// The office.
    pub office: Option<OfficeId>,
    /// Who recorded it.
    pub staff: Option<ActorId>,
    /// How.
    pub channel: Option<Channel>,
    /// Who brought it about.
    pub initiated_by: Initiator,
    /// What the rules need, as a JSON object of the rulebook's fields; nothing personal.
    pub facts: String,
    /// The personal detail, sealed for `entry.sealed` and this entry's id under the subject's key.
    pub sealed: Option<Sealed>,
}

crate::row! {
    /// An entry as it stands in the ledger.
    pub struct Entry from "entry" {
        /// The subject.
        pub subject_id: SubjectId,
        /// Its place among the subject's entries, from 1 without gaps.
        pub sequence: i64,
        /// The entry's own name.
        pub entry_id: EntryId,
        /// The kind.
        pub kind: String,
        /// The day it happened.
        pub on_day: Day,
        /// The instant it was recorded.
        pub recorded_at: Instant,
        /// The office.
        pub office_id: Option<OfficeId>,
        /// Who recorded it.
        pub staff_id: Option<ActorId>,
        /// How.
        pub channel: Option<Channel>,
        /// Who brought it about.
        pub initiated_by: Initiator,
        /// What the rules need.
        pub facts: String,
        /// The personal detail, sealed.
        pub sealed: Option<Sealed>,
        /// The chain's digest at this entry.
        pub chain: [u8; 32],
    }
}
