//! The other office accepts a person, or sends them back.

use access::{Action, Area, Denied, Failure};
use desk::{Desk, Occasion};
use duties::{Receiver, ServicePlace, ServicePlaces};
use ledger::Field;
use rules::Kind;
use serde::{Deserialize, Serialize};
use store::{ActorId, SubjectId, Tx};
use subjects::{Happening, facts_of};

use super::find::{Case, Transfer, holder_of, open_case};
use super::step::close;
use crate::TransferId;
use crate::model::{Ground, Step, TransferRefusal, Turn};

/// Why an agreement ends with a transfer, and why the responsibility goes over.
pub(crate) const REASON: &str = "服务关系划转";

/// How a person is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Who becomes their officer.
    pub officer: ActorId,
    /// Where they live now. Needed where they moved and the file does not know it yet.
    pub home: Option<NewHome>,
    /// Where their household is registered now. Needed where that changed and the file does not know it yet.
    pub household: Option<NewHousehold>,
}

/// Where somebody lives who moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHome {
    /// The community within the office's area, or the office's own street where none is known, by code.
    pub residence_code: i64,
    /// The address; blank where it stays as the file has it.
    pub address: String,
}

/// Where somebody's household is registered that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHousehold {
    /// The division, as `kernel::Division::reference` writes it.
    pub division: String,
    /// The address; blank where it is not known yet.
    pub address: String,
}

/// What came of accepting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// An agreement was in force and ended.
    pub ended_agreement: bool,
    /// The person is in hardship: the agreement is to be signed anew (BJ18-24).
    pub signs: bool,
}

/// Accepts a person and names their officer. In the same transaction the agreement in force ends, the responsibility
/// goes over with everything that is open, and the opening of the file to this office ends: before it the other office
/// answers for the person, after it this one (BJ18-24). Where they moved, the file then says where they live now, or where
/// their household is registered: no agreement ends towards an office with which none can be signed (BJ18-23).
pub async fn accept(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    acceptance: &Acceptance,
) -> Result<Accepted, Failure<TransferRefusal>> {
    let case = meet(tx, desk, occasion, subject, transfer).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    let to = transfer.to_office_code;
    if case.held.office_code == to {
        return Err(Failure::Refused(TransferRefusal::AlreadyThere));
    }
    let officer = acceptance.officer;
    let named = offices::hold_staff(tx, officer).await?;
    if !named.is_some_and(|staff| staff.guides_at(to)) {
        return Err(Failure::Refused(TransferRefusal::NoSuchOfficer));
    }
    check_places(tx, (&case, transfer), acceptance).await?;
    let known = facts_of(tx, subject).await?;
    let standing = desk.rulebook.assess(known.entries(), occasion.today).standing;
    if standing.under_agreement {
        let name = offices::office_name(tx, to).await?;
        let ended = Happening::new(Kind::AgreementEnded, occasion.today)
            .text(Field::Reason, REASON)
            .text(Field::Note, format!("由{name}接收"));
        let action = Action::ReceiveTransfer;
        let recorded = duties::record_service(tx, desk, occasion, action, subject, &[ended]).await;
        recorded.map_err(|failure| failure.map(TransferRefusal::Service))?;
    }
    let receiver = Receiver { office_code: to, officer: Some(officer) };
    let moved = duties::move_over(tx, desk, occasion, subject, receiver, REASON).await;
    moved.map_err(|failure| failure.map(TransferRefusal::HandOver))?;
    // The file is this office's own by now.
    if let Some(home) = &acceptance.home {
        let place = (home.residence_code, home.address.as_str());
        let recorded = seekers::move_home(tx, desk, occasion, subject, place).await;
        recorded.map_err(|failure| failure.map(TransferRefusal::Home))?;
    }
    if let Some(household) = &acceptance.household {
        let place = (household.division.as_str(), household.address.as_str());
        let recorded = seekers::move_household(tx, desk, occasion, subject, place).await;
        recorded.map_err(|failure| failure.map(TransferRefusal::Home))?;
    }
    duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
    let end = (Step::Accepted, Some(officer));
    close(tx, desk, occasion, (&case, transfer), end, "").await?;
    // Whoever is in a public-welfare post signs when its term has ended (BJ18-30).
    let signs = standing.hardship_recognised && !standing.placed;
    Ok(Accepted { ended_agreement: standing.under_agreement, signs })
}

/// Makes sure that the file will say where somebody lives who moved, and where the household is of whoever moved with it;
/// that both lie where the office serves; and that it serves one of the two places, whatever the ground.
async fn check_places(
    tx: &mut Tx,
    (case, transfer): (&Case, &Transfer),
    acceptance: &Acceptance,
) -> Result<(), Failure<TransferRefusal>> {
    let refused = |refusal| Err(Failure::Refused(refusal));
    let to = transfer.to_office_code;
    let area = Area::of_code(to);
    let person = seekers::person_of(tx, &case.key, transfer.subject).await?;
    // A ledger that came in without a person says nothing of places.
    let known = person.map(|person| {
        (
            person.residence_code,
            ServicePlaces::of(person.residence_code, &person.household_division),
        )
    });
    let is_served =
        |code: Option<i64>| code.is_some_and(|code| ServicePlace::is_served_by(to, code));
    let mut places = known.map(|(_, places)| places).unwrap_or_default();
    if let Some(home) = &acceptance.home {
        let code = home.residence_code;
        let is_there =
            code == to || area.holds(code) && offices::office_by_code(tx, code).await?.is_some();
        if !is_there {
            return refused(TransferRefusal::HomeElsewhere);
        }
        places.residence = Some(code);
    } else if transfer.ground == Ground::Residence
        && known.is_some_and(|(residence_code, _)| !area.holds(residence_code))
    {
        return refused(TransferRefusal::NoHome);
    }
    if let Some(household) = &acceptance.household {
        places.household = ServicePlaces::of(0, &household.division).household;
        if !is_served(places.household) {
            return refused(TransferRefusal::HouseholdElsewhere);
        }
    } else if transfer.ground == Ground::Household
        && known.is_some()
        && !is_served(places.household)
    {
        return refused(TransferRefusal::NoHousehold);
    }
    match known {
        Some(_) => may_serve(places, to).map_err(Failure::Refused),
        None => Ok(()),
    }
}

/// Tells whether an agreement can be signed with an office by whoever can be served at these places: the person chooses
/// between where they live and where their household is registered (BJ18-23). Asked when a transfer for convenience is
/// asked for, since nothing changes by it, and of every transfer when it is accepted.
pub(super) fn may_serve(places: ServicePlaces, office_code: i64) -> Result<(), TransferRefusal> {
    places.served_by(office_code).map(drop).ok_or(TransferRefusal::NotServed)
}

/// Sends a person back with a reason: nothing has changed for them.
pub async fn send_back(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    (subject, transfer): (SubjectId, TransferId),
    reason: &str,
) -> Result<(), Failure<TransferRefusal>> {
    let case = meet(tx, desk, occasion, subject, transfer).await?;
    let transfer = case.going_on(transfer).map_err(Failure::Refused)?;
    if reason.trim().is_empty() {
        return Err(Failure::Refused(TransferRefusal::Blank("退回的理由")));
    }
    duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
    let end = (Step::SentBack, None);
    close(tx, desk, occasion, (&case, transfer), end, reason).await?;
    Ok(())
}

/// Meets the person as one that was approved for the actor's office.
async fn meet(
    tx: &mut Tx,
    desk: &Desk,
    occasion: &Occasion,
    subject: SubjectId,
    transfer: TransferId,
) -> Result<Case, Failure<TransferRefusal>> {
    let action = Action::ReceiveTransfer;
    let (case, _) = open_case(tx, desk, occasion, action, subject).await?;
    let found = case.going_on(transfer).map_err(Failure::Refused)?;
    // The file may be open to the office for something else, such as an appointment.
    if found.to_office_code != occasion.actor.area.first {
        return Err(Denied { action }.into());
    }
    if case.turn(found) != Turn::Receive {
        return Err(Failure::Refused(TransferRefusal::NotNow(found.step.state())));
    }
    Ok(case)
}
