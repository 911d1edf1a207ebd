//! What is under way beside the duties when somebody goes over, and what of it a transfer left open.

use kernel::Day;
use rules::{Entry, Kind, Position};
use services::model::Then;
use store::EntryId;

/// Something under way that no duty says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A step of the plan (BJ18-26(1)).
    Step {
        /// What is done.
        words: String,
        /// Who does it.
        by: String,
        /// Until when.
        due: Day,
    },
    /// A panel of experts of the office above (BJ18-28(1)).
    Panel {
        /// When it was asked for.
        asked_on: Day,
        /// Whether the office above has taken it up.
        state: &'static str,
        /// When the experts sit, where they have said so.
        sits_on: Option<Day>,
    },
}

impl Beside {
    /// What it is, in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Step { words, .. } => format!("方案行动：{words}"),
            Self::Panel { .. } => "专家会诊".to_owned(),
        }
    }

    /// Of what it is.
    #[must_use]
    pub fn of(&self) -> String {
        match self {
            Self::Step { by, .. } => format!("由{by}办"),
            Self::Panel { asked_on, state, .. } => format!("{asked_on} 申请，{state}"),
        }
    }

    /// Until when, where there is a day.
    #[must_use]
    pub const fn due(&self) -> Option<Day> {
        match self {
            Self::Step { due, .. } => Some(*due),
            Self::Panel { sits_on, .. } => *sits_on,
        }
    }

    /// The article.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        match self {
            Self::Step { .. } => "BJ18-26(1)",
            Self::Panel { .. } => "BJ18-28(1)",
        }
    }
}

/// What transfers ended of somebody's plan and panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The entry of the plan in force when the agreement ended; nothing once another one was made.
    pub plan: Option<EntryId>,
    /// The days on which agreements ended with a transfer.
    pub ended_on: Vec<Day>,
    /// Whether no panel has been asked for since.
    pub asks_anew: bool,
}

/// Tells what the transfers that were accepted on these days ended and nothing has taken the place of since; nothing where
/// the person is no longer helped by anybody, as with everything else that is carried on.
#[must_use]
pub fn left_by(then: &Then<'_>, accepted_on: &[Day]) -> Option<Left> {
    let order: Vec<(Position, &Entry<'_>)> = then.entries().collect();
    let ends = super::matter::ends_with(&order, accepted_on);
    let last = *ends.iter().max()?;
    let since = &order[last + 1..];
    let is_over = |at: usize, kind: Kind| match kind {
        Kind::ServiceStopped | Kind::PublicPostPlaced | Kind::HardshipEnded => true,
        Kind::AgreementEnded => !ends.contains(&at),
        _ => false,
    };
    if since.iter().enumerate().any(|(at, (_, entry))| is_over(last + 1 + at, entry.kind)) {
        return None;
    }
    let is_plan = |kind| matches!(kind, Kind::PlanAdopted | Kind::PlanRevised);
    let is_made = since.iter().any(|(_, entry)| is_plan(entry.kind));
    // The agreement that a transfer ended may have followed on another one that did.
    let before = order[..last].iter().enumerate().rev();
    let mut before = before.take_while(|(at, (_, entry))| !is_over(*at, entry.kind));
    let plan = before.find(|(_, (_, entry))| is_plan(entry.kind)).filter(|_| !is_made);
    Some(Left {
        plan: plan.and_then(|(_, (place, _))| then.id(*place)),
        ended_on: ends.iter().map(|end| order[*end].1.on).collect(),
        asks_anew: since.iter().all(|(_, entry)| entry.kind != Kind::ConsultationRequested),
    })
}
