//! An expert gives an opinion.

use access::{Action, Failure};
use desk::{Desk, Occasion};
use kernel::Day;
use ledger::Field;
use rules::Kind;
use store::{EntryId, SubjectId, Tx};
use subjects::Happening;

use super::find::open_case;
use crate::model::PanelRefusal;

/// What an expert says, and of which day it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// The day.
    pub on: Day,
    /// The words.
    pub words: String,
}

/// Records an opinion; within five working days the plan is to be revised with the person (BJ18-28(3)).
pub async fn give_opinion(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, request): (SubjectId, EntryId),
    opinion: &Opinion,
) -> Result<EntryId, Failure<PanelRefusal>> {
    let (case, _) = open_case(tx, desk, occasion, Action::GiveOpinion, subject).await?;
    let panel = case.lasting(request).map_err(Failure::Refused)?;
    if panel.accepted_at.is_none() {
        return Err(Failure::Refused(PanelRefusal::NotAccepted));
    }
    if !panel.has(&occasion.actor) {
        return Err(Failure::Refused(PanelRefusal::NotAMember));
    }
    if opinion.words.trim().is_empty() {
        return Err(Failure::Refused(PanelRefusal::Blank("意见和建议")));
    }
    let asked_on = panel.asked_on;
    if opinion.on < asked_on || opinion.on > occasion.today {
        return Err(Failure::Refused(PanelRefusal::OpinionOutside(asked_on, occasion.today)));
    }
    let happening = Happening::new(Kind::ConsultationOpinion, opinion.on)
        .about(request)
        .text(Field::Note, opinion.words.trim());
    let action = Action::GiveOpinion;
    let recorded = duties::record_service(tx, desk, occasion, action, subject, &[happening]).await;
    let recorded = recorded.map_err(|failure| failure.map(PanelRefusal::Service))?;
    recorded.entries.first().copied().ok_or(Failure::Refused(PanelRefusal::NoPanel))
}
