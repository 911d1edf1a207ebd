//! Fuzz targets. In an ordinary test run each of them lasts a moment; the README of this crate
//! says how to run one for long.

mod codes;
mod days;
mod edits;
mod identities;
mod ledger_checks;
mod ledger_lines;
mod settings;
mod sheets;
mod workbooks;

use std::sync::LazyLock;
use std::time::Duration;

use kernel::Day;
use rules::Law;

/// How long a target lasts in an ordinary test run.
const MOMENT: Duration = Duration::from_secs(1);

/// The most inputs that a target tries in an ordinary test run; time ends it first.
const INPUTS: usize = 1_000_000;

/// Starts a target that lasts a moment in an ordinary test run.
macro_rules! target {
    () => {
        bolero::check!().with_iterations($crate::INPUTS).with_test_time($crate::MOMENT)
    };
}
pub(crate) use target;

static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().expect("the shipped law"));

/// The day on which the targets take place.
fn today() -> Day {
    Day::new(2026, 6, 30).expect("a day")
}
