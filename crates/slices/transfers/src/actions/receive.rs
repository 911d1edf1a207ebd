//! The other office accepts a person, or sends them back.

use access::{Action, Area, Denied, Failure, Role};
use desk::{Desk, Occasion};
use duties::Receiver;
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
const REASON: &str = "服务关系划转";

/// How a person is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Who becomes their officer.
    pub officer: ActorId,
    /// Where they live now. Needed where they moved and the file does not know it yet.
    pub home: Option<NewHome>,
}

/// Where somebody lives who moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHome {
    /// The community within the office's area, or the office's own street where none is known, by code.
    pub residence_code: i64,
    /// The address; blank where it stays as the file has it.
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
/// answers for the person, after it this one (BJ18-24). Where they moved, the file then says where they live now.
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
    let serves = |staff: &offices::Staff| {
        staff.is_active() && staff.office_code == to && may_be_officer(staff)
    };
    if !named.is_some_and(|staff| serves(&staff)) {
        return Err(Failure::Refused(TransferRefusal::NoSuchOfficer));
    }
    check_home(tx, (&case, transfer), acceptance.home.as_ref()).await?;
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
    duties::end_shares(tx, subject, holder_of(transfer.id), occasion.now).await?;
    let end = (Step::Accepted, Some(officer));
    close(tx, desk, occasion, (&case, transfer), end, "").await?;
    Ok(Accepted { ended_agreement: standing.under_agreement, signs: standing.hardship_recognised })
}

/// Makes sure that the file will say where somebody lives who moved, and that it lies where the office serves.
async fn check_home(
    tx: &mut Tx,
    (case, transfer): (&Case, &Transfer),
    home: Option<&NewHome>,
) -> Result<(), Failure<TransferRefusal>> {
    let to = transfer.to_office_code;
    let area = Area::of_code(to);
    let Some(home) = home else {
        let person = seekers::person_of(tx, &case.key, transfer.subject).await?;
        let is_known = person.is_none_or(|person| area.holds(person.residence_code));
        if transfer.ground == Ground::Residence && !is_known {
            return Err(Failure::Refused(TransferRefusal::NoHome));
        }
        return Ok(());
    };
    let code = home.residence_code;
    let is_there =
        code == to || area.holds(code) && offices::office_by_code(tx, code).await?.is_some();
    if is_there { Ok(()) } else { Err(Failure::Refused(TransferRefusal::HomeElsewhere)) }
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

/// Tells whether somebody may be a person's officer: 本机构职业指导人员 (BJ18-23).
pub(crate) fn may_be_officer(staff: &offices::Staff) -> bool {
    let roles = staff.roles.as_slice();
    roles.contains(&Role::AssistanceOfficer) || roles.contains(&Role::Counsellor)
}
