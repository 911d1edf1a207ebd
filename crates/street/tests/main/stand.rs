//! How a case stands, and what leads on from there.

use desk::Desk;
use duties::Held;
use panels::model::Panel;
use posts::PlacementRequest;
use posts::model::RequestState;
use rules::{Entry, Kind, Standing};
use stopping::{Case, Objection};
use store::{EntryId, StoreError, SubjectId, Tx, seal};
use street::World;
use subjects::LedgerFacts;
use transfers::Transfer;
use transfers::model::Step as Turn;

use crate::acts::Act;

/// How a case stands.
pub(crate) struct Stand {
    pub(crate) held: Held,
    pub(crate) known: LedgerFacts,
    pub(crate) agreement: Option<EntryId>,
    pub(crate) gates: Vec<String>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) cases: Vec<Case>,
    pub(crate) objections: Vec<Objection>,
    /// Where the person lives by the file, by code.
    pub(crate) home: i64,
    transfers: Vec<Transfer>,
    requests: Vec<PlacementRequest>,
}

impl Stand {
    pub(crate) async fn of(world: &World, subject: SubjectId) -> Self {
        let desk = world.desk.clone();
        let read = world.desk.db.read(async move |tx| Self::read(tx, &desk, subject).await);
        read.await.expect("read")
    }

    pub(crate) async fn read(
        tx: &mut Tx,
        desk: &Desk,
        subject: SubjectId,
    ) -> Result<Self, StoreError> {
        let key = seal::key_of(tx, desk.sealing.keys.as_ref(), subject).await?;
        let key = key.expect("a key");
        let known = subjects::facts_of(tx, subject).await?;
        Ok(Self {
            held: duties::held(tx, subject).await?.expect("somebody answers"),
            agreement: signed(&known),
            gates: duties::gates_of(tx, subject).await?.into_iter().map(|(gate, _)| gate).collect(),
            panels: panels::panels_of(tx, &key, &known, subject).await?,
            transfers: transfers::transfers_of(tx, &key, subject).await?,
            requests: posts::requests_of(tx, &key, subject).await?,
            cases: stopping::cases_of(tx, &key, subject).await?,
            objections: stopping::objections_of(tx, &key, subject).await?,
            home: seekers::person_of(tx, &key, subject).await?.map_or(0, |one| one.residence_code),
            known,
        })
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.held.standing
    }

    pub(crate) fn transfer(&self) -> Option<&Transfer> {
        self.transfers.iter().find(|transfer| transfer.step.goes_on())
    }

    /// The entries of a kind.
    pub(crate) fn entries_of(&self, kind: Kind) -> Vec<EntryId> {
        let entries = self.known.entries().iter().enumerate();
        let places = entries.filter(|(_, entry)| entry.kind == kind);
        places.filter_map(|(place, _)| self.known.id(place)).collect()
    }

    /// How many entries of a kind were not corrected away.
    pub(crate) fn valid(&self, kind: Kind) -> usize {
        let entries = self.known.entries();
        let corrected = corrected(entries);
        let is_valid = |at: &usize| entries[*at].kind == kind && !corrected.contains(at);
        (0..entries.len()).filter(is_valid).count()
    }

    /// Whether anything was corrected away.
    pub(crate) fn has_corrected(&self) -> bool {
        !corrected(self.known.entries()).is_empty()
    }

    /// What leads on from here, whoever may do it.
    pub(crate) fn leads_on(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        let opens = |clause: &str| self.gates.iter().any(|gate| gate == clause);
        match self.transfer().map(|transfer| transfer.step) {
            Some(Turn::Requested) => acts.extend([Act::Verify, Act::Verify, Act::Refuse]),
            Some(Turn::Verified) => acts.extend([Act::Forward, Act::Forward, Act::Refuse]),
            Some(Turn::Approved) => acts.extend([Act::Take, Act::SendBack]),
            Some(_) => acts.extend([Act::Forward, Act::Approve, Act::Approve]),
            None => {}
        }
        match self.case() {
            Some(_) => acts.extend([Act::FinishVerification, Act::ApproveStop, Act::RefuseStop]),
            None if stopping::model::STOP_GATES.iter().any(|gate| opens(gate.clause())) => {
                acts.push(Act::TryToReach);
            }
            None => {}
        }
        if self.objections.iter().any(|objection| objection.outcome.is_none()) {
            acts.push(Act::Uphold);
        } else if self.cases.iter().any(|case| case.decided_at.is_some()) {
            acts.push(Act::Object);
        }
        if panels::model::lasting(&self.panels).is_some() {
            acts.extend([Act::NameExperts, Act::GiveOpinion, Act::GiveOpinion, Act::EndPanel]);
        } else if opens("BJ18-28") {
            acts.push(Act::AskExperts);
        }
        if self.asked().is_some() {
            acts.extend([Act::ConfirmPlacement, Act::ConfirmPlacement]);
            acts.extend([Act::SendBackPlacement, Act::WithdrawPlacement]);
        } else if opens("BJ18-30") {
            acts.extend([Act::RecommendPost, Act::AskPlacement]);
        }
        if posts::model::in_force(&self.known).is_some() {
            acts.push(Act::EndPost);
        }
        acts
    }

    /// The office that is to take the person over, by code.
    pub(crate) fn goes_to(&self) -> Option<i64> {
        self.transfer().map(|transfer| transfer.to_office_code)
    }

    /// The placement in a public-welfare post that waits to be confirmed.
    pub(crate) fn asked(&self) -> Option<&PlacementRequest> {
        self.requests.iter().find(|request| request.state == RequestState::Asked)
    }

    pub(crate) fn case(&self) -> Option<&Case> {
        self.cases.iter().find(|case| case.state.is_pending())
    }
}

/// The latest signing of the agreement in force, as somebody who reads the ledger finds it.
fn signed(known: &LedgerFacts) -> Option<EntryId> {
    let entries = known.entries();
    let corrected = corrected(entries);
    let mut order: Vec<usize> = (0..entries.len()).filter(|at| !corrected.contains(at)).collect();
    order.sort_by_key(|at| (entries[*at].on, *at));
    let mut last = None;
    for at in order {
        match entries[at].kind {
            Kind::AgreementSigned => last = known.id(at),
            Kind::AgreementEnded | Kind::PublicPostPlaced | Kind::ServiceStopped => last = None,
            _ => {}
        }
    }
    last
}

/// The places of the entries that were corrected away.
fn corrected(entries: &[Entry<'static>]) -> Vec<usize> {
    let corrections = entries.iter().filter(|entry| entry.kind == Kind::Corrected);
    corrections.filter_map(Entry::of).collect()
}
