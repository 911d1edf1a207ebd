//! Who can have had the right to what they have done.

use access::{Actor, Area, Role};
use rules::Kind;
use street::{CITY, DISTRICT, FAR, OTHER_DISTRICT};

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
        | Act::Object => is_own && serves,
        // Whoever serves there corrects what they wrote that day; what stood longer, the officer and whoever leads.
        Act::Correct => stand.held.officer == Some(actor.id) || leads_above || is_own && serves,
        Act::Verify => {
            stand.held.officer == Some(actor.id)
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
        Act::Forward => leads_above,
        Act::Approve => {
            let Some(transfer) = stand.transfer() else { return false };
            let meets = |district: i64| {
                Area::of_code(district).holds(code)
                    && Area::of_code(district).holds(transfer.to_office_code)
            };
            let decides = [DISTRICT, OTHER_DISTRICT].into_iter().find(|code| meets(*code));
            leads_above
                && at == decides.unwrap_or(CITY)
                && transfer.asked_by != actor.id
                && transfer.verified_by() != Some(actor.id)
        }
        Act::Refuse => leads_above || is_own,
        Act::Take | Act::SendBack => {
            stand.transfer().is_some_and(|transfer| transfer.to_office_code == at)
                && is(&[Role::AssistanceOfficer, Role::Head])
        }
        Act::ApproveStop | Act::RefuseStop => {
            leads_above && stand.case().is_some_and(|case| case.verified_by != Some(actor.id))
        }
        Act::Uphold => leads_above && !is_own,
    }
}
