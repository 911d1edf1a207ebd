//! Other groups that a city or a district helps in the same way (BJ18 第三十三条).

use access::Area;
use kernel::Day;
use store::{ActorId, Instant};

store::identifier! {
    /// Names a group.
    pub GroupId
}

store::row! {
    /// A group of people whom a city or a district helps as it helps people in hardship (BJ18 第三十三条).
    pub struct AssistanceGroup from "assistance_group" {
        /// Its name in the database.
        pub group_id: GroupId,
        /// What it is called, and what the ledger says.
        pub name: String,
        /// Who determined it.
        pub issuer: String,
        /// By which document.
        pub document: String,
        /// From which day on.
        pub since: Day,
        /// Its last day, where it ends.
        pub until: Option<Day>,
        /// Where it holds: the code of the city or district.
        pub area_code: i64,
        /// When it was put down.
        pub made_at: Instant,
        /// By whom.
        pub made_by: ActorId,
    }
}

impl AssistanceGroup {
    /// Tells whether it holds on a day.
    #[must_use]
    pub fn is_in_force(&self, day: Day) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Where it holds.
    #[must_use]
    pub const fn area(&self) -> Area {
        Area::of_code(self.area_code)
    }
}
