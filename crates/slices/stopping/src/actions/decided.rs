//! A decision against which somebody may object, whatever it ended.

use desk::Desk;
use kernel::Day;
use rules::Rulebook;
use store::seal::key_of;
use store::{ActorId, EntryId, StoreError, SubjectId, Tx};
use subjects::LedgerFacts;

use super::exit::find::{Exit, exits_of};
use super::open::{Case, cases_of};
use crate::model::{Against, ExitRefusal, Refusal};

/// A decision against which somebody may object.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Decided<'a> {
    /// The end of a service.
    Stop(&'a Case),
    /// The end of a recognition.
    Exit(&'a Exit),
}

impl<'a> Decided<'a> {
    /// Finds a decision among those of a person.
    pub(crate) fn find(against: Against, cases: &'a [Case], exits: &'a [Exit]) -> Option<Self> {
        match against {
            Against::Stop(id) => cases.iter().find(|case| case.id == id).map(Self::Stop),
            Against::Exit(id) => exits.iter().find(|exit| exit.id == id).map(Self::Exit),
        }
    }

    /// What it is.
    pub(crate) const fn against(self) -> Against {
        match self {
            Self::Stop(case) => Against::Stop(case.id),
            Self::Exit(exit) => Against::Exit(exit.id),
        }
    }

    /// The entry by which it took effect.
    pub(crate) const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Stop(case) => case.stopped,
            Self::Exit(exit) => exit.ended,
        }
    }

    /// Everybody who had a part in it: whoever hears an objection is none of them.
    pub(crate) fn parts(self) -> Vec<ActorId> {
        match self {
            Self::Stop(case) => case.verifiers().into_iter().chain(case.decided_by).collect(),
            Self::Exit(exit) => exit.parts().collect(),
        }
    }

    /// The day of the decision; nothing before there is one.
    pub(crate) fn decided_on(self) -> Option<Day> {
        match self {
            Self::Stop(case) => case.decided_at.map(web::day_of),
            Self::Exit(exit) => Some(exit.decided_on()),
        }
    }

    /// The day on which the person was told of it.
    pub(crate) const fn told_on(self) -> Option<Day> {
        match self {
            Self::Stop(case) => case.told_on,
            Self::Exit(exit) => exit.told_on,
        }
    }

    /// Gives the day until which the person is asked to object; none before they were told. Whoever comes later is heard
    /// too.
    pub(crate) fn objection_until(self, rulebook: &Rulebook<'static>) -> Option<Day> {
        self.told_on().map(|told| rulebook.objection_until(told).day)
    }

    /// Tells whether it stands in the ledger: it was carried out and not taken back.
    pub(crate) fn stands(self, known: &LedgerFacts) -> bool {
        match self {
            Self::Stop(case) => case.stands(known),
            Self::Exit(exit) => exit.stands(known),
        }
    }

    /// Says that there is nothing to object against.
    pub(crate) const fn not_in_force(self) -> Refusal {
        match self {
            Self::Stop(_) => Refusal::NotStopped,
            Self::Exit(_) => Refusal::Exit(ExitRefusal::NotEnded),
        }
    }
}

/// The decisions of a person against which they may object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    cases: Vec<Case>,
    exits: Vec<Exit>,
}

impl Decisions {
    /// Opens those of a person; none where they were erased. The caller has the right to read the file.
    pub(crate) async fn of(
        tx: &mut Tx,
        desk: &Desk,
        subject: SubjectId,
    ) -> Result<Self, StoreError> {
        let Some(key) = key_of(tx, desk.sealing.keys.as_ref(), subject).await? else {
            return Ok(Self::default());
        };
        let cases = cases_of(tx, &key, subject).await?;
        Ok(Self { cases, exits: exits_of(tx, &key, subject).await? })
    }

    /// Finds one of them.
    pub(crate) fn find(&self, against: Against) -> Option<Decided<'_>> {
        Decided::find(against, &self.cases, &self.exits)
    }
}
