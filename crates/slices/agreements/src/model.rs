//! What an agreement is. Pure.

mod content;
mod edition;
mod force;
mod ink;
mod means;
mod paper;
mod refusal;
mod steady;
mod team;

pub use content::{Content, UnmetContent};
pub use duties::ServicePlace;
pub use edition::{Article, Chapter, Edition, Length};
pub use force::{Ending, Period, Signing, in_force, periods};
pub use ink::{Ink, NoSignature};
pub use means::Means;
pub use paper::{MOST_BYTES, Media, NoPaper, Paper};
pub use refusal::{NotToTell, Refusal};
pub use steady::{Unsteady, steady};
pub use team::{Part, Side};

/// How many days before its end an agreement is shown as ending.
pub const NEAR: i32 = 30;

/// The end that comes with a transfer, and is recorded when the other office takes the person over.
pub const TRANSFERRED: &str = "服务关系划转";
/// The end that comes with steady work.
pub const STEADY_WORK: &str = "已稳定就业";
/// The end that comes with the last day.
pub const EXPIRED: &str = "协议期满";
/// The end that comes with the end of hardship.
pub const NO_LONGER_IN_HARDSHIP: &str = "不再属于就业困难人员";

/// The reasons for which an officer ends an agreement. A refusal goes the way of a stop, a transfer ends it by
/// itself.
#[must_use]
pub fn ending_reasons() -> Vec<&'static str> {
    let all = services::model::codes::AGREEMENT_END_REASONS.iter().copied();
    all.filter(|reason| ![services::model::codes::DECLINED, TRANSFERRED].contains(reason)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reasons_are_those_of_the_forms_of_services() {
        assert_eq!(ending_reasons(), [STEADY_WORK, EXPIRED, NO_LONGER_IN_HARDSHIP]);
    }
}
