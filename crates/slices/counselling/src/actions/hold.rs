//! An appointment takes place: guidance is recorded, and in the same step what came of it.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use duties::RecordedService;
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::Tx;
use store::ledger::Channel;
use subjects::Happening;

use super::change::{change, close, not_begun, open_to_change};
use crate::model::appointment::AppointmentId;
use crate::model::{CounselRefusal, Form, State};
use crate::sql::AppointmentRow;

/// What came of guidance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The form that it took in the end.
    pub form: Form,
    /// How the person was met.
    pub channel: Channel,
    /// What was talked about, and what was agreed.
    pub words: String,
    /// 具备上岗条件 (BJ18-15), where it was assessed: whether, and on what grounds.
    pub ready: Option<bool>,
}

impl Outcome {
    /// Gives what is recorded of it on a day, the guidance last. Readiness is as it was found at the session: whether the
    /// guidance has helped is asked within five working days after it (BJ18-27(1)), and an assessment that came after it
    /// would say that somebody had asked.
    #[must_use]
    pub fn happenings(&self, on: Day) -> Vec<Happening> {
        let found = self.ready.map(|ready| {
            Happening::new(Kind::ReadinessAssessed, on)
                .through(self.channel)
                .flag(Field::Ready, ready)
                .text(Field::Note, self.words.as_str())
        });
        let given = Happening::new(Kind::GuidanceGiven, on)
            .through(self.channel)
            .text(Field::Form, self.form.text())
            .text(Field::Note, self.words.as_str());
        found.into_iter().chain([given]).collect()
    }
}

/// Records that an appointment took place.
pub async fn hold(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    id: AppointmentId,
    outcome: &Outcome,
) -> Result<RecordedService, Failure<CounselRefusal>> {
    let opened = open_to_change(tx, desk, occasion, id).await?;
    let row = &opened.row;
    if !row.state.may_become(State::Held) {
        return Err(Failure::Refused(CounselRefusal::state(row.state, "登记结果")));
    }
    if let Some(at) = not_begun(occasion, row) {
        return Err(Failure::Refused(CounselRefusal::NotBegun { at }));
    }
    if outcome.words.trim().is_empty() {
        return Err(Failure::Refused(CounselRefusal::Blank { what: "指导内容和结果" }));
    }
    if outcome.form == Form::Group {
        return Err(Failure::Refused(CounselRefusal::GroupAlone));
    }
    let happenings = outcome.happenings(row.day.unwrap_or(occasion.today));
    let subject = row.subject_id;
    let recorded =
        duties::record_service(tx, desk, occasion, Action::Counsel, subject, &happenings).await;
    let recorded = recorded.map_err(|failure| failure.map(CounselRefusal::from))?;
    let entry_id = recorded.entries.last().copied();
    let next = AppointmentRow { state: State::Held, form: outcome.form, entry_id, ..row.clone() };
    change(tx, desk, occasion, &opened.entered.key, row, &next, "").await?;
    close(tx, occasion, row).await?;
    Ok(recorded)
}
