//! The way back into assistance after a term (BJ18 article 30, second paragraph).

use kernel::Day;
use rules::{Kind, Standing};
use subjects::LedgerFacts;

/// A step of the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackStep {
    /// What is to be done.
    pub label: &'static str,
    /// The clause that asks for it.
    pub clause: &'static str,
    /// Whether it is done.
    pub is_done: bool,
    /// Where it is done, beneath the person's own address.
    pub path: &'static str,
}

/// Gives the steps after a term that ended on a day without work in the market.
#[must_use]
pub fn steps_back(standing: &Standing, known: &LedgerFacts, ended: Day) -> Vec<BackStep> {
    let graded =
        known.entries().iter().any(|entry| entry.kind == Kind::Graded && entry.on >= ended);
    let step = |label, clause, is_done, path| BackStep { label, clause, is_done, path };
    vec![
        step("求职登记", "BJ18-11", standing.seeker_registered, "record/seeker_registered"),
        step("重新确定就业困难等级", "BJ18-22", graded, "grade"),
        step(
            "就业困难人员认定有效",
            "BJ18-18",
            standing.hardship_recognised,
            "record/hardship_recognised",
        ),
        step("重新签订援助协议", "BJ18-23", standing.under_agreement, "record/agreement_signed"),
    ]
}
