//! Who can have had the right to what they have done.

use access::{Actor, Area, Role};
use panels::model::Panel;
use rules::Kind;
use store::ActorId;
use street::{CITY, DISTRICT, FAR, OTHER_DISTRICT};
use transfers::Transfer;

use crate::acts::Act;
use crate::stand::Stand;

/// Tells whether somebody can have had the right to what they have done: the table and the articles once more, in
/// other words.
pub(crate) fn may(act: Act, actor: &Actor, stand: &Stand) -> bool {
    let is = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    let code = stand.held.office_code;
    let at = actor.area.first;
    let is_own = at == code;
    let leads_above = is(&[Role::Head]) && Area::of_code(at).holds(code);
    let serves = is(&[
        Role::FrontDeskClerk,
        Role::Counsellor,
        Role::AssistanceOfficer,
        Role::CommunityAssistant,
        Role::Head,
    ]);
    let is_or_covers = |staff: ActorId| actor.id == staff || actor.stands_in_for.contains(&staff);
    let is_officer = stand.held.officer.is_some_and(is_or_covers);
    match act {
        Act::Plain(
            Kind::UnemploymentRegistered
            | Kind::UnemploymentClosed
            | Kind::HardshipRecognised
            | Kind::HardshipEnded,
        ) => is_own && is(&[Role::FrontDeskClerk, Role::AssistanceOfficer, Role::Head]),
        Act::Grade => {
            is_own
                && is(&[
                    Role::FrontDeskClerk,
                    Role::Counsellor,
                    Role::AssistanceOfficer,
                    Role::Head,
                ])
        }
        Act::Plain(_)
        | Act::Sign
        | Act::Renew
        | Act::EndAgreement
        | Act::Plan
        | Act::AskExperts
        | Act::AskTransfer
        | Act::TryToReach
        | Act::FinishVerification
        | Act::Object
        | Act::RecommendPost
        | Act::AskPlacement
        | Act::WithdrawPlacement
        | Act::EndPost => is_own && serves,
        // Whoever serves there corrects what they wrote that day; what stood longer, the officer and whoever leads.
        Act::Correct => is_officer || leads_above || is_own && serves,
        Act::Verify => {
            is_officer
                || stand.held.officer.is_none()
                    && is_own
                    && is(&[Role::AssistanceOfficer, Role::Head])
        }
        Act::NameExperts => {
            let above = if code == FAR { OTHER_DISTRICT } else { DISTRICT };
            at == above && is(&[Role::Counsellor, Role::Head])
        }
        Act::GiveOpinion => is(&[Role::Counsellor, Role::AssistanceOfficer, Role::Head]),
        Act::EndPanel => {
            (is_own || leads_above || actor.is(Role::Counsellor)) && !actor.is(Role::Inspector)
        }
        Act::Forward | Act::MoveOffice | Act::HandOver => leads_above,
        Act::Approve => {
            let Some(transfer) = stand.transfer() else { return false };
            let meets = |district: i64| {
                Area::of_code(district).holds(code)
                    && Area::of_code(district).holds(transfer.to_office_code)
            };
            let decides = [DISTRICT, OTHER_DISTRICT].into_iter().find(|code| meets(*code));
            leads_above
                && at == decides.unwrap_or(CITY)
                && !is_or_covers(transfer.asked_by)
                && !transfer.verified_by().is_some_and(is_or_covers)
        }
        Act::Refuse => leads_above || is_own,
        Act::Take | Act::SendBack => {
            stand.transfer().is_some_and(|transfer| transfer.to_office_code == at)
                && is(&[Role::AssistanceOfficer, Role::Head])
        }
        Act::ApproveStop | Act::RefuseStop => {
            leads_above
                && stand.case().is_some_and(|case| !case.verified_by.is_some_and(is_or_covers))
        }
        Act::ConfirmPlacement | Act::SendBackPlacement => {
            leads_above && stand.asked().is_some_and(|asked| !is_or_covers(asked.asked_by))
        }
        Act::Uphold => leads_above && !is_own,
        // One's own absence, or that of somebody whom one leads.
        Act::Cover => stand.held.officer == Some(actor.id) || leads_above,
        Act::Merge => may_merge(actor, code),
        Act::Read => reads(actor, stand) != Reads::Never,
    }
}

/// Tells whether somebody can have had the right to merge a file of an office, by its code.
pub(crate) fn may_merge(actor: &Actor, code: i64) -> bool {
    let at = actor.area.first;
    let decides = actor.is(Role::FrontDeskClerk) || actor.is(Role::AssistanceOfficer);
    actor.is(Role::Head) && Area::of_code(at).holds(code) || decides && at == code
}

/// Whether a file is open to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// By what binds them to the person, or for a transfer that waits for their office.
    Always,
    /// As one of the experts of a panel that lasts (BJ18-28).
    AsExpert,
    /// Not at all.
    Never,
}

/// Tells whether somebody reads a file: whoever serves in its office, leads or supervises it, or is to take the
/// person over; and the experts.
pub(crate) fn reads(actor: &Actor, stand: &Stand) -> Reads {
    let is = |roles: &[Role]| roles.iter().any(|role| actor.is(*role));
    let (code, at) = (stand.held.office_code, actor.area.first);
    let above = Area::of_code(at).holds(code);
    let serves = is(&[
        Role::FrontDeskClerk,
        Role::Counsellor,
        Role::AssistanceOfficer,
        Role::CommunityAssistant,
        Role::Head,
    ]);
    if above && is(&[Role::Head, Role::Inspector]) || at == code && serves {
        return Reads::Always;
    }
    let is_received = |transfer: &Transfer| {
        transfer.step == transfers::model::Step::Approved && transfer.to_office_code == at
    };
    if serves && stand.transfer().is_some_and(is_received) {
        return Reads::Always;
    }
    let asks =
        |panel: &Panel| panel.office_code == at && panel.accepted_at.is_some() && panel.has(actor);
    let standing = stand.standing();
    let lasts = standing.under_agreement && !standing.at_work;
    if lasts && serves && panels::model::lasting(&stand.panels).is_some_and(asks) {
        return Reads::AsExpert;
    }
    Reads::Never
}
